namespace Ledger.Cli.Detection;

/// <summary>What the worlds of a cell came to, held against the honest ones of the same regime.</summary>
/// <param name="Within6">Worlds with an incident about the fraud at most 183 days after it was first done.</param>
/// <param name="Within12">The same, at most 365 days.</param>
/// <param name="AnyTier">Worlds with a finding of any tier that rests on what the fraud touched.</param>
/// <param name="Named">Of the worlds found within 12 months: those whose first such incident names who gains.</param>
/// <param name="Delays">Days to that incident, sorted.</param>
/// <param name="FixedPct">The fixed percentage that raises as many false alarms on honest worlds; null where none would see it.</param>
/// <param name="BestReview">The rule whose findings at review tier name who gains more often than in honest worlds.</param>
internal sealed record CellSummary(
    string Cell, int Worlds, decimal MeanKg, Proportion Within6, Proportion Within12, Proportion AnyTier, Proportion Named,
    IReadOnlyList<int> Delays, double? FixedPct, Proportion Fixed6, Proportion Fixed12, ReviewLift? BestReview)
{
    private const int HalfYear = 183;
    private const int Year = 365;
    private const int MonthsBefore = 6;

    public double? MedianDelay => Delays.Count == 0 ? null : (Delays[(Delays.Count - 1) / 2] + Delays[Delays.Count / 2]) / 2.0;

    public static CellSummary Of(DetectionCell cell, IReadOnlyList<Trial> trials, CleanSummary clean)
    {
        var found = trials.Where(trial => trial.FraudDay is not null)
            .Select(trial => (Trial: trial, Flag: trial.Flags.FirstOrDefault(flag => flag.IsAboutFraud)))
            .Where(pair => pair.Flag is not null).Select(pair => (pair.Flag!.NamesHolder, Delay: DelayOf(pair.Trial, pair.Flag)))
            .Where(pair => pair.Delay <= Year).ToList();
        var threshold = cell.Measure is { } measure ? clean.FixedThreshold(measure) : (double?)null;
        return new(
            cell.Name, trials.Count, trials.Count == 0 ? 0 : trials.Average(trial => trial.FraudKg),
            new(found.Count(pair => pair.Delay <= HalfYear), trials.Count), new(found.Count, trials.Count),
            new(trials.Count(trial => trial.ReviewDay is not null), trials.Count),
            new(found.Count(pair => pair.NamesHolder), found.Count), [.. found.Select(pair => pair.Delay).Order()],
            threshold, new(trials.Count(trial => IsAbove(trial, cell, threshold, months: 6)), trials.Count),
            new(trials.Count(trial => IsAbove(trial, cell, threshold, months: 12)), trials.Count), ReviewLift.Best(trials, clean));
    }

    private static int DelayOf(Trial trial, Flag flag) => flag.Day - trial.FraudDay!.Value;

    private static bool IsAbove(Trial trial, DetectionCell cell, double? threshold, int months) => threshold is { } pct
        && trial.Readings.Any(reading => reading.Measure == cell.Measure && reading.Pct > pct
            && (trial.FraudHolders.Contains(reading.Holder) || cell.Measure == FixedMeasure.ReceiptGain)
            && reading.Month >= MonthsBefore && reading.Month < MonthsBefore + months);
}

/// <summary>How much more often a rule names who gains by a fraud than the same party where nobody cheats.</summary>
internal sealed record ReviewLift(string Rule, Proportion Fraudulent, Proportion Honest)
{
    private const double LeastLift = 0.1;

    /// <summary>The rule that tells most; null where none tells anything.</summary>
    public static ReviewLift? Best(IReadOnlyList<Trial> trials, CleanSummary clean)
    {
        var rules = trials.SelectMany(trial => trial.FirstReviews.Values).SelectMany(byRule => byRule.Keys).Distinct();
        return rules.Select(rule => new ReviewLift(
                rule, new(trials.Count(trial => trial.FraudHolders.Any(holder => Names(trial, holder, rule))), trials.Count),
                new(clean.Trials.Count(trial => trials[0].FraudHolders.Any(holder => Names(trial, holder, rule))), clean.Trials.Count)))
            .Where(lift => lift.Fraudulent.Rate - lift.Honest.Rate > LeastLift)
            .OrderByDescending(lift => lift.Fraudulent.Rate - lift.Honest.Rate).ThenBy(lift => lift.Rule, StringComparer.Ordinal)
            .FirstOrDefault();
    }

    private static bool Names(Trial trial, string holder, string rule) =>
        trial.FirstReviews.TryGetValue(holder, out var byRule) && byRule.ContainsKey(rule);
}

/// <summary>What honest worlds of a regime came to.</summary>
internal sealed record CleanSummary(string Cell, IReadOnlyList<Trial> Trials)
{
    // Those that hold one difference against its uncertainty.
    private static readonly string[] MeasuredRules = ["R5", "R6", "R8", "R24"];

    public double HolderYears => Trials.Sum(trial => trial.Holders) * DaysOfWorld / 365.25;

    public int FalseIncidents => Trials.Sum(trial => trial.Flags.Count);

    public double PerHolderYear => HolderYears == 0 ? 0 : FalseIncidents / HolderYears;

    public int Findings => Trials.Sum(trial => trial.Findings.Values.Sum());

    public int Records => Trials.Sum(trial => trial.Records);

    /// <summary>All kinds of findings with how many there were, and how many rest on a mistyped number; the most frequent first.</summary>
    public IReadOnlyList<(string Kind, int Count, int OnSlips)> Kinds => [.. Trials.SelectMany(trial => trial.Findings.Select(kind =>
            (kind.Key, Count: kind.Value, OnSlips: trial.OnSlips?.GetValueOrDefault(kind.Key) ?? 0)))
        .GroupBy(kind => kind.Key, (kind, all) => (Kind: kind, All: all.ToList()))
        .Select(kind => (kind.Kind, Count: kind.All.Sum(each => each.Count), OnSlips: kind.All.Sum(each => each.OnSlips)))
        .OrderByDescending(kind => kind.Count).ThenBy(kind => kind.Kind, StringComparer.Ordinal)];

    /// <summary>Of the differences in mass and metal that stand for review: those that no mistyped number brought about.</summary>
    public Proportion ReviewsByChance
    {
        get
        {
            var reviews = Kinds
                .Where(kind => MeasuredRules.Any(rule => kind.Kind.StartsWith($"{rule} review", StringComparison.Ordinal))).ToList();
            return new(reviews.Sum(kind => kind.Count - kind.OnSlips), reviews.Sum(kind => kind.Count));
        }
    }

    /// <summary>Exceeded as often in these worlds as incidents were flagged in them.</summary>
    public double? FixedThreshold(FixedMeasure measure)
    {
        var readings = Trials.SelectMany(trial => trial.Readings).Where(reading => reading.Measure == measure)
            .Select(reading => reading.Pct).OrderDescending().ToList();
        return readings.Count == 0 ? null : readings[Math.Min(FalseIncidents, readings.Count - 1)];
    }

    private static int DaysOfWorld => NodaTime.Period.DaysBetween(DetectionCell.Start, DetectionCell.Until) + 1;
}
