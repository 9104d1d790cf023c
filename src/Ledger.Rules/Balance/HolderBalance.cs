using Ledger.Domain.Json;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;
using NodaTime;

namespace Ledger.Rules.Balance;

/// <summary>
/// A holder's closed runs of one mineral in one month, and what was counted of its heaps, added up. Months that no count closes are one
/// with the month whose count does.
/// </summary>
/// <param name="First">The first month of it; mostly the same as <paramref name="Month"/>.</param>
/// <param name="Month">The last.</param>
/// <param name="Counts">Counts of stock in it.</param>
/// <param name="Opening">Opened material there at its beginning, on heaps and in runs. Unit: kg, dry or contained.</param>
/// <param name="Input">What was opened: lots that went into runs, and heaps from elsewhere. Unit: kg.</param>
/// <param name="Output">What was made or left: lots that came out of runs, and heaps that went. Unit: kg.</param>
/// <param name="Closing">Opened material there at its end. Unit: kg.</param>
/// <param name="Gain">
/// Output and closing less opening and input; what both lean on has cancelled. Mass cannot appear: it is 0 or less but for errors.
/// </param>
/// <param name="Counted">
/// The gain as the tests take it. One number in some hundreds is mistyped, so a run counts only as far as the runs of its month and
/// the two before bear it out: for their median, and beyond it the coverage in its sigma. So do heaps.
/// </param>
public sealed record HolderMonth(
    YearMonth First, YearMonth Month, IReadOnlyList<RunFacts> Runs, IReadOnlyList<Fact> Counts, Quantity Opening, Quantity Input,
    Quantity Output, Quantity Closing, Quantity Gain, Quantity Counted)
{
    /// <summary>The sheets and counts it rests on.</summary>
    public IEnumerable<Fact> Evidence => Runs.SelectMany(run => run.Sheets).Concat(Counts);

    /// <summary>Its runs one by one.</summary>
    internal IReadOnlyList<WeighedRun> Weighed { get; init; } = [];
}

/// <summary>Months, the amounts that are tested of each, and what the sequential tests say at each one's end.</summary>
/// <param name="Amounts">Upward is what is looked for. Unit: kg.</param>
public sealed record TestedMonths(
    IReadOnlyList<HolderMonth> Months, IReadOnlyList<Quantity> Amounts, IReadOnlyList<SequentialPoint> Points)
{
    internal static TestedMonths Of(IReadOnlyList<HolderMonth> months, IReadOnlyList<Quantity> amounts) =>
        new(months, amounts, SequentialTest.Run(amounts));
}

/// <summary>The months of a holder with closed runs of one mineral, and what the sequential tests say at each one's end.</summary>
/// <param name="Matter"><c>dry</c> for dry mass, else the analyte whose contained mass it is: Sn, Ta2O5, WO3.</param>
/// <param name="Gains">What was gained.</param>
/// <param name="Losses">What was lost beyond what is usual, of the months of which that is known; dry mass only.</param>
public sealed record BalanceSequence(Mineral Mineral, string Matter, TestedMonths Gains, TestedMonths Losses)
{
    public IReadOnlyList<HolderMonth> Months => Gains.Months;

    /// <summary>As findings about it are told apart: <c>cassiterite/dry</c>.</summary>
    public string Discriminator => $"{Code<Mineral>.Name(Mineral)}/{Matter}";
}

/// <summary>
/// The balance of what a holder opened: mass that goes in is out of its bags, mass that comes out goes into others, and what lies
/// between two weighings is a run or a heap. Months without a closed run are no periods.
/// </summary>
public static class HolderBalance
{
    public const string DryMatter = "dry";

    private const int MonthsThatBearOut = 3;
    private const int RunsThatBearOut = 3;

    // A month that nobody counted waits for the count of one of the next two: who never counts is judged by his sheets.
    private const int MonthsToWait = 2;

    /// <param name="facts">A year and the one before.</param>
    /// <param name="settings">Taken as they held when each run ended.</param>
    /// <param name="until">Months that ended by then.</param>
    public static IReadOnlyList<BalanceSequence> Of(HolderBalanceFacts facts, RuleSettings settings, LocalDate until) =>
    [
        .. from run in facts.Runs.OrderBy(run => run.Run.Value, StringComparer.Ordinal)
           where run.IsClosed && IsPeriod(HolderBalanceFacts.MonthOf(run), facts.Year, until)
           group run by MineralOf(run) into runs
           orderby runs.Key
           from sequence in Sequences(runs.Key, [.. runs], new(facts, settings, until))
           select sequence,
    ];

    /// <summary>The last day of a month.</summary>
    public static LocalDate EndOf(YearMonth month) => month.ToDateInterval().End;

    /// <summary>It is balanced: over by then, of the year or the one before it.</summary>
    internal static bool IsPeriod(YearMonth month, int year, LocalDate until) =>
        month.Year >= year - 1 && month.Year <= year && EndOf(month) <= until;

    private sealed record Asked(HolderBalanceFacts Facts, RuleSettings Settings, LocalDate Until);

    private static IEnumerable<BalanceSequence> Sequences(Mineral mineral, List<RunFacts> runs, Asked asked)
    {
        yield return Sequence(mineral, Measure.Dry, runs, asked);
        foreach (var analyte in runs.SelectMany(RunSides.AnalytesOf).Distinct().Order(StringComparer.Ordinal))
            yield return Sequence(
                mineral, Measure.Of(analyte), [.. runs.Where(run => RunSides.AnalytesOf(run).Contains(analyte))], asked);
    }

