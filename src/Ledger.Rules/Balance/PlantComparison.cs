using Ledger.Domain.Values;
using Ledger.Rules.Balance.Transfers;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;
using Ledger.Rules.Numerics;
using NodaTime;
using static Ledger.Rules.Numerics.Arithmetic;

namespace Ledger.Rules.Balance;

/// <summary>A holder's month by weights alone, beside what its own months before and other plants' same month let expect.</summary>
/// <param name="InKg">What went in. Unit: kg, as weighed.</param>
/// <param name="GainKg">What came out more; each run as far as the others bear it out.</param>
/// <param name="ExpectedKg">What it should have been, mostly less than nothing: ore dries, and some of it is lost.</param>
/// <param name="Sigma">1 sigma of the difference, kg.</param>
/// <param name="Others">How many other plants told of the month.</param>
/// <param name="Share">What was gained beyond what runs of such operations gain, as a share of what went in.</param>
/// <param name="Usual">Of that, what the holder's months before say is usual.</param>
/// <param name="OthersMoved">How far the others were from what is usual for them: their median, the upper of two; 0 of none.</param>
public sealed record ComparedMonth(
    YearMonth Month, IReadOnlyList<RunId> Runs, double InKg, double GainKg, double ExpectedKg, double Sigma, int Others, double Share,
    double Usual, double OthersMoved)
{
    /// <summary>What was gained beyond what was to be expected: independent from month to month.</summary>
    public Quantity Beyond => new(GainKg - ExpectedKg, Square(Sigma), new Dictionary<ErrorSource, double>());
}

/// <summary>
/// Where nobody measures moisture, ore that dries hides as much as it dries. But it dries by its own weather and works, and by that of a
/// season: what a plant usually gains is learnt from its months before, and what the season changes from plants that do the same, in the
/// same month. Two unknowns of a holder and month (a level each that walks slowly, and one season for all), learnt in the order of months:
/// those of the others first, then its own is judged, then learnt from, unless it was too far off (Kalman 1960). So the result is a
/// function of the runs, whatever the order of arrival.
/// </summary>
public sealed class PlantComparison
{
    private const int MonthsThatBearOut = 3;
    private const int RunsThatBearOut = 3;

    // More say hardly more of a season, and the work grows with the cube of them.
    private const int MostOthers = 30;

    // From quarter to quarter, as moisture nobody measured is (see Season).
    private static readonly double MonthlyLikeness = Math.Pow(0.7, 1.0 / 3);

    private readonly RuleSettings _settings;
    private readonly Dictionary<PartyId, List<PlantRun>> _runs;
    private readonly Dictionary<string, IReadOnlyList<PlantMonths>> _alike = new(StringComparer.Ordinal);

    /// <param name="facts">A year and the one before.</param>
    /// <param name="settings">Taken as they held when each month ended.</param>
    /// <param name="until">Months that ended by then.</param>
    public PlantComparison(RunMonthsFacts facts, RuleSettings settings, LocalDate until)
    {
        _settings = settings;
        var over = facts.Runs.Where(run => HolderBalance.IsPeriod(run.Month, facts.Year, until)).ToList();
        // What an operation loses is told by all who do it.
        var usual = over.GroupBy(run => run.Operations).ToDictionary(
            alike => alike.Key, alike => RobustStatistics.Median(alike.Select(ShareOf)));
        _runs = over.GroupBy(run => run.Holder).OrderBy(runs => runs.Key.Value, StringComparer.Ordinal).ToDictionary(
            runs => runs.Key, runs => BorneOut([.. runs.OrderBy(run => run.Month).ThenBy(run => run.Run.Value, StringComparer.Ordinal)
                .Select(run => new PlantRun(run, usual[run.Operations], VarianceOf(run)))]));
    }

    /// <summary>All who have runs by weights alone, by id.</summary>
    public IReadOnlyCollection<PartyId> Holders => _runs.Keys;

