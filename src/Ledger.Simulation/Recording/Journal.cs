using System.Text;
using System.Text.Json.Nodes;
using Ledger.Domain;
using Ledger.Domain.Json;
using Ledger.Domain.Values;
using NodaTime;
using NodaTime.Text;

namespace Ledger.Simulation.Recording;

/// <summary>Everything that anybody writes down, with its slips and corrections, until it is posted.</summary>
internal sealed class Journal(WorldOptions options, Agenda agenda, SeededRandom random)
{
    private const double NoticedShare = 0.4;

    // The namespace of this project's event ids: any fixed UUID does (RFC 9562, 5.5).
    private static readonly Guid Namespace = new("6f1d3c64-0c5e-4d43-9a55-3a1c0e0f7b21");

    private readonly List<(LocalDateTime PostedAt, Posting Posting)> _posted = [];
    private readonly List<TypingError> _errors = [];
    private readonly Typist _typist = new(random.Child("typist"));
    private int _events;

    private readonly Dictionary<(string Device, int Number), CustodyEventId> _byDevice = [];

    public int NumbersTyped => _typist.NumbersTyped;

    public IReadOnlyList<TypingError> TypingErrors => _errors;

    /// <summary>What reached the ledger by the end of the last day, in that order.</summary>
    public IReadOnlyList<Posting> Postings
    {
        get
        {
            var end = options.Until.PlusDays(1).AtMidnight();
            return [.. _posted.Where(entry => entry.PostedAt < end).OrderBy(entry => entry.PostedAt).Select(entry => entry.Posting)];
        }
    }

    /// <summary>The record that has that number on its device; null where there is none.</summary>
    public CustodyEventId? RecordOf(string device, int number) => _byDevice.TryGetValue((device, number), out var id) ? id : null;

    /// <summary>Takes a form: the envelope is filled in, the rest is for the caller.</summary>
    public Draft Begin(Desk desk, string type, LocalDateTime at)
    {
        var id = NextId();
        var (written, precision) = desk.Write(at);
        var body = new JsonObject
        {
            ["id"] = id.ToString(),
            ["type"] = type,
            ["eventTime"] = Format(written),
        };
        if (precision != TimePrecision.Minute) body["timePrecision"] = Code<TimePrecision>.Name(precision);
        body["channel"] = Code<Channel>.Name(desk.Channel);
        return new(id, type, at, desk, body);
    }

    /// <summary>Types it in and sends it off. True when a number in it is wrong.</summary>
    public bool Post(Draft draft)
    {
        var (captured, posted) = draft.Desk.Deliver(draft.At);
        if (draft.Desk.Channel != Channel.System) draft.Body["capturedAt"] = Format(captured);
        if (draft.Desk.Device is { } device)
        {
            draft.Body["deviceId"] = device;
            _byDevice[(device, draft.Desk.NextDeviceSeq)] = draft.Id;
            draft.Body["deviceSeq"] = draft.Desk.NextDeviceSeq++;
        }

        var meant = draft.Body.DeepClone().AsObject();
        var slips = Type(draft);
        _posted.Add((posted, Posting(draft.Id, draft.Desk.Party, posted, draft.Body)));
        if (slips.Count == 0) return false;

        var correction = random.Chance(NoticedShare) ? PlanCorrection(draft, meant, captured) : null;
        _errors.AddRange(slips.Select(slip => slip with { Correction = correction }));
        return true;
    }

    private List<TypingError> Type(Draft draft)
    {
        var slips = new List<TypingError>();
        foreach (var number in draft.Typed)
        {
            if (!_typist.Errs() || draft.IsExact) continue;
            var before = number.Text;
            if (number.Spoil(_typist, draft.Typed)) slips.Add(new(draft.Id, number.Name, before, number.Text, Correction: null));
        }

        return slips;
    }

    // The right sheet goes in under an id of its own, and points at the wrong one.
    private CustodyEventId? PlanCorrection(Draft draft, JsonObject meant, LocalDateTime captured)
    {
        var noticed = captured.PlusDays(random.Whole(1, 8)).Date + new LocalTime(random.Whole(8, 16), random.Below(60));
        if (noticed.Date >= options.Until) return null;
        var id = NextId();
        meant["id"] = NextId().ToString();
        meant.Remove("deviceSeq");
        agenda.On(noticed.Date, () =>
        {
            var posted = noticed.PlusMinutes(random.Whole(1, 60));
            _posted.Add((posted, Posting(id, draft.Desk.Party, posted, new()
            {
                ["id"] = id.ToString(),
                ["type"] = "corrected",
                ["eventTime"] = Format(noticed),
                ["channel"] = Code<Channel>.Name(Channel.System),
                ["target"] = draft.Id.ToString(),
                ["reason"] = Code<CorrectionReason>.Name(CorrectionReason.IncorrectData),
                ["replacement"] = meant,
            })));
        });
        return id;
    }

    private CustodyEventId NextId() =>
        new(Uuid5.Create(Namespace, Encoding.UTF8.GetBytes(FormattableString.Invariant($"{options.Label}/{++_events}"))));

    private static Posting Posting(CustodyEventId id, PartyId by, LocalDateTime at, JsonObject body) =>
        new(id, by, at.WithOffset(Desk.Zone).ToInstant(), Encoding.UTF8.GetBytes(body.ToJsonString()));

    private static string Format(LocalDateTime at) => OffsetDateTimePattern.Rfc3339.Format(at.WithOffset(Desk.Zone));
}
