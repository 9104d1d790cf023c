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
        var text = File.Exists(page) ? await File.ReadAllTextAsync(page, cancellation) : $"# What is found, and how soon\n\n{Begin}\n{End}\n";
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
        text.Append("\n### Honest worlds\n\n| | worlds | holder-years | false incidents | a holder-year | findings of any tier a record |\n|---|---|---|---|---|---|\n");
        foreach (var clean in table.Clean)
            text.Append(CultureInfo.InvariantCulture,
                $"| {clean.Cell} | {clean.Trials.Count} | {clean.HolderYears:0} | {clean.FalseIncidents} | {clean.PerHolderYear:0.000} | {Share(clean):0.0000} |\n");
        foreach (var clean in table.Clean)
        {
            text.Append(CultureInfo.InvariantCulture, $"\nThe most frequent false findings, {clean.Cell}:\n\n| finding | how many | in 1,000 records |\n|---|---|---|\n");
            foreach (var (kind, count) in clean.Kinds.Take(10))
                text.Append(CultureInfo.InvariantCulture, $"| {kind} | {count} | {1000.0 * count / Math.Max(1, clean.Records):0.00} |\n");
        }
    }

    private static void WriteGoals(StringBuilder text, DetectionTable table)
    {
        text.Append("\n### Goals\n\n| fraud / moisture | wanted | within | measured | |\n|---|---|---|---|---|\n");
        foreach (var (goal, cell) in table.Goals)
        {
            var measured = goal.Measured(cell);
            var within = goal.IsAnyTier ? "any tier" : goal.IsWithinHalfYear ? "6 months" : "12 months";
            text.Append(CultureInfo.InvariantCulture,
                $"| {cell.Cell} | {100 * goal.Wanted:0} % | {within} | {measured} | {(measured.Rate >= goal.Wanted ? "reached" : "**missed**")} |\n");
        }
    }

    private static void WriteCells(StringBuilder text, DetectionTable table)
    {
        text.Append(
            "\n### Every cell\n\n| fraud:percent / moisture | worlds | mean kg | incident in 6 months | in 12 months | median days | right holder | any tier "
            + "| fixed percentage | it finds in 6 | in 12 | review rule that tells most |\n|---|---|---|---|---|---|---|---|---|---|---|---|\n");
        foreach (var cell in table.Cells)
        {
            var review = cell.BestReview is { } best ? $"{best.Rule}: {best.Fraudulent}, honest {best.Honest}" : "-";
            text.Append(CultureInfo.InvariantCulture,
                $"| {cell.Cell} | {cell.Worlds} | {cell.MeanKg:0} | {cell.Within6} | {cell.Within12} | {cell.MedianDelay:0} | {cell.Named} | {cell.AnyTier} ");
            text.Append(cell.FixedPct is { } pct
                ? string.Create(CultureInfo.InvariantCulture, $"| {pct:0.0} % | {cell.Fixed6} | {cell.Fixed12} | {review} |\n")
                : $"| - | - | - | {review} |\n");
        }
    }

    private static string Counts(DetectionTable table) => JsonSerializer.Serialize(
        new
        {
            clean = table.Clean.Select(clean => new
            {
                clean.Cell, worlds = clean.Trials.Count, clean.HolderYears, clean.FalseIncidents, clean.Records,
                findings = clean.Kinds.ToDictionary(kind => kind.Kind, kind => kind.Count),
            }),
            cells = table.Cells,
        },
        Indented) + "\n";

    private static double Share(CleanSummary clean) => clean.Records == 0 ? 0 : (double)clean.Findings / clean.Records;
}
