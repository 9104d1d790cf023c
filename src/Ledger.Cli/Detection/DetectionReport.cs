using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Ledger.Cli.Detection;

/// <summary>Writes what was measured: tables into a marked place of detection.md, counts as detection.json, plots as images.</summary>
internal static class DetectionReport
{
    private const string Begin = "<!-- measured: written by ledger benchmark-detection -->";
    private const string End = "<!-- end of what was measured -->";
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static async Task WriteAsync(DirectoryInfo docs, DetectionTable table, CancellationToken cancellation)
    {
        var images = docs.CreateSubdirectory("images");
        var page = Path.Combine(docs.FullName, "detection.md");
        var text = File.Exists(page)
            ? await File.ReadAllTextAsync(page, cancellation) : $"# What is found, and how soon\n\n{Begin}\n{End}\n";
        var (from, to) = (text.IndexOf(Begin, StringComparison.Ordinal), text.IndexOf(End, StringComparison.Ordinal));
        if (from < 0 || to < from) throw new CliException($"{page} has no place marked for what is measured");
        await File.WriteAllTextAsync(page, $"{text[..from]}{Begin}\n{Measured(table)}{text[to..]}", cancellation);
        await File.WriteAllTextAsync(Path.Combine(docs.FullName, "detection.json"), Counts(table), cancellation);
        foreach (var (name, svg) in DetectionPlots.Of(table))
            await File.WriteAllTextAsync(Path.Combine(images.FullName, name), svg, cancellation);
    }

    private static string Measured(DetectionTable table)
    {
        var text = new StringBuilder();
        WriteHonest(text, table);
        if (table.Cells.Count > 0) WriteGoals(text, table);
        if (table.Cells.Count > 0) WriteCells(text, table);
        text.AppendLine();
        foreach (var (name, title) in DetectionPlots.Titles) text.AppendLine(CultureInfo.InvariantCulture, $"![{title}](images/{name})");
        text.AppendLine();
        return text.Replace("\r\n", "\n").ToString();
    }

    private static void WriteHonest(StringBuilder text, DetectionTable table)
    {
        Heading(text, "Honest worlds", "", "worlds", "holder-years", "false incidents", "a holder-year", "findings of any tier a record",
            "reviews of mass and metal by chance");
        foreach (var clean in table.Clean)
            Row(text, clean.Cell, clean.Trials.Count, F($"{clean.HolderYears:0}"), clean.FalseIncidents, F($"{clean.PerHolderYear:0.000}"),
                F($"{Share(clean):0.0000}"), clean.ReviewsByChance);
        foreach (var clean in table.Clean)
        {
            Heading(
                text, $"The most frequent false findings, {clean.Cell}", "finding", "how many", "in 1,000 records",
                "rest on a mistyped number");
            foreach (var (kind, count, onSlips) in clean.Kinds.Take(10))
                Row(text, kind, count, F($"{1000.0 * count / Math.Max(1, clean.Records):0.00}"), F($"{100.0 * onSlips / count:0} %"));
        }
    }

    private static void WriteGoals(StringBuilder text, DetectionTable table)
    {
        Heading(text, "Goals", "fraud:percent / moisture", "wanted", "within", "measured", "");
        foreach (var (goal, cell) in table.Goals)
        {
            var measured = goal.Measured(cell);
            Row(text, cell.Cell, F($"{100 * goal.Wanted:0} %"),
                goal.IsAnyTier ? "any tier" : goal.IsWithinHalfYear ? "6 months" : "12 months", measured,
                measured.Rate >= goal.Wanted ? "reached" : "**missed**");
        }
    }

    private static void WriteCells(StringBuilder text, DetectionTable table)
    {
        Heading(
            text, "Every cell", "fraud:percent / moisture", "worlds", "mean kg", "incident in 6 months", "in 12 months", "median days",
            "right holder", "any tier", "fixed percentage", "it finds in 6", "in 12", "review rule that tells most");
        foreach (var cell in table.Cells)
            Row(text, cell.Cell, cell.Worlds, F($"{cell.MeanKg:0}"), cell.Within6, cell.Within12,
                cell.MedianDelay is { } days ? F($"{days:0}") : "-", cell.Named, cell.AnyTier,
                cell.FixedPct is { } pct ? F($"{pct:0.0} %") : "-", cell.FixedPct is null ? "-" : cell.Fixed6,
                cell.FixedPct is null ? "-" : cell.Fixed12,
                cell.BestReview is { } best ? $"{best.Rule}: {best.Fraudulent}, honest {best.Honest}" : "-");
    }

    private static void Heading(StringBuilder text, string title, params IReadOnlyList<string> columns)
    {
        text.Append("\n### ").Append(title).Append("\n\n");
        Row(text, [.. columns]);
        text.Append('|').Insert(text.Length, "---|", columns.Count).Append('\n');
    }

    private static void Row(StringBuilder text, params IReadOnlyList<object> cells) =>
        text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");

    private static string F(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Counts(DetectionTable table) => JsonSerializer.Serialize(
        new
        {
            clean = table.Clean.Select(clean => new
            {
                clean.Cell, worlds = clean.Trials.Count, clean.HolderYears, clean.FalseIncidents, clean.Records,
                findings = clean.Kinds.ToDictionary(kind => kind.Kind, kind => kind.Count),
                onSlips = clean.Kinds.Where(kind => kind.OnSlips > 0).ToDictionary(kind => kind.Kind, kind => kind.OnSlips),
            }),
            cells = table.Cells,
        },
        Indented) + "\n";

    private static double Share(CleanSummary clean) => clean.Records == 0 ? 0 : (double)clean.Findings / clean.Records;
}
