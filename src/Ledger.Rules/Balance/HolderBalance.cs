using Ledger.Domain.Values;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;
using NodaTime;

namespace Ledger.Rules.Balance;

/// <summary>A holder's closed runs of one mineral in one month, added up.</summary>
/// <param name="Input">Unit: kg, dry or contained.</param>
/// <param name="Output">Unit: kg; with losses that were weighed.</param>
/// <param name="Gain">Output less input; what both lean on has cancelled. Mass cannot appear: it is 0 or less but for errors.</param>
/// <param name="Counted">
/// The gain as the tests take it. One number in some hundreds is mistyped, so a run counts only as far as the runs of its month and
/// the two before bear it out: for their median, and beyond it the coverage in its sigma.
/// </param>
public sealed record HolderMonth(
    YearMonth Month, IReadOnlyList<RunFacts> Runs, Quantity Input, Quantity Output, Quantity Gain, Quantity Counted);

/// <summary>The months of a holder with closed runs of one mineral, and what the sequential tests say at each one's end.</summary>
/// <param name="Matter"><c>dry</c> for dry mass, else the analyte whose contained mass it is: Sn, Ta2O5, WO3.</param>
public sealed record BalanceSequence(
    Mineral Mineral, string Matter, IReadOnlyList<HolderMonth> Months, IReadOnlyList<SequentialPoint> Points);

/// <summary>
/// The balance of what a holder opened: mass that goes in is out of its bags, mass that comes out goes into others, and what lies
/// between two weighings is one run. Months without a closed run are no periods.
/// </summary>
public static class HolderBalance
{
    public const string DryMatter = "dry";

    private const int MonthsThatBearOut = 3;
    private const int RunsThatBearOut = 3;

    /// <param name="facts">A year and the one before.</param>
    /// <param name="settings">Taken as they held when each run ended.</param>
    /// <param name="until">Months that ended by then.</param>
    public static IReadOnlyList<BalanceSequence> Of(HolderBalanceFacts facts, RuleSettings settings, LocalDate until) =>
    [
        .. from run in facts.Runs.OrderBy(run => run.Run.Value, StringComparer.Ordinal)
           where run.IsClosed && IsPeriod(HolderBalanceFacts.MonthOf(run), facts.Year, until)
           group run by MineralOf(run) into runs
           orderby runs.Key
           from sequence in Sequences(runs.Key, [.. runs], settings)
           select sequence,
    ];

    /// <summary>The last day of a month.</summary>
    public static LocalDate EndOf(YearMonth month) => month.ToDateInterval().End;

    private static bool IsPeriod(YearMonth month, int year, LocalDate until) =>
        month.Year >= year - 1 && month.Year <= year && EndOf(month) <= until;

    private static IEnumerable<BalanceSequence> Sequences(Mineral mineral, List<RunFacts> runs, RuleSettings settings)
    {
        yield return Sequence(mineral, DryMatter, runs, RunSides.Dry, settings);
        foreach (var analyte in runs.SelectMany(RunSides.AnalytesOf).Distinct().Order(StringComparer.Ordinal))
        {
            var stating = runs.Where(run => RunSides.AnalytesOf(run).Contains(analyte)).ToList();
            yield return Sequence(mineral, analyte, stating, (run, numbers) => RunSides.Contained(run, analyte, numbers), settings);
        }
    }

    private static BalanceSequence Sequence(
        Mineral mineral, string matter, List<RunFacts> runs, Func<RunFacts, RuleSettings, RunSides> weigh, RuleSettings settings)
    {
        var months = new List<HolderMonth>();
        var recent = new Queue<IReadOnlyList<double>>();
        foreach (var month in runs.GroupBy(HolderBalanceFacts.MonthOf).OrderBy(month => month.Key))
        {
            List<(RunSides Sides, decimal Coverage)> weighed = [.. month.Select(run =>
                settings.At(run.Sheets) is var numbers ? (weigh(run, numbers), numbers.Coverage) : default)];
            recent.Enqueue([.. weighed.Select(run => RelativeGain(run.Sides))]);
            if (recent.Count > MonthsThatBearOut) recent.Dequeue();
            var usual = Usual([.. recent.SelectMany(gains => gains)]);
            months.Add(new(
                month.Key, [.. month], Quantity.Sum(weighed.Select(run => run.Sides.Input)),
                Quantity.Sum(weighed.Select(run => run.Sides.Output)),
                Quantity.Sum(weighed.Select(run => run.Sides.Gain)),
                Quantity.Sum(weighed.Select(run => Counted(run.Sides, usual, (double)run.Coverage)))));
        }

        return new(mineral, matter, months, SequentialTest.Run([.. months.Select(month => month.Counted)]));
    }

    private static Quantity Counted(RunSides run, double usual, double coverage)
    {
        var (middle, most) = (usual * run.Input.Kg, coverage * run.Gain.Sigma);
        return run.Gain with { Kg = Math.Clamp(run.Gain.Kg, middle - most, middle + most) };
    }

    private static double RelativeGain(RunSides run) => run.Input.Kg > 0 ? run.Gain.Kg / run.Input.Kg : 0;

    // The median, the lower of two; of one or two runs nothing is usual.
    private static double Usual(IReadOnlyList<double> gains) =>
        gains.Count < RunsThatBearOut ? 0 : gains.Order().ElementAt((gains.Count - 1) / 2);

    /// <summary>What a run is a run of: the mineral of most of its output; mixed where nothing came out.</summary>
    private static Mineral MineralOf(RunFacts run) => run.Outputs.GroupBy(output => output.Mineral)
        .OrderByDescending(group => group.Sum(output => output.NetKg.Grams)).ThenBy(group => group.Key)
        .Select(group => group.Key).FirstOrDefault(Mineral.Mixed);
}
