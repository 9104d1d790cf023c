using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Projections.Facts;
using Ledger.Projections.Queries;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;
using NodaTime;

namespace Ledger.Projections.Evaluation;

/// <summary>
/// Rules that look only when a day closes: at what belongs together by place and period, and at what takes many streams to see.
/// A few subjects at a time: what is in memory is a month of a site or one lot's provenance each, whatever a close has to look at.
/// </summary>
public sealed class PeriodRules(
    SiteMonthLoader siteMonths, KeyedFactLoader keyed, TagStockLoader tagStocks, CorrectionLoader corrections, CycleLoader cycles,
    OriginLoader origins, HolderBalanceLoader balances, SubjectLoader loader, SiteAreasLoader siteAreas, MineralMonthLoader mineralMonths,
    IncidentLoader incidents, SupplyMonthLoader supplyMonths, SiteRegisterReader sites, AgentMonthLoader agentMonths,
    ReceiptHistoryLoader receipts, RunMonthsLoader runMonths)
{
    // Most of a look is waiting for the database.
    private const int AtOnce = 4;

    /// <summary>Adds what the rules say, in the subjects' order.</summary>
    internal async Task RunAsync(
        IReadOnlyList<string> subjects, Horizon horizon, LocalDate asOf, RuleResults results, CancellationToken cancellation)
    {
        var settings = await loader.SettingsAsync(horizon, cancellation);
        var inCycles = await cycles.InCyclesAsync([.. subjects.Select(CycleFacts.RunOf).OfType<RunId>()], cancellation);
        var each = subjects.Select(_ => new RuleResults(settings, asOf)).ToList();
        await Parallel.ForAsync(
            0, subjects.Count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation },
            async (index, stop) => await RunAsync(subjects[index], inCycles, horizon, asOf, each[index], stop));
        foreach (var found in each) results.Add(found);
    }

    private async Task RunAsync(
        string subject, IReadOnlySet<RunId> inCycles, Horizon horizon, LocalDate asOf, RuleResults results, CancellationToken cancellation)
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
        else if (SupplyMonth.TryParse(subject) is { } supplied)
            results.Run(RuleBook.SupplyMonth, await supplyMonths.LoadAsync(supplied, horizon, asOf, cancellation), new(subject));
        else if (AgentMonthFacts.MonthOf(subject) is { } agents)
            results.Run(RuleBook.AgentMonth, await agentMonths.LoadAsync(agents, horizon, cancellation), new(subject));
        else if (ReceiptHistoryFacts.ReceiverOf(subject) is not null)
            results.Run(RuleBook.ReceiptHistory, await receipts.LoadAsync(subject, horizon, cancellation), new(subject));
        else if (RunMonthsFacts.YearOf(subject) is { } year)
            results.Run(RuleBook.RunMonths, await runMonths.LoadAsync(year, horizon, asOf, cancellation), new(subject));
        else if (IncidentFacts.IncidentOf(subject) is { } incident)
            await RunIncidentAsync(incident, horizon, results, cancellation);
        else if (CycleFacts.RunOf(subject) is { } run)
            await RunCycleAsync(run, inCycles.Contains(run), horizon, asOf, results, cancellation);
        else if (IsOf(subject, FactKeys.Balance))
            results.Run(RuleBook.HolderBalance, await balances.LoadAsync(subject, horizon, cancellation), new(subject));
        else if (IsOf(subject, FactKeys.TagStock))
            results.Run(RuleBook.TagStock, await tagStocks.LoadAsync(subject, horizon, cancellation), new(subject));
        else if (FactKeys.MonthOfWeighings(subject) is { } weighings)
            results.Due.AddRange((await TransfersOfAsync(weighings, horizon, cancellation)).Select(transfer => (transfer, asOf)));
        else await RunKeyedAsync(subject, horizon, results, cancellation);
    }

    // What became known of a scale is told by the shipments that were weighed on it: they are looked at before the day is closed.
    private async Task<IEnumerable<string>> TransfersOfAsync(string scaleMonth, Horizon horizon, CancellationToken cancellation)
    {
        var (weighings, _) = await keyed.LoadAsync(scaleMonth, horizon, cancellation);
        return (await LotsOfAsync(weighings, horizon, cancellation)).SelectMany(lot => lot.Facts)
            .Where(fact => fact.Event is LotReceived).SelectMany(TouchedReader.TransfersOf).Distinct();
    }

    // Named by id or by tag: whatever wore it is among them.
    private async Task<IReadOnlyList<LotFacts>> LotsOfAsync(IEnumerable<Fact> facts, Horizon horizon, CancellationToken cancellation)
    {
        var touched = new Touched();
        foreach (var fact in facts) touched.Add(fact.Stream);
        var tagStreams = await loader.TagStreamsAsync(touched.Tags, horizon, cancellation);
        touched.Lots.UnionWith(SubjectLoader.LotsIn(tagStreams.Values));
        return [.. (await loader.LotsAsync(touched.Lots, horizon, cancellation)).Values];
    }

    // The first run of a cycle stands for it: it is looked at before the day is closed.
    private async Task RunCycleAsync(
        RunId run, bool isInOne, Horizon horizon, LocalDate asOf, RuleResults results, CancellationToken cancellation)
    {
        var cycle = isInOne ? await cycles.LoadAsync(run, horizon, cancellation) : new(run, []);
        results.Run(RuleBook.Cycle, cycle, new(CycleFacts.SubjectOf(run)));
        if (cycle.Members.Count > 0 && !cycle.IsFirst) results.Due.Add((CycleFacts.SubjectOf(cycle.Members[0].Run), asOf));
    }

    // Findings that flagged nothing are asked after too.
    private async Task RunIncidentAsync(Guid incident, Horizon horizon, RuleResults results, CancellationToken cancellation)
    {
        if (await incidents.LoadAsync(incident, horizon, cancellation) is { } flagged)
            results.Run(RuleBook.Incident, flagged, new(flagged.Subject));
    }

    private async Task RunKeyedAsync(string subject, Horizon horizon, RuleResults results, CancellationToken cancellation)
    {
        var (facts, corrected) = await keyed.LoadAsync(subject, horizon, cancellation);
        if (IsOf(subject, FactKeys.Device)) results.Run(RuleBook.Device, new DeviceFacts(subject, facts, corrected)
        {
            Sites = await sites.ReadAsync(DeviceFacts.SitesIn(facts), horizon, cancellation),
        }, new(subject));
        else if (IsOf(subject, FactKeys.Pair))
            results.Run(RuleBook.PairMonth, new PairMonthFacts(
                subject, facts, corrected, await LotsOfAsync(facts, horizon, cancellation)), new(subject));
        else if (IsOf(subject, FactKeys.Sheets)) results.Run(RuleBook.Sheets, new SheetFacts(subject, facts, corrected), new(subject));
        else if (IsOf(subject, FactKeys.Scale))
            results.Run(RuleBook.ScaleMonth, new ScaleMonthFacts(
                subject, facts, corrected, await ScaleAsync(ScaleMonthFacts.ScaleOf(subject), horizon, cancellation)), new(subject));
        else results.Run(RuleBook.HolderMonth, new HolderMonthFacts(subject, facts, corrected), new(subject));
    }

    private async Task<IReadOnlyList<Fact>> ScaleAsync(ScaleId scale, Horizon horizon, CancellationToken cancellation) =>
        (await loader.ScalesAsync([scale], horizon, cancellation))[scale];

    private static bool IsOf(string subject, string kind) => subject.StartsWith(kind, StringComparison.Ordinal);
}