    /// <summary>The holder's months with runs, in order.</summary>
    public IReadOnlyList<ComparedMonth> Of(PartyId holder)
    {
        var others = Alike(holder).Where(each => each.Holder != holder).Take(MostOthers)
            .SelectMany(each => each.Months).ToLookup(month => month.Month);
        var compared = new List<ComparedMonth>();
        var beliefs = new Beliefs();
        foreach (var own in Alike(holder).Single(each => each.Holder == holder).Months)
        {
            var numbers = _settings.At(HolderBalance.EndOf(own.Month));
            foreach (var month in MonthsUntil(own.Month, others, beliefs.Known))
            {
                beliefs.MoveTo(month, numbers);
                foreach (var other in beliefs.FromTheMiddle([.. others[month]], numbers)) beliefs.Learn(other, numbers);
            }

            compared.Add(beliefs.Judge(own, [.. others[own.Month]], numbers));
            beliefs.Learn(own, numbers);
        }

        return compared;
    }

    private static IEnumerable<YearMonth> MonthsUntil(YearMonth last, ILookup<YearMonth, PlantMonth> others, YearMonth? known) =>
        others.Select(month => month.Key).Where(month => month <= last && (known is not { } learnt || month > learnt)).Append(last)
            .Distinct().Order();

    // Who has runs of operations it has, and what they tell: who put in most first, since its months are surest.
    private IReadOnlyList<PlantMonths> Alike(PartyId holder)
    {
        var operations = _runs[holder].Select(run => run.Mass.Operations).ToHashSet(StringComparer.Ordinal);
        var key = string.Join('|', operations.Order(StringComparer.Ordinal));
        if (_alike.TryGetValue(key, out var alike)) return alike;
        return _alike[key] = [.. _runs
            .Select(each => new PlantMonths(each.Key, [.. Months(each.Value.Where(run => operations.Contains(run.Mass.Operations)))]))
            .OrderByDescending(each => each.Months.Sum(month => month.InKg)).ThenBy(each => each.Holder.Value, StringComparer.Ordinal)];
    }

    private static double ShareOf(RunMass run) => (run.OutKg - run.InKg) / run.InKg;

    // A moisture each lot has for itself, a reading each line, and what somebody guessed.
    private double VarianceOf(RunMass run)
    {
        var numbers = _settings.At(HolderBalance.EndOf(run.Month));
        return (run.Lines * Square((double)numbers.WeighingSigma.Kg)) + (run.Squares * Square(Fraction(numbers.UnmeasuredMoistureSigmaPct)))
            + (run.GuessedSquares * Square(Fraction(numbers.EstimateSigmaPct)));
    }

    // One number in some hundreds is mistyped: a run counts as far as those of its month and the two before bear it out.
    private List<PlantRun> BorneOut(IReadOnlyList<PlantRun> runs)
    {
        var months = runs.ToLookup(run => run.Mass.Month);
        return [.. months.SelectMany(month =>
        {
            List<double> near = [.. Enumerable.Range(0, MonthsThatBearOut).SelectMany(before => months[month.Key.PlusMonths(-before)])
                .Select(run => run.Beyond)];
            var middle = near.Count < RunsThatBearOut ? 0 : RobustStatistics.Median(near);
            var coverage = (double)_settings.At(HolderBalance.EndOf(month.Key)).Coverage;
            return month.Select(run =>
            {
                var most = coverage * Math.Sqrt(run.Variance) / run.Mass.InKg;
                return run with { Beyond = Math.Clamp(run.Beyond, middle - most, middle + most) };
            });
        })];
    }

    private static IEnumerable<PlantMonth> Months(IEnumerable<PlantRun> runs) =>
        runs.GroupBy(run => (run.Mass.Holder, run.Mass.Month)).OrderBy(month => month.Key.Month).Select(month => new PlantMonth(
            month.Key.Holder, month.Key.Month, [.. month.Select(run => run.Mass.Run)], month.Sum(run => run.Mass.InKg),
            month.Sum(run => run.Usual * run.Mass.InKg), month.Sum(run => run.Beyond * run.Mass.InKg), month.Sum(run => run.Variance)));

