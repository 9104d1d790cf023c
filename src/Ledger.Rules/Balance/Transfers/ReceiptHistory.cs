using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;
using Ledger.Rules.Numerics;
using Ledger.Rules.Rules;
using MathNet.Numerics.Distributions;
using NodaTime;
using static Ledger.Rules.Numerics.Arithmetic;

namespace Ledger.Rules.Balance.Transfers;

/// <summary>A receipt as those before it, and the scales' own histories, let expect it. Unit: kg.</summary>
/// <param name="GainKg">Received less sent, each lot as far as the others of its receipt bear it out.</param>
/// <param name="ExpectedKg">Of that, what biases and drying were believed to give.</param>
/// <param name="Believed">The variance of that belief, kg squared.</param>
/// <param name="Own">The variance nobody shares, kg squared.</param>
/// <param name="HasTaught">False where it was too far off to learn from.</param>
/// <param name="Chance">
/// That as much happens to honest scales. More than its sigma says where a scale that nobody named may have been calibrated since it was
/// last learnt from: then it is off by something else, at once.
/// </param>
/// <param name="AloneZ">In sigma, as it stands beside the scales' own streams, without any other receipt: what R5 says when it
/// comes in.</param>
public sealed record TrackedReceipt(
    IReadOnlyList<WeighedTwice> Lots, double SentKg, double GainKg, double ExpectedKg, double Believed, double Own, bool HasTaught,
    double Chance, double AloneZ)
{
    // A chance below that is no number any more.
    private const double LeastChance = 1e-300;

    public double Sigma => Math.Sqrt(Believed + Own);

    /// <summary>In sigma; independent standard normal from receipt to receipt when nobody adds or takes anything.</summary>
    public double Z => (GainKg - ExpectedKg) / Sigma;

    /// <summary>The chance, as sigma of a normal distribution; at most |Z|.</summary>
    public double Unlikely => Math.Min(Math.Abs(Z), -Normal.InvCDF(0, 1, Math.Max(LeastChance, Chance) / 2));

    public Instant At => Lots[0].Received.At;
}

/// <summary>What the receipts of a month say of the receiver's scale, and what its own stream said of it alone. Fractions.</summary>
/// <param name="Hand">The scale, or whose unnamed one it is.</param>
/// <param name="Own">By calibrations and known masses alone.</param>
/// <param name="Sigma">1 sigma of how far receipts may move that by chance.</param>
/// <param name="Lots">Of the month.</param>
public sealed record TrackedScale(
    string Hand, YearMonth Month, double Bias, ScaleBias Own, double Sigma, IReadOnlyList<WeighedTwice> Lots)
{
    public double Z => Sigma > 0 ? (Bias - Own.Bias) / Sigma : 0;
}

/// <summary>
/// Follows the biases of all scales a party's receipts were weighed on, its own and its senders', and how much of the most a lot can dry it
/// does dry: one belief about all of them, since a receipt tells only of their difference. A calibration starts a scale anew, it
/// walks at random from then on, known masses of its own stream correct it; what nobody named is taken to be calibrated twice a
/// year, unseen. What is too far off teaches nothing, and no scale is believed to be wrong by more than twice the error allowed in
/// service. Only what was received before tells what to expect, so the result is a function of the receipts, whatever the order of arrival.
/// </summary>
public sealed class ReceiptHistory
{
    private const double DaysPerMonth = 365.25 / 12;
    private const double UnseenCalibrationDays = 365.25 / 2;
    private const double QuarterDays = 365.25 / 4;

    // Of what drying leaves open, the weather of a season has this share, and each receipt the rest; from quarter to quarter it is alike.
    private const double SeasonLikeness = 0.7;
    private const double HalfOfDrying = 0.5;

    // What dries on the way is alike; what dries in a store, by how long and how it was kept.
    private const int DaysOnTheWay = 10;

    // Of three lots and more, their middle says what is usual.
    private const int LotsThatBearOut = 3;

    private readonly ReceiptHistoryFacts _facts;
    private readonly GaussianStates _states = new();
    private readonly Dictionary<string, Tracked> _known = new(StringComparer.Ordinal);
    private readonly List<TrackedReceipt> _receipts = [];
    private readonly List<TrackedScale> _scales = [];
    private Tracked? _drying;

    private ReceiptHistory(ReceiptHistoryFacts facts) => _facts = facts;

    /// <summary>All receipts, in order.</summary>
    public IReadOnlyList<TrackedReceipt> Receipts => _receipts;

    /// <summary>The receiver's scales at the end of each month in which something was received on them.</summary>
    public IReadOnlyList<TrackedScale> Scales => _scales;

