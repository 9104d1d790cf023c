using System.Globalization;
using System.Text.Json;
using Ledger.Api.Pages.House;
using NodaTime;
using NodaTime.Text;

namespace Ledger.Api.Pages.Desk;

/// <summary>From a record to the fields of its form: what was said, as it would be typed.</summary>
internal sealed class RecordedValues(RecordForm form, Language language, DateTimeZone zone)
{
    // Read as they are: what stands in them is theirs.
    private static readonly string[] Whole = ["when", "lot", "tag", "replaces", "weighing", "sheet", "place", "sealed"];

    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    /// <summary>Fields and what stands in them.</summary>
    /// <param name="form">Of the record's type.</param>
    /// <param name="record">As the API answers it.</param>
    /// <param name="closed">Its sealed parts that the reader may open, by kind.</param>
    /// <param name="language">In which numbers are written.</param>
    /// <param name="zone">Of the ledger's clock: times by another one say so.</param>
    public static IReadOnlyDictionary<string, string> Of(
        RecordForm form, RecordAnswer record, IReadOnlyDictionary<string, JsonElement> closed, Language language, DateTimeZone zone)
    {
        var values = new RecordedValues(form, language, zone);
        List<JsonElement> sources = [.. record.Events.Select(each => each.Data), record.Headers, .. Opened(closed)];
        foreach (var ask in form.All) values.Take(ask, ask.Name, sources);
        if (form.Type == "bagged") values.TakeGroup("weighing", record.Events.FirstOrDefault(each => each.Type == "lot_weighed"));
        values.TakeEach(record);
        if (form.Type is "tag-lost" or "tag-stolen" or "tag-voided") values.TakeRange(record);
        return values._values;
    }

    // A member may stand one step deeper than it was posted: of a range, a certificate, a seal.
    private static IEnumerable<JsonElement> Within(JsonElement source)
    {
        yield return source;
        foreach (var inner in source.EnumerateObject())
            if (inner.Value.ValueKind == JsonValueKind.Object && !Whole.Contains(inner.Name)) yield return inner.Value;
    }

    private static IEnumerable<JsonElement> Opened(IReadOnlyDictionary<string, JsonElement> closed)
    {
        foreach (var (kind, body) in closed)
            yield return body.ValueKind == JsonValueKind.Object ? body : Under(MemberOf(kind), body);
    }

    private static string MemberOf(string kind) => kind == "key-holders" ? "keyHolders" : kind;

    private static JsonElement Under(string member, JsonElement body) =>
        JsonSerializer.SerializeToElement(new() { [member] = body }, PageJson.Default.DictionaryStringJsonElement);

    private void TakeGroup(string name, RecordedAnswer? source)
    {
        if (source is null || form.All.FirstOrDefault(ask => ask.Name == name) is not { } group) return;
        foreach (var member in group.Members) Take(member, $"{name}.{member.Name}", [source.Data]);
    }

    // What was said of several lots at once became an event of each.
    private void TakeEach(RecordAnswer record)
    {
        foreach (var ask in form.All.Where(ask => ask.Name is "lots" or "tags" && !record.Events[0].Data.TryGetProperty(ask.Name, out _)))
        {
            var own = record.Events.Select(each => each.Data).Where(data => data.TryGetProperty(ask.Name == "lots" ? "lot" : "tag", out _));
            if (ask.Kind == AskKind.Rows) TakeRows(ask, ask.Name, own);
            else if (string.Join('\n', own.Select(data => Said(ask, data)).Distinct()) is { Length: > 0 } lines) _values[ask.Name] = lines;
        }

        if (form.Type == "tags-cut" && _values.TryGetValue("lots", out var lots) && _values.TryGetValue("tags", out var tags))
            _values["tags"] = string.Join('\n', tags.Split('\n').Except(lots.Split('\n'))); // a lot named by its tag tells both
    }

    // Each tag of a range has an event of its own.
    private void TakeRange(RecordAnswer record)
    {
        var tags = record.Events.Select(each => each.Data.GetProperty("tag")).ToList();
        foreach (var (name, member, tag) in ((string, string, JsonElement)[])
            [("series", "series", tags[0]), ("kind", "kind", tags[0]), ("from", "number", tags[0]), ("to", "number", tags[^1])])
            if (name != "to" || tags.Count > 1) Set(name, tag.GetProperty(member).GetString()!);
    }

    private static string? Said(Ask ask, JsonElement data) => ask.Name == "lots" ? LotOf(data) : TagOf(data.GetProperty("tag"));

    private void Take(Ask ask, string path, IReadOnlyList<JsonElement> sources)
    {
        foreach (var source in sources.Where(source => source.ValueKind == JsonValueKind.Object).SelectMany(Within))
            if (TryTake(ask, path, source)) return;
    }