    /// <param name="Usual">What runs of its operations gain, a share.</param>
    private sealed record PlantRun(RunMass Mass, double Usual, double Variance)
    {
        /// <summary>What this one gained more, a share.</summary>
        public double Beyond { get; init; } = ShareOf(Mass) - Usual;
    }

    private sealed record PlantMonths(PartyId Holder, IReadOnlyList<PlantMonth> Months);

    private sealed record PlantMonth(
        PartyId Holder, YearMonth Month, IReadOnlyList<RunId> Runs, double InKg, double UsualKg, double BeyondKg, double Variance)
    {
        public double Share => BeyondKg / InKg;

        public double ShareVariance => Variance / Square(InKg);
    }

    // What each plant usually gains beyond what its operations do, and what the season adds for all of them: shares.
    private sealed class Beliefs
    {
        private readonly GaussianStates _states = new();
        private readonly Dictionary<PartyId, int> _levels = [];
        private int? _season;

        public YearMonth? Known { get; private set; }

        public void MoveTo(YearMonth month, RuleSettings settings)
        {
            var season = Square(Fraction(settings.PlantSeasonSigmaPct));
            _season ??= _states.Add(0, season);
            if (Known is { } before)
            {
                var months = Period.Between(before, month).Months + (12 * Period.Between(before, month).Years);
                var keeps = Math.Pow(MonthlyLikeness, months);
                _states.Move(_season.Value, 0, keeps, (1 - Square(keeps)) * season);
                foreach (var level in _levels.Values) _states.Move(level, 0, 1, months * Square(Fraction(settings.PlantDriftSigmaPct)));
            }

            Known = month;
        }

        public ComparedMonth Judge(PlantMonth own, IReadOnlyList<PlantMonth> others, RuleSettings settings)
        {
            var (expected, believed) = _states.Of(LoadingsOf(own.Holder, settings));
            return new(
                own.Month, own.Runs, own.InKg, own.UsualKg + own.BeyondKg, own.UsualKg + (expected * own.InKg),
                Math.Sqrt(believed + own.ShareVariance) * own.InKg, others.Count, own.Share, _states.Mean(_levels[own.Holder]),
                UpperMedian([.. others.Select(other => MoveOf(other, settings))]));
        }

        /// <summary>Those first that moved like the others: who moved otherwise is held against what they taught.</summary>
        public IEnumerable<PlantMonth> FromTheMiddle(IReadOnlyList<PlantMonth> months, RuleSettings settings)
        {
            var middle = UpperMedian([.. months.Select(month => MoveOf(month, settings))]);
            return months.OrderBy(month => Math.Abs(MoveOf(month, settings) - middle))
                .ThenBy(month => month.Holder.Value, StringComparer.Ordinal);
        }

        // What is too far off teaches nothing: a plant that gains by ore from elsewhere must not make that look usual.
        public void Learn(PlantMonth month, RuleSettings settings)
        {
            var loadings = LoadingsOf(month.Holder, settings);
            var (expected, believed) = _states.Of(loadings);
            if (Math.Abs(month.Share - expected) > ShipmentLevels.Of(settings).Review * Math.Sqrt(believed + month.ShareVariance)) return;
            _states.Learn(loadings, month.Share, month.ShareVariance);
        }

        private Dictionary<int, double> LoadingsOf(PartyId holder, RuleSettings settings) =>
            new() { [LevelOf(holder, settings)] = 1, [_season!.Value] = 1 };

        // Away from what is usual for it.
        private double MoveOf(PlantMonth month, RuleSettings settings) => month.Share - _states.Mean(LevelOf(month.Holder, settings));

        private int LevelOf(PartyId holder, RuleSettings settings)
        {
            if (!_levels.TryGetValue(holder, out var level))
                _levels[holder] = level = _states.Add(0, Square(Fraction(settings.PlantLevelSigmaPct)));
            return level;
        }

        private static double UpperMedian(double[] values) => values.Length == 0 ? 0 : values.Order().ElementAt(values.Length / 2);
    }
}
