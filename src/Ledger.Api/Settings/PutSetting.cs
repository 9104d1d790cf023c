using System.Globalization;
using System.Text;
using System.Text.Json;
using Ledger.Api.Auth;
using Ledger.Api.Http;
using Ledger.Domain;
using Ledger.Domain.CustodyEvents;
using Ledger.Domain.Guarded;
using Ledger.Domain.Guarded.Settings;
using Ledger.Domain.Json;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.EventStore;
using Ledger.Projections.Facts;
using Ledger.Transparency.Canonical;
using Ledger.Transparency.Leaves;
using NodaTime;

namespace Ledger.Api.Settings;

/// <summary>PUT /v1/settings/{name} {id, value, effectiveFrom}: loads, folds, decides, and appends at the version that was read.</summary>
internal sealed class PutSetting(SettingsReader settings, SettingEndpoints endpoints, IEventStore store, IClock clock)
{
    private const int MostBytes = 10_000;
    private const int MostAttempts = 10;

    public static Task Handle(HttpContext context, string name, PutSetting put) => put.ChangeAsync(context, name);

    private async Task ChangeAsync(HttpContext context, string name)
    {
        var setting = SettingEndpoints.Find(name);
        var command = await Bodies.WholeAsync(
            Bodies.Reader(context), _ => MostBytes, body => Read(body, name), context.RequestAborted);
        if (await ChangeAsync(command, context.Caller().Organisation, ExpectedVersion(context)) is { } refusal)
            await Outcomes.RefuseAsync(context, refusal, command.Id.ToString());
        else
            await endpoints.AnswerAsync(context, setting);
    }

    // Like evidence, a change is not abandoned when its sender leaves: the outcome must not be unknown to the next.
    private async Task<Refusal?> ChangeAsync(ChangeSetting command, PartyId by, int? expected)
    {
        for (var attempt = 1; attempt <= MostAttempts; attempt++)
        {
            var changes = await settings.ReadAsync(Horizon.Now, CancellationToken.None);
            var known = DatedSettings.Fold(changes.Select(change => change.Event));
            var decision = ChangeSetting.Decide(command, known, clock.GetCurrentInstant());
            if (decision == Decision.AlreadyDone) return Repeats(command, changes) ? null : new(Problem.IdInUse);
            if (expected is { } version && version != known.Version) return new(Problem.StaleVersion);
            if (decision.Rejection is { } rejection) return new(Problem.Rejected(rejection.Code), rejection.Detail);
            switch ((await store.AppendAsync(Request(command, decision.Events.Single(), by, known.Version), CancellationToken.None)).Status)
            {
                case AppendStatus.Created or AppendStatus.Duplicate: return null;
                case AppendStatus.Unknown: return new(Problem.UnknownOutcome);
                case AppendStatus.StaleVersion: continue; // somebody else changed one: decide again on what is there now
                default: return new(Problem.Overloaded);
            }
        }

        return new(Problem.Overloaded);
    }

    private static AppendRequest Request(ChangeSetting command, LedgerEvent changed, PartyId by, int version)
    {
        var id = Uuid5.Create(command.Id.Value, "setting-changed"u8);
        var headers = JsonSerializer.SerializeToUtf8Bytes(
            new EventHeaders { RecordedBy = by, ByProgramme = true }, LedgerJson.Default.EventHeaders);
        var leaf = LeafPrefix.Create(EventTypes.Serialize(changed), headers, id);
        return new(
            [new AppendUnit(null, [new(id, StreamName.Settings, EventTypes.NameOf(changed), leaf)], [])],
            [new(StreamName.Settings, version)]);
    }

    private static bool Repeats(ChangeSetting command, IReadOnlyList<Rules.Views.SettingChange> changes) => changes.Any(change =>
        change.Event == new SettingChanged(command.Id, command.Name, command.Value, command.EffectiveFrom));

    private static ChangeSetting Read(ReadOnlyMemory<byte> body, string name)
    {
        try
        {
            var errors = new List<FieldError>();
            using var document = JsonDocument.Parse(CanonicalJson.Canonicalize(body.Span));
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw new RefusedException(new(Problem.MalformedJson, "The body must be a JSON object."));
            var command = Fields.Read(document.RootElement, errors, fields => ChangeSetting.Read(fields, name));
            return errors.Count == 0 ? command : throw new RefusedException(new(Problem.FieldErrors, Errors: errors));
        }
        catch (CanonicalJsonException malformed)
        {
            throw new RefusedException(new(Problem.MalformedJson, string.Create(null, $"Byte {malformed.Offset}: {malformed.Message}")));
        }
    }

    /// <summary>The version in If-Match, as an ETag gave it; null where there is none, or any will do.</summary>
    /// <exception cref="RefusedException">It is not one that a setting was answered with.</exception>
    private static int? ExpectedVersion(HttpContext context)
    {
        var given = context.Request.Headers.IfMatch.ToString();
        if (given is "" or "*") return null;
        var version = given.Split('-')[0];
        return version.StartsWith("\"v", StringComparison.Ordinal)
            && int.TryParse(version.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out var expected) ? expected
            : throw new RefusedException(new(Problem.StaleVersion, "If-Match must be the ETag of a setting."));
    }
}