    private static BalanceSequence Sequence(Mineral mineral, Measure measure, List<RunFacts> runs, Asked asked)
    {
        var (facts, settings, until) = asked;
        var heaps = HolderBalanceFacts.HeapsIn(facts.Facts, facts.Runs).ToHashSet();
        List<WeighedRun> weighed = [.. runs.Select(run => WeighedRun.Of(run, measure, heaps, settings))];
        var stock = OpenedStock.Of(
            facts, weighed, heaps.Count == 0 ? [] : [.. facts.Runs.Where(run => run.Parts.Count > 0).Except(runs)
                .Select(run => WeighedRun.Of(run, measure, heaps, settings))], measure, settings, until);
        List<Fact> counts = [.. facts.Of<StockCounted>().Where(count => count.Event.Complete).Select(count => count.Fact)];
        var months = new List<HolderMonth>();
        var (ofRuns, ofHeaps) = (new BorneOut(), new BorneOut());
        YearMonth? before = null;
        foreach (var (first, last) in Periods([.. weighed.Select(run => run.Month).Distinct().Order()], counts, stock, until))
        {
            bool IsIn(YearMonth month) => month <= last && (before is { } ended ? month > ended : month >= first);
            List<WeighedRun> here = [.. weighed.Where(run => run.Month >= first && run.Month <= last)];
            List<StockGain> counted = [.. stock.Gains.Where(gain => IsIn(gain.Month))];
            var lines = here.SelectMany(run => run.Lines).Where(line => !stock.IsInside(line)).ToList();
            months.Add(new(
                first, last, [.. here.Select(run => run.Run)],
                [.. counted.Select(gain => gain.Count).Distinct()],
                stock.ClosingOf(before ?? first.PlusMonths(-1)),
                WeighedRun.SumOf(lines, isOutput: false) + Sum(stock.Found.Where(each => IsIn(each.Month))),
                WeighedRun.SumOf(lines, isOutput: true) + Sum(stock.Left.Where(each => IsIn(each.Month))),
                stock.ClosingOf(last),
                Quantity.Sum(here.Select(run => run.Sides.Gain).Concat(counted.Select(gain => gain.Gain))),
                Quantity.Sum(ofRuns.Take([.. here.Select(run => (run.Sides.Gain, run.Sides.Input.Kg, run.Coverage))])
                    .Concat(ofHeaps.Take([.. counted.Select(gain => (gain.Gain, gain.FoundKg, gain.Coverage))]))))
            { Weighed = here });
            before = last;
        }

        return new(
            mineral, measure.Matter, TestedMonths.Of(months, [.. months.Select(month => month.Counted)]),
            UsualLosses.Of(facts.Holder, measure.Matter == DryMatter ? months : []));
    }

    private static Quantity Sum(IEnumerable<(YearMonth Month, Quantity Mass)> masses) => Quantity.Sum(masses.Select(each => each.Mass));

    // Months with closed runs, each to itself where its heaps were counted, or where there are none.
    private static IEnumerable<(YearMonth First, YearMonth Last)> Periods(
        List<YearMonth> months, List<Fact> counts, OpenedStock stock, LocalDate until)
    {
        var counted = counts.Select(FactKeys.MonthOf).ToHashSet();
        for (var next = 0; next < months.Count;)
        {
            var (first, last) = (months[next], months[next]);
            if (!counted.Contains(first) && stock.ClosingOf(first).Kg > 0)
                last = Enumerable.Range(1, MonthsToWait).Select(first.PlusMonths)
                    .Where(month => counted.Contains(month) && EndOf(month) <= until).DefaultIfEmpty(first).First();
            yield return (first, last);
            while (next < months.Count && months[next] <= last) next++;
        }
    }

    /// <summary>What a run is a run of: the mineral of most of its output; mixed where nothing came out.</summary>
    private static Mineral MineralOf(RunFacts run) => run.Outputs.GroupBy(output => output.Mineral)
        .OrderByDescending(group => group.Sum(output => output.NetKg.Grams)).ThenBy(group => group.Key)
        .Select(group => group.Key).FirstOrDefault(Mineral.Mixed);

    /// <summary>What lies within reach of what is usual: one number mistyped must accuse nobody.</summary>
    private sealed class BorneOut
    {
        private readonly Queue<IReadOnlyList<double>> _recent = [];

        /// <summary>
        /// The gains of a period, each as far as those of its month and the two before bear it out; of what has no mass to be a share
        /// of, as far as chance reaches.
        /// </summary>
        public IEnumerable<Quantity> Take(IReadOnlyList<(Quantity Gain, double BaseKg, double Coverage)> gains)
        {
            _recent.Enqueue([.. gains.Where(each => each.BaseKg > 0).Select(each => each.Gain.Kg / each.BaseKg)]);
            if (_recent.Count > MonthsThatBearOut) _recent.Dequeue();
            var usual = Usual([.. _recent.SelectMany(month => month)]);
            return [.. gains.Select(each => Cut(each.Gain, usual * each.BaseKg, each.Coverage * each.Gain.Sigma))];
        }

        private static Quantity Cut(Quantity gain, double middle, double most) =>
            gain with { Kg = Math.Clamp(gain.Kg, middle - most, middle + most) };

        // The median, the lower of two; of one or two nothing is usual.
        private static double Usual(IReadOnlyList<double> gains) =>
            gains.Count < RunsThatBearOut ? 0 : gains.Order().ElementAt((gains.Count - 1) / 2);
    }
}