    private bool TryTake(Ask ask, string path, JsonElement source)
    {
        if (ask.Kind == AskKind.When) return source.TryGetProperty("when", out var when) && TakeWhen(path, when);
        if (ask.Kind == AskKind.Lot) return LotOf(source) is { } lot && Set(path, lot);
        if (ask.Name == "lotId") return LotIdOf(source) is { } own && Set(path, own);
        if (!source.TryGetProperty(ask.Name, out var value) && !source.TryGetProperty(NameOf(ask), out value)) return false;
        switch (ask.Kind)
        {
            case AskKind.Group:
                foreach (var member in ask.Members) Take(member, $"{path}.{member.Name}", [value]);
                return true;
            case AskKind.Rows:
                if (value.ValueKind != JsonValueKind.Array) return false; // how many there were; who, is sealed
                TakeRows(ask, path, value.EnumerateArray());
                return true;
            case AskKind.Moment:
                return TakeMoment(path, value.GetString()!);
            default:
                return Set(path, Say(ask.Kind, value));
        }
    }

    // Events call by what they are what is posted by its id: site, scale.
    private static string NameOf(Ask ask) => ask.Name.EndsWith("Id", StringComparison.Ordinal) ? ask.Name[..^2] : ask.Name;

    private void TakeRows(Ask ask, string path, IEnumerable<JsonElement> rows)
    {
        foreach (var (at, row) in rows.Index())
            foreach (var member in ask.Members) Take(member, FormattableString.Invariant($"{path}[{at}].{member.Name}"), [row]);
    }

    private bool TakeWhen(string path, JsonElement when)
    {
        TakeMoment(path, when.GetProperty("eventTime").GetString()!);
        var precision = when.TryGetProperty("timePrecision", out var said) ? said.GetString()! : "minute";
        var isMorning = string.CompareOrdinal(_values[path + ".time"], "12:00") < 0;
        if (precision != "minute") _values.Remove(path + ".time");
        return Set(path + ".precision", precision == "half-day" ? isMorning ? "morning" : "afternoon" : precision);
    }

    private bool TakeMoment(string path, string time)
    {
        var at = OffsetDateTimePattern.Rfc3339.Parse(time).Value;
        var local = at.LocalDateTime;
        if (zone.GetUtcOffset(at.ToInstant()) != at.Offset) Set(path + ".zone", OffsetPattern.GeneralInvariant.Format(at.Offset));
        Set(path + ".date", LocalDatePattern.Iso.Format(local.Date));
        return Set(path + ".time", local.TimeOfDay.ToString(local.Second == 0 ? "HH:mm" : "HH:mm:ss", CultureInfo.InvariantCulture));
    }

    private bool Set(string path, string text)
    {
        _values[path] = text;
        return true;
    }

    private string Say(AskKind kind, JsonElement value) => kind switch
    {
        AskKind.Number or AskKind.Whole => Typed.Say(value.GetDecimal(), language),
        AskKind.YesNo => value.GetBoolean() ? "yes" : "no",
        AskKind.Tag => TagOf(value),
        AskKind.Ids => string.Join(", ", value.EnumerateArray().Select(id => id.GetString())),
        AskKind.Lots => string.Join('\n', value.EnumerateArray().Select(lot => LotOf(lot))),
        AskKind.Tags => string.Join('\n', value.EnumerateArray().Select(TagOf)),
        AskKind.Analytes => string.Join("; ", value.EnumerateArray().Select(
            analyte => $"{analyte.GetProperty("name").GetString()} {Typed.Say(analyte.GetProperty("pct").GetDecimal(), language)}")),
        AskKind.Money => MoneyOf(value),
        AskKind.Amounts => string.Join("; ", value.EnumerateArray().Select(MoneyOf)),
        _ => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.ToString(),
    };

    private string MoneyOf(JsonElement money) =>
        Typed.Say(money.GetProperty("amountMinor").GetInt64(), money.GetProperty("currency").GetString()!, language);

    private static string TagOf(JsonElement tag) =>
        string.Join('/', ((string[])["series", "kind", "number"]).Select(part => tag.GetProperty(part).GetString()));

    private static string? LotIdOf(JsonElement source)
    {
        if (source.TryGetProperty("lot", out var lot))
            return lot.ValueKind == JsonValueKind.String ? lot.GetString() : LotIdOf(lot);
        return source.TryGetProperty("lotId", out var id) ? id.GetString() : null;
    }

    private static string? LotOf(JsonElement source)
    {
        var lot = source.TryGetProperty("lot", out var named) && named.ValueKind == JsonValueKind.Object ? named : source;
        if (lot.TryGetProperty("lotId", out var id) && id.ValueKind == JsonValueKind.String) return id.GetString();
        return lot.TryGetProperty("tag", out var tag) && tag.ValueKind == JsonValueKind.Object ? TagOf(tag) : null;
    }
}
