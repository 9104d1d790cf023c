using System.Globalization;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;
using NodaTime;

namespace Ledger.Rules.Rules;

/// <summary>
/// R18: a line of a sheet recorded more than once, one sheet at two sites, or a sheet that is still missing weeks after a later
/// one of its book. Judged for each recorder: the two sides of a transfer write from the same sheet.
/// </summary>
public static class SheetsDoNotAddUp
{
    // A larger one is another bundle of sheets, or a mistyped number.
    private const long LargestGap = 20;

    public static readonly Rule<SheetFacts> Rule = new("R18", 1, RuleTiming.AtDayClose, Evaluate, DueOn);

    public static IEnumerable<FindingContent> Evaluate(SheetFacts sheets, RuleSettings settings, LocalDate asOf)
    {
        var records = sheets.Facts.Where(fact => fact.Headers.Sheet is not null).ToList();
        var lines = records.Where(fact => fact.Headers.Sheet!.Line is not null)
            .GroupBy(fact => (fact.Headers.Sheet!.Number, fact.Headers.Sheet.Line, fact.Headers.CustodyType));
        foreach (var line in lines.Where(line => line.Count() > 1))
            yield return Found(
                string.Create(CultureInfo.InvariantCulture, $"line:{line.Key.Number}/{line.Key.Line}/{line.Key.CustodyType}"), sheets,
                [.. line], (1, line.Count()), "records", "sheet-line-mistyped", settings);

        foreach (var sheet in records.GroupBy(fact => fact.Headers.Sheet!.Number))
            if (sheet.Select(SiteOf).OfType<SiteId>().Distinct().Count() is > 1 and var sites)
                yield return Found($"sites:{sheet.Key}", sheets, [.. sheet], (1, sites), "sites", "sheet-number-mistyped", settings);

        var skipped = Gaps(sheets).Where(gap => DueAfter(gap.Next, settings) <= asOf).ToList();
        if (skipped.Count > 0)
            yield return Found(
                "skipped", sheets, skipped.ConvertAll(gap => gap.Next), (0, skipped.Sum(gap => gap.Missing)), "sheets",
                "sheet-not-yet-typed", settings);
    }

    private static LocalDate? DueOn(SheetFacts sheets, RuleSettings settings, LocalDate asOf) =>
        Gaps(sheets).Select(gap => (LocalDate?)DueAfter(gap.Next, settings)).Where(due => due > asOf).Min();

    // The first record of the sheet after each gap. A sheet whose record was corrected away was used, and so was a void one.
    private static IEnumerable<(Fact Next, long Missing)> Gaps(SheetFacts sheets)
    {
        var used = sheets.Everything.Select(fact => (Fact: fact, Number: SheetNumber.Of(NumberOf(fact))))
            .Where(each => each.Number is not null).GroupBy(each => each.Number!.Value.Count, each => each.Fact)
            .OrderBy(sheet => sheet.Key).ToList();
        foreach (var (before, next) in used.Zip(used.Skip(1)))
            if (next.Key - before.Key - 1 is > 0 and var missing && missing <= LargestGap) yield return (next.Min()!, missing);
    }

    private static string NumberOf(Fact fact) => fact.Event is SheetVoided voided ? voided.Number : fact.Headers.Sheet!.Number;

    private static SiteId? SiteOf(Fact fact) => fact.Event is LotBagged bagged ? bagged.Site : fact.Headers.Place?.SiteId;

    private static LocalDate DueAfter(Fact next, RuleSettings settings) =>
        next.Event.When.EventTime.Date.PlusDays(settings.At(next).SheetSkippedDays + 1);

    private static FindingContent Found(
        string discriminator, SheetFacts sheets, List<Fact> evidence, (decimal Expected, decimal Observed) numbers, string unit,
        string explanation, RuleSettings settings) => new(
        Rule.Id, Rule.Version, settings.At(evidence).Version, sheets.Subject, discriminator, FindingTier.Review,
        Finding.EvidenceOf(evidence),
        numbers.Expected, numbers.Observed, Tolerance: 0, unit, explanation, Finding.RecordersOf(evidence),
        Finding.ProvisionalUntil(evidence, settings.At(evidence)));
}