    /// <param name="settings">Taken as they held at each receipt.</param>
    public static ReceiptHistory Of(ReceiptHistoryFacts facts, RuleSettings settings)
    {
        var history = new ReceiptHistory(facts);
        var receipts = facts.Weighed.GroupBy(lot => lot.Delivery)
            .Select(receipt => receipt.OrderBy(lot => lot.Lot.Value, StringComparer.Ordinal).ToList())
            .OrderBy(receipt => receipt[0].Received.At).ThenBy(receipt => receipt[0].Delivery);
        foreach (var month in receipts.GroupBy(receipt => MonthOf(receipt[0])))
        {
            foreach (var receipt in month) history.Take(receipt, settings.At(receipt[0].Received.At));
            history.Close(month.Key, [.. month.SelectMany(receipt => receipt)], settings);
        }

        return history;
    }

    private static YearMonth MonthOf(WeighedTwice lot) => lot.Received.At.InUtc().Date.ToYearMonth();

    private void Take(List<WeighedTwice> lots, RuleSettings settings)
    {
        var now = lots[0].Received.At;
        var loadings = new Dictionary<int, double>();
        var (gain, own, dried, stored) = (0.0, 0.0, 0.0, 0.0);
        var unseen = new HashSet<Tracked>();
        var (alone, biased) = (new Dictionary<string, (double Kg, double Sigma)>(StringComparer.Ordinal), 0.0);
        var usual = lots.Count < LotsThatBearOut ? (double?)null
            : RobustStatistics.Median(lots.Select(lot => DifferenceOf(lot) / KgOf(lot)));
        foreach (var lot in lots)
        {
            var variance = (VarianceOf(lot.Sent, settings) * lot.SentReadings) + VarianceOf(lot.Received, settings);
            var most = (double)settings.Coverage * Math.Sqrt(variance);
            gain += usual is not { } share ? DifferenceOf(lot)
                : Math.Clamp(DifferenceOf(lot), (share * KgOf(lot)) - most, (share * KgOf(lot)) + most);
            own += variance;
            var onTheWay = Math.Min(MostDrying(lot, settings), DaysOnTheWay * Fraction(settings.DailyDryingPct));
            dried += KgOf(lot) * onTheWay;
            stored += KgOf(lot) * (MostDrying(lot, settings) - onTheWay);
            foreach (var (reading, kg) in new[] { (lot.Received, KgOf(lot)), (lot.Sent, -KgOf(lot)) })
            {
                var hand = HandOf(reading, now, settings);
                Add(loadings, hand.State, kg);
                if (reading.On is null) unseen.Add(hand);
            }

            foreach (var (reading, kg) in new[] { (lot.Received, KgOf(lot)), (lot.Sent, -KgOf(lot)) })
            {
                var (bias, name) = (Alone(reading, settings), NameOf(reading));
                alone[name] = (alone.GetValueOrDefault(name).Kg + kg, bias.Sigma);
                biased += kg * bias.Bias;
            }
        }

        var spread = Math.Sqrt(own + (Square(dried + stored) / 12) + alone.Values.Sum(scale => Square(scale.Kg * scale.Sigma)));
        Add(loadings, DryingAt(now).State, -dried);
        own += (Square(dried) * (1 - Square(SeasonLikeness)) / 12) + (Square(stored) / 12);
        var (expected, believed) = _states.Of(loadings);
        var (inStore, teachable) = (stored * HalfOfDrying, gain + (stored * HalfOfDrying));
        var teaches = Math.Abs(teachable - expected) <= ShipmentLevels.Of(settings).Review * Math.Sqrt(believed + own);
        _receipts.Add(new(
            lots, lots.Sum(KgOf), gain, expected - inStore, believed, own, teaches,
            ChanceOf(teachable, loadings, own, unseen, now, settings),
            (gain - biased + (dried * HalfOfDrying) + inStore) / spread));
        if (teaches) Learn(loadings, teachable, own, now, settings);
    }

    // One of the scales may have been calibrated since, unseen, and be off by anything a scale in service is.
    private double ChanceOf(
        double gain, Dictionary<int, double> loadings, double own, HashSet<Tracked> unseen, Instant now, RuleSettings settings)
    {
        var (calibrated, none) = (0.0, 1.0);
        foreach (var hand in unseen)
        {
            var since = 1 - Math.Exp(-Math.Max(0, (now - hand.Taught).TotalDays) / UnseenCalibrationDays);
            var rest = loadings.Where(each => each.Key != hand.State).ToDictionary();
            calibrated += since * Beyond(rest, Square(loadings[hand.State] * Fraction(settings.ScaleSigmaPct)));
            none *= 1 - since;
        }

        return Math.Min(1, (none * Beyond(loadings, 0)) + calibrated);

        double Beyond(Dictionary<int, double> known, double variance)
        {
            var (expected, believed) = _states.Of(known);
            return 2 * Normal.CDF(0, 1, -Math.Abs(gain - expected) / Math.Sqrt(believed + own + variance));
        }
    }

