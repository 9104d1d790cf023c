using System.Globalization;
using System.Text.Json.Nodes;
using Ledger.Api.Pages.House;
using NodaTime;

namespace Ledger.Api.Pages.Desk;

/// <summary>
/// What stands in a form, by the names of its fields, and the posted object it makes. What cannot be read is handed on as it was
/// typed: the API says what is wrong with it, and nothing is judged here.
/// </summary>
/// <param name="form">What is asked.</param>
/// <param name="values">By the names of fields, such as <c>lots[0].netKg</c>.</param>
/// <param name="language">In which numbers were written.</param>
/// <param name="zone">Of the clock that was read.</param>
internal sealed class TypedForm(RecordForm form, IReadOnlyDictionary<string, string> values, Language language, DateTimeZone zone)
{
    public const string Series = "tag-series";
    public const string SeriesKind = "tag-kind";
    public const string RowCount = ".rows";

    /// <summary>What was typed there; null where nothing was.</summary>
    public string? this[string name] => values.TryGetValue(name, out var text) && text.Trim() is { Length: > 0 } typed ? typed : null;

    public IReadOnlyDictionary<string, string> Values => values;

    /// <summary>What was posted by the form of a type.</summary>
    public static TypedForm Of(RecordForm form, IFormCollection posted, Visit visit)
    {
        var values = posted.ToDictionary(field => field.Key, field => field.Value.ToString(), StringComparer.Ordinal);
        return new(form, FormRows.Settle(form, values, visit.Language), visit.Language, visit.Zone);
    }

    /// <summary>The same with one more row to fill.</summary>
    public TypedForm WithRow(string path)
    {
        var count = (RowsOf(path) + 1).ToString(CultureInfo.InvariantCulture);
        return new(form, new Dictionary<string, string>(values, StringComparer.Ordinal) { [path + RowCount] = count }, language, zone);
    }

    /// <summary>Rows to show: those asked for, and those that say something.</summary>
    public int RowsOf(string path)
    {
        var asked = int.TryParse(this[path + RowCount], CultureInfo.InvariantCulture, out var count) ? count : 1;
        return Math.Clamp(Math.Max(asked, FormRows.Used(values, path).Count), 1, FormRows.Most);
    }

    /// <summary>The object to post; members that say nothing are left out.</summary>
    public JsonObject ToJson(string id, string capturedAt)
    {
        var posted = new JsonObject { ["id"] = id, ["type"] = form.Type, ["capturedAt"] = capturedAt };
        Fill(posted, form.All, prefix: "");
        return posted;
    }

    private bool Fill(JsonObject into, IEnumerable<Ask> asks, string prefix)
    {
        var count = into.Count;
        foreach (var ask in asks) Fill(into, ask, prefix + ask.Name);
        return into.Count > count;
    }

    private void Fill(JsonObject into, Ask ask, string path)
    {
        if (ask.Kind == AskKind.When) FillWhen(into, path);
        else if (ask.Kind == AskKind.Lot) FillLot(into, this[path]);
        else if (ValueOf(ask, path) is { } value) into[ask.Name] = value;
    }

    private JsonNode? ValueOf(Ask ask, string path)
    {
        if (ask.Kind == AskKind.Rows) return RowsAt(ask, path);
        if (ask.Kind == AskKind.Moment) return MomentAt(path);
        if (ask.Kind == AskKind.Group)
        {
            var group = new JsonObject();
            return Fill(group, ask.Members, path + ".") ? group : null;
        }

        if (this[path] is not { } typed) return null;
        return ask.Kind switch
        {
            AskKind.Number or AskKind.Whole => Typed.Number(typed, language),
            AskKind.YesNo => typed == "yes" ? true : typed == "no" ? false : JsonValue.Create(typed),
            AskKind.Tag => TagOf(typed),
            AskKind.Ids => new JsonArray([.. Typed.Parts(typed, ',', ' ').Select(id => (JsonNode)id)]),
            AskKind.Tags => new JsonArray([.. Typed.Lines(typed).Select(TagOf)]),
            AskKind.Lots => new JsonArray([.. Typed.Lines(typed).Select(LotOf)]),
            AskKind.Analytes => new JsonArray([.. Typed.Parts(typed, ';').Select(part => Typed.Analyte(part, language))]),
            AskKind.Money => Typed.Money(typed, language),
            AskKind.Amounts => new JsonArray([.. Typed.Parts(typed, ';').Select(part => Typed.Money(part, language))]),
            _ => typed,
        };
    }

    private JsonArray? RowsAt(Ask ask, string path)
    {
        var rows = new JsonArray();
        foreach (var at in FormRows.Used(values, path)) // all of them: too many are for the API to refuse
        {
            var row = new JsonObject();
            if (Fill(row, ask.Members, FormattableString.Invariant($"{path}[{at}]."))) rows.Add((JsonNode)row);
        }

        return rows.Count > 0 ? rows : null;
    }

    private void FillWhen(JsonObject into, string path)
    {
        if (this[path + ".date"] is not { } date) return;
        var precision = this[path + ".precision"] ?? "minute";
        var time = precision switch
        {
            "day" or "morning" => "00:00",
            "afternoon" => "12:00",
            _ => this[path + ".time"] ?? "",
        };
        into["eventTime"] = Typed.Moment(date, time, ZoneAt(path));
        into["timePrecision"] = precision is "morning" or "afternoon" ? "half-day" : precision;
    }

    private string? MomentAt(string path) =>
        this[path + ".date"] is { } date ? Typed.Moment(date, this[path + ".time"] ?? "", ZoneAt(path)) : null;

    // The ledger's, unless another clock was read: by its name, or its offset.
    private DateTimeZone? ZoneAt(string path) => this[path + ".zone"] is { } read ? Typed.Zone(read) : zone;

    private void FillLot(JsonObject into, string? typed)
    {
        if (typed is null) return;
        if (typed.Contains(':', StringComparison.Ordinal)) into["lotId"] = typed;
        else into["tag"] = TagOf(typed);
    }

    private JsonObject LotOf(string typed)
    {
        var lot = new JsonObject();
        FillLot(lot, typed);
        return lot;
    }

    // People write a number as it stands on the tag, or series/kind/number.
    private JsonObject TagOf(string typed)
    {
        var text = string.Concat(typed.Where(sign => !char.IsWhiteSpace(sign)));
        var (series, kind, number) = text.Split('/') is [var own, var code, var last]
            ? (own, code, last) : (this[Series], this[SeriesKind] ?? "mine", text);
        var tag = new JsonObject { ["kind"] = kind, ["number"] = number };
        if (series is not null) tag["series"] = series;
        return tag;
    }
}
