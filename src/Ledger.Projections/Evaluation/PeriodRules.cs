using Ledger.Projections.Facts;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;

namespace Ledger.Projections.Evaluation;

/// <summary>
/// Rules over what belongs together by place and period and not by stream. One subject at a time: what is in memory is a month of
/// one site, whatever a day's close has to look at.
/// </summary>
public sealed class PeriodRules(SiteMonthLoader siteMonths)
{
    internal async Task RunAsync(string subject, Horizon horizon, RuleResults results, CancellationToken cancellation)
    {
        if (SiteMonth.TryParse(subject) is { } month)
            results.Run(RuleBook.SiteMonth, await siteMonths.LoadAsync(month, horizon, cancellation), new(subject));
    }
}