    private void Learn(Dictionary<int, double> loadings, double gain, double own, Instant now, RuleSettings settings)
    {
        _states.Learn(loadings, gain, own);
        foreach (var scale in _known.Values.Where(each => loadings.ContainsKey(each.State)))
        {
            _states.Clamp(scale.State, ScaleTracker.MostBias(settings));
            scale.Taught = now;
        }
    }

    // What receipts made of a belief cannot have changed it by more, by chance, than they made it surer.
    private void Close(YearMonth month, List<WeighedTwice> lots, RuleSettings settings)
    {
        foreach (var scale in lots.GroupBy(lot => NameOf(lot.Received)))
        {
            List<WeighedTwice> own = [.. scale];
            var last = own.MaxBy(lot => lot.Received.At)!;
            var numbers = settings.At(last.Received.At);
            var (bias, alone) = (HandOf(last.Received, last.Received.At, numbers), Alone(last.Received, numbers));
            _scales.Add(new(
                scale.Key, month, _states.Mean(bias.State), alone,
                Math.Sqrt(Math.Max(0, Square(alone.Sigma) - _states.Variance(bias.State))), own));
        }
    }

    private Tracked HandOf(Reading reading, Instant now, RuleSettings settings)
    {
        var alone = Alone(reading, settings);
        var name = $"{NameOf(reading)}/{alone.Epoch}";
        if (!_known.TryGetValue(name, out var hand))
            _known[name] = hand = new(_states.Add(alone.Bias, Square(alone.Sigma)), now);
        if (now <= hand.Since) return hand;
        if (reading.On is { } scale) Walk(hand, _facts.Scales.GetValueOrDefault(scale, []), now, settings);
        else
        {
            var keeps = Math.Exp(-(now - hand.Since).TotalDays / UnseenCalibrationDays);
            _states.Move(hand.State, 0, keeps, (1 - Square(keeps)) * Square(alone.Sigma));
        }

        hand.Since = now;
        return hand;
    }

    private void Walk(Tracked hand, IReadOnlyList<Fact> scale, Instant now, RuleSettings settings)
    {
        var since = hand.Since;
        foreach (var fact in scale.Where(fact => fact.Interval.Start > since && fact.Interval.Start <= now))
        {
            if (fact.Event is not ScaleChecked check || ScaleNotValid.IsWrong(fact, check, scale, settings)) continue;
            Drift(fact.Interval.Start);
            _states.Learn(
                new Dictionary<int, double> { [hand.State] = 1 }, (double)(check.ShownKg.Kg / check.KnownKg.Kg) - 1,
                ScaleTracker.VarianceOf(scale, settings) / Square((double)check.KnownKg.Kg));
        }

        Drift(now);

        void Drift(Instant to)
        {
            _states.Move(hand.State, 0, 1, (to - since).TotalDays / DaysPerMonth * Square(Fraction(settings.ScaleDriftPct)));
            since = to;
        }
    }

    private Tracked DryingAt(Instant now)
    {
        const double Seasonal = SeasonLikeness * SeasonLikeness / 12;
        _drying ??= new(_states.Add(HalfOfDrying, Seasonal), now);
        if (now <= _drying.Since) return _drying;
        var keeps = Math.Pow(SeasonLikeness, (now - _drying.Since).TotalDays / QuarterDays);
        _states.Move(_drying.State, HalfOfDrying, keeps, (1 - Square(keeps)) * Seasonal);
        _drying.Since = now;
        return _drying;
    }

    // Without a name it is one of those in service, of which nobody knows more.
    private ScaleBias Alone(Reading reading, RuleSettings settings) => reading.On is { } scale
        ? ScaleTracker.At(_facts.Scales.GetValueOrDefault(scale, []), reading.At, settings)
        : new("unnamed", 0, Fraction(settings.ScaleSigmaPct));

    private static string NameOf(Reading reading) => reading.On?.Value ?? $"unnamed of {reading.By}";

    private double VarianceOf(Reading reading, RuleSettings settings) =>
        ScaleTracker.VarianceOf(reading.On is { } scale ? _facts.Scales.GetValueOrDefault(scale, []) : [], settings);

    private static double MostDrying(WeighedTwice lot, RuleSettings settings) =>
        ComparedLot.MostDrying(lot.ReceivedTo - lot.Sent.At, settings);

    private static double KgOf(WeighedTwice lot) => (double)lot.Sent.Mass.Kg;

    private static double DifferenceOf(WeighedTwice lot) => (double)(lot.Received.Mass - lot.Sent.Mass).Kg;

    private static void Add(Dictionary<int, double> loadings, int state, double loading) =>
        loadings[state] = loadings.GetValueOrDefault(state) + loading;

    private sealed class Tracked(int state, Instant since)
    {
        public int State { get; } = state;

        public Instant Since { get; set; } = since;

        /// <summary>When something was last learnt of it.</summary>
        public Instant Taught { get; set; } = since;
    }
}
