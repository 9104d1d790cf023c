using Ledger.Domain.Values;
using Ledger.Projections.Facts;
using Ledger.Projections.Queries;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;
using NodaTime;

namespace Ledger.Projections.Evaluation;

/// <summary>
/// Rules that look only when a day closes: at what belongs together by place and period, and at what takes many streams to see.
/// One subject at a time: what is in memory is a month of one site, or one lot's provenance, whatever a close has to look at.
/// </summary>
public sealed class PeriodRules(
    SiteMonthLoader siteMonths, KeyedFactLoader keyed, TagStockLoader tagStocks, CorrectionLoader corrections, CycleLoader cycles,
    OriginLoader origins, HolderBalanceLoader balances, SiteAreasLoader siteAreas, MineralMonthLoader mineralMonths)
{
    internal async Task RunAsync(string subject, Horizon horizon, LocalDate asOf, RuleResults results, CancellationToken cancellation)
    {
        if (SiteMonth.TryParse(subject) is { } month)
            results.Run(RuleBook.SiteMonth, await siteMonths.LoadAsync(month, horizon, cancellation), new(subject));
        else if (CorrectionFacts.IdOf(subject) is { } corrected)
            results.Run(RuleBook.Correction, await corrections.LoadAsync(corrected, horizon, cancellation), new(subject));
        else if (OriginFacts.LotOf(subject) is { } lot)
            results.Run(RuleBook.Origin, await origins.LoadAsync(lot, horizon, cancellation), new(subject));
        else if (SiteAreasFacts.SiteOf(subject) is { } site)
            results.Run(RuleBook.SiteAreas, await siteAreas.LoadAsync(site, horizon, cancellation), new(subject));
        else if (MineralMonth.TryParse(subject) is { } mineral)
            results.Run(RuleBook.MineralMonth, await mineralMonths.LoadAsync(mineral, horizon, asOf, cancellation), new(subject));
        else if (CycleFacts.RunOf(subject) is { } run)
            await RunCycleAsync(run, horizon, asOf, results, cancellation);
        else if (IsOf(subject, FactKeys.Balance))
            results.Run(RuleBook.HolderBalance, await balances.LoadAsync(subject, horizon, cancellation), new(subject));
        else if (IsOf(subject, FactKeys.TagStock))
            results.Run(RuleBook.TagStock, await tagStocks.LoadAsync(subject, horizon, cancellation), new(subject));
        else await RunKeyedAsync(subject, horizon, results, cancellation);
    }

    // The first run of a cycle stands for it: it is looked at before the day is closed.
    private async Task RunCycleAsync(RunId run, Horizon horizon, LocalDate asOf, RuleResults results, CancellationToken cancellation)
    {
        var cycle = await cycles.LoadAsync(run, horizon, cancellation);
        results.Run(RuleBook.Cycle, cycle, new(CycleFacts.SubjectOf(run)));
        if (cycle.Members.Count > 0 && !cycle.IsFirst) results.Due.Add((CycleFacts.SubjectOf(cycle.Members[0].Run), asOf));
    }

    private async Task RunKeyedAsync(string subject, Horizon horizon, RuleResults results, CancellationToken cancellation)
    {
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
