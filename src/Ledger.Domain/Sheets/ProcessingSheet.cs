using System.Text.Json.Nodes;
using Ledger.Domain.Json;
using Ledger.Domain.Values;
using NodaTime.Text;

namespace Ledger.Domain.Sheets;

/// <summary>
/// The paper processing sheet: rows of one sheet number are one <c>processed</c>. A row may hold a bag that went in, a bag that came
/// out, tailings, or all of them side by side, as the paper does; what stands beside each other need not belong together.
/// </summary>
public static class ProcessingSheet
{
    private static readonly string[] Heads = ["date", "time", "operation", "holder", "facility", "run", "final", "loss kg", "book"];

    public static IReadOnlyList<SheetColumn> Columns { get; } =
    [
        new("sheet", Required: true, "sheet no", "processing sheet no", "sheet number"), new("date", Required: true, "day"),
        new("time", false, "hour"), new("operation", Required: true), new("mineral", Required: true, "minerai"),
        new("series", Required: true, "serie"), new("mine tag", false, "tag in", "tag"), new("weight in", false, "kg in", "weight in kg"),
        new("weight out", false, "kg out", "weight out kg"), new("grade", false, "assay"), new("moisture %"),
        new("negociant tag", false, "tag out"), new("tailings kg", false, "tailings"), new("tailings tag"),
        new("tailings grade"), new("method", false, "weighing"), new("holder"), new("facility"), new("run"),
        new("final"), new("loss kg", false, "loss"), new("book", false, "sheet book"), new("agent"),
    ];

    /// <summary>What the rows say, for an organisation that posts them.</summary>
    /// <exception cref="SheetException">The headings do not fit.</exception>
    public static SheetReading Read(IReadOnlyList<CsvRow> rows, SheetSettings settings, PartyId organisation)
    {
        var table = new SheetTable(Columns, rows, settings);
        var entries = new SheetEntries("processing-sheet", organisation, table);
        foreach (var row in table.Rows) row.Text("sheet", required: true);
        foreach (var sheet in table.Rows.GroupBy(row => (row.Text("book"), row.Text("sheet"))))
        {
            IReadOnlyList<SheetRow> lines = [.. sheet];
            foreach (var line in lines.Skip(1)) CheckHead(line, lines[0]);
            var (said, from) = Processed(lines, organisation);
            entries.AddCustodyEvent(lines[0], said, from);
        }

        return entries.ToReading();
    }

    // What holds for the whole sheet stands on its first line; further down it may be empty or the same.
    private static void CheckHead(SheetRow line, SheetRow first)
    {
        foreach (var column in Heads)
            if (line.Text(column) is { } value && value != first.Text(column))
                line.Error(column, $"must be as in row {first.Row}, which is the same sheet");
    }

    private static (JsonObject Said, IReadOnlyList<ReadFrom> From) Processed(IReadOnlyList<SheetRow> lines, PartyId organisation)
    {
        var head = lines[0];
        var said = new JsonObject { ["type"] = "processed", ["channel"] = "import" };
        if (head.When("date", "time") is { } when)
        {
            said["eventTime"] = OffsetDateTimePattern.Rfc3339.Format(when.At);
            said["timePrecision"] = Code<TimePrecision>.Name(when.Precision);
        }

        var from = new List<ReadFrom>
        {
            new("eventTime", head, "date"), new("holder", head, "holder"), new("facility", head, "facility"), new("runId", head, "run"),
            new("measuredLossKg", head, "loss kg"), new("sheet", head, "sheet"), new("sheet.book", head, "book"),
            new("inputs", head, "mine tag"), new("outputs", head, "weight out"), new("people", head, "agent"),
        };
        said.Set("runId", head.Text("run") is { } run ? $"{organisation}:{run}" : null)
            .Set("operation", head.Code<RunOperation>("operation", required: true)).Set("holder", head.Text("holder"))
            .Set("facility", head.Text("facility")).Set("inputs", Inputs(lines, from)).Set("outputs", Outputs(lines, from))
            .Set("measuredLossKg", head.Number("loss kg")).Set("final", head.Flag("final") ?? true)
            .Set("sheet", head.Has("book") ? head.Sheet("sheet") : null).Set("people", head.People(["agent"]));
        return (said, from);
    }

    private static JsonArray? Inputs(IReadOnlyList<SheetRow> lines, List<ReadFrom> from)
    {
        var inputs = new JsonArray();
        foreach (var line in lines.Where(line => line.Has("mine tag") || line.Has("weight in")))
        {
            line.Text("mine tag", required: true);
            var path = $"inputs[{inputs.Count}]";
            from.AddRange(
                [new(path, line, "mine tag"), new(path + ".netKg", line, "weight in"), new(path + ".tag.series", line, "series")]);
            inputs.Add((JsonNode)new JsonObject().Set("tag", line.Tag("mine tag", TagKind.Mine))
                .Set("netKg", line.Number("weight in", required: true)).Set("method", line.Method()));
        }

        return inputs.Count > 0 ? inputs : null;
    }

    private static JsonArray? Outputs(IReadOnlyList<SheetRow> lines, List<ReadFrom> from)
    {
        var outputs = new JsonArray();
        foreach (var line in lines)
        {
            Add(line, "product", "negociant tag", TagKind.Negociant, "weight out", "grade");
            Add(line, "tailings", "tailings tag", TagKind.Tailings, "tailings kg", "tailings grade");
        }

        return outputs.Count > 0 ? outputs : null;

        void Add(SheetRow line, string kind, string tag, TagKind tagKind, string kg, string grade)
        {
            if (!line.Has(tag) && !line.Has(kg) && !line.Has(grade)) return;
            var path = $"outputs[{outputs.Count}]";
            from.AddRange(
            [
                new(path, line, kg), new(path + ".tag", line, tag), new(path + ".tag.series", line, "series"),
                new(path + ".analytes", line, grade), new(path + ".moisturePct", line, "moisture %"),
                new(path + ".mineral", line, "mineral"),
            ]);
            outputs.Add((JsonNode)new JsonObject().Set("kind", kind).Set("mineral", line.Code<Mineral>("mineral", required: true))
                .Set("tag", line.Tag(tag, tagKind)).Set("netKg", line.Number(kg, required: true)).Set("method", line.Method())
                .Set("moisturePct", kind == "product" ? line.Number("moisture %") : null).Set("analytes", Analytes(line, grade)));
        }
    }

    // A grade on paper is of what the mineral is sold by.
    private static JsonArray? Analytes(SheetRow line, string column)
    {
        if (line.Number(column) is not { } grade) return null;
        var name = line.Code<Mineral>("mineral") switch
        {
            "cassiterite" => "Sn", "coltan" => "Ta2O5", "wolframite" => "WO3", "gold" => "Au", _ => null,
        };
        if (name is null) line.Error(column, "must be empty for mixed minerals: it is not said what it is a grade of");
        return [new JsonObject { ["name"] = name, ["pct"] = grade }];
    }
}
