using Ledger.Projections.Facts;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;

namespace Ledger.Projections.Evaluation;

/// <summary>
/// Rules over what belongs together by place and period and not by stream. One subject at a time: what is in memory is a month of
/// one site, whatever a day's close has to look at.
/// </summary>
public sealed class PeriodRules(SiteMonthLoader siteMonths, KeyedFactLoader keyed)
{
    internal async Task RunAsync(string subject, Horizon horizon, RuleResults results, CancellationToken cancellation)
    {
        if (SiteMonth.TryParse(subject) is { } month)
        {
            results.Run(RuleBook.SiteMonth, await siteMonths.LoadAsync(month, horizon, cancellation), new(subject));
            return;
        }

        var (facts, corrected) = await keyed.LoadAsync(subject, horizon, cancellation);
        if (IsOf(subject, FactKeys.Device)) results.Run(RuleBook.Device, new DeviceFacts(subject, facts, corrected), new(subject));
        else if (IsOf(subject, FactKeys.Sheets)) results.Run(RuleBook.Sheets, new SheetFacts(subject, facts, corrected), new(subject));
        else if (IsOf(subject, FactKeys.Scale))
            results.Run(RuleBook.ScaleMonth, new ScaleMonthFacts(
                subject, facts, corrected, await keyed.ScaleAsync(ScaleMonthFacts.ScaleOf(subject), horizon, cancellation)), new(subject));
        else results.Run(RuleBook.HolderMonth, new HolderMonthFacts(subject, facts, corrected), new(subject));
    }

    private static bool IsOf(string subject, string kind) => subject.StartsWith(kind, StringComparison.Ordinal);
}
