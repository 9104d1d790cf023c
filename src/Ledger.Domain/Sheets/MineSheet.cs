using System.Text.Json.Nodes;
using Ledger.Domain.Json;
using Ledger.Domain.Values;
using NodaTime.Text;

namespace Ledger.Domain.Sheets;

/// <summary>The paper mine sheet: one row a tagged bag, each a <c>bagged</c>. People end in the sealed part.</summary>
public static class MineSheet
{
    private static readonly string[] People = ["miner", "transporter", "agent", "security"];

    public static IReadOnlyList<SheetColumn> Columns { get; } =
    [
        new("date", Required: true, "day"), new("time", false, "hour", "heure"), new("site", Required: true, "site id", "mine"),
        new("mineral", Required: true, "minerai"), new("series", Required: true, "serie"),
        new("tag", Required: true, "tag no", "tag number", "mine tag"), new("kg", Required: true, "net kg", "weight", "weight kg", "poids"),
        new("method", false, "weighing"), new("pit", false, "tunnel", "puits"), new("team", false, "equipe"),
        new("estimated %", false, "estimated grade"), new("bag colour", false, "colour", "bag color", "color"),
        new("packaging"), new("holder"), new("miner", false, "creuseur"), new("transporter", false, "transporteur"), new("agent"),
        new("security", false, "securite"), new("itinerary", false, "itineraire", "route"), new("book", false, "sheet book", "carnet"),
        new("sheet", false, "sheet no", "mine sheet no", "sheet number"), new("line", false, "line no"),
    ];

    /// <summary>What the rows say, for an organisation that posts them.</summary>
    /// <exception cref="SheetException">The headings do not fit.</exception>
    public static SheetReading Read(IReadOnlyList<CsvRow> rows, SheetSettings settings, PartyId organisation)
    {
        var table = new SheetTable(Columns, rows, settings);
        var entries = new SheetEntries("mine-sheet", organisation, table);
        foreach (var row in table.Rows)
        {
            var (said, from) = Bagged(row);
            entries.AddCustodyEvent(row, said, [.. from.Select(pair => new ReadFrom(pair.Field, row, pair.Column))]);
        }

        return entries.ToReading();
    }

    private static (JsonObject Said, IReadOnlyList<(string Field, string Column)> From) Bagged(SheetRow row)
    {
        var when = row.When("date", "time");
        var said = new JsonObject { ["type"] = "bagged", ["channel"] = "import" };
        if (when is { } known)
        {
            said["eventTime"] = OffsetDateTimePattern.Rfc3339.Format(known.At);
            said["timePrecision"] = Code<TimePrecision>.Name(known.Precision);
        }

        said.Set("mineral", row.Code<Mineral>("mineral", required: true)).Set("siteId", row.Text("site", required: true))
            .Set("pit", row.Text("pit")).Set("team", row.Text("team")).Set("packaging", row.Code<Packaging>("packaging"))
            .Set("colour", row.Text("bag colour")).Set("holder", row.Text("holder")).Set("estimatedGradePct", row.Number("estimated %"))
            .Set("tag", row.Tag("tag", TagKind.Mine))
            .Set("weighing", new JsonObject().Set("netKg", row.Number("kg", required: true)).Set("method", row.Method()))
            .Set("sheet", row.Sheet("sheet", row.Whole("line")))
            .Set("people", row.People(People)).Set("note", row.Text("itinerary") is { } way ? $"itinerary: {way}" : null);
        return (said,
        [
            ("eventTime", "date"), ("siteId", "site"), ("pit", "pit"), ("team", "team"), ("colour", "bag colour"), ("holder", "holder"),
            ("estimatedGradePct", "estimated %"), ("tag", "tag"), ("tag.series", "series"), ("weighing", "kg"),
            ("weighing.method", "method"), ("sheet", "sheet"), ("sheet.book", "book"), ("sheet.line", "line"), ("note", "itinerary"),
            ("people", "miner"),
        ]);
    }
}
