using Ledger.Domain.Values;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;
using Ledger.Rules.Numerics;

namespace Ledger.Rules.Balance.Transfers;

/// <summary>A lot that stands out from its shipment.</summary>
/// <param name="ExpectedKg">What the receiver's scale should have shown.</param>
/// <param name="ToleranceKg">How far from that it may show something else, in the direction of the difference.</param>
public sealed record OutlyingLot(ComparedLot Lot, double ExpectedKg, double ToleranceKg);

/// <summary>
/// A shipment as both sides weighed it: the sum of its differences against what drying, the scales' biases and single
/// readings let expect, with every error shared as it is shared; and each lot against the others, where what all have
/// in common cancels. Unit: kg.
/// </summary>
/// <param name="Outlying">
/// Lots that stand out. They are left out of the sum: one mistyped mass is no case against a shipment.
/// </param>
/// <param name="Rest">The other lots.</param>
/// <param name="Gain">Received less sent of those, less what was to be expected.</param>
public sealed record ShipmentTest(IReadOnlyList<OutlyingLot> Outlying, IReadOnlyList<ComparedLot> Rest, Quantity Gain)
{
    // Of fewer lots the median says little: each is judged by what is known of the scales.
    private const int FewestForMedian = 5;

    /// <summary>What was sent, as weighed.</summary>
    public double SentKg => Rest.Sum(lot => lot.SentKg);

    public double ReceivedKg => Rest.Sum(lot => (double)lot.Received.Kg);

    /// <summary>In sigma.</summary>
    public double Z => Gain.Kg / Gain.Sigma;

    /// <summary>By how much the receipts may differ in the direction they do, at that many sigma.</summary>
    public double Tolerance(double threshold)
    {
        var expected = ReceivedKg - SentKg - Gain.Kg;
        return Math.Max(0, (threshold * Gain.Sigma) + (Gain.Kg > 0 ? expected : -expected));
    }

    /// <param name="scales">The streams of scales, as far as they are known, sorted.</param>
    public static ShipmentTest Of(
        IReadOnlyList<ComparedLot> lots, IReadOnlyDictionary<ScaleId, IReadOnlyList<Fact>> scales, RuleSettings settings)
    {
        var gains = GainsOf(lots, scales, settings);
        var deviations = lots.Count < FewestForMedian ? FromScales(lots, gains, settings) : FromMedian(lots, gains, settings);
        var outlying = deviations.Where(each => Math.Abs(each.Kg) > each.Allowed).ToList();
        var rest = lots.Index().Where(each => !outlying.Exists(found => found.Index == each.Index)).ToList();
        return new(
            outlying.ConvertAll(found => Describe(lots[found.Index], found, isAmongMany: lots.Count >= FewestForMedian)),
            rest.ConvertAll(each => each.Item), Quantity.Sum(rest.Select(each => gains[each.Index])));
    }

    /// <summary>What each lot alone gained beyond what was to be expected, with its uncertainty; in the order of the lots.</summary>
    // Each scale's error in an epoch is one and the same; drying is the same weather's for all, in what it leaves open.
    public static IReadOnlyList<Quantity> GainsOf(
        IReadOnlyList<ComparedLot> lots, IReadOnlyDictionary<ScaleId, IReadOnlyList<Fact>> scales, RuleSettings settings)
    {
        var known = new ScalesInUse(lots, scales, settings);
        return [.. lots.Select(lot =>
        {
            var (sent, received) = (known.Of(lot.LastSent, lot.SentOn), known.Of(lot.Receipt, lot.ReceivedOn));
            var drying = lot.MostDrying(settings);
            var loadings = new Dictionary<ErrorSource, double> { [Drying] = lot.SentKg * drying };
            loadings[received.Source] = lot.SentKg;
            loadings[sent.Source] = loadings.GetValueOrDefault(sent.Source) - lot.SentKg;
            return new Quantity(
                lot.DifferenceKg - (lot.SentKg * (received.Bias - sent.Bias - (drying / 2))),
                (sent.OwnVariance * lot.SentFacts.Count) + received.OwnVariance, loadings);
        })];
    }

    // Anything between nothing and the most is as likely.
    private static readonly ErrorSource Drying = new("drying", "transfer", 0, 1 / Math.Sqrt(12));

    private static List<Deviation> FromScales(IReadOnlyList<ComparedLot> lots, IReadOnlyList<Quantity> gains, RuleSettings settings)
    {
        var threshold = LotThreshold.OfKnown(Math.Max(1, lots.Count), LotAlpha(settings));
        return [.. gains.Select((gain, i) =>
            new Deviation(i, gain.Kg, Math.Max(threshold * gain.Sigma, WorthALook(lots[i], gain.Kg, settings))))];
    }

    private static List<Deviation> FromMedian(IReadOnlyList<ComparedLot> lots, IReadOnlyList<Quantity> gains, RuleSettings settings)
    {
        var common = RobustStatistics.Median(gains.Select((gain, i) => gain.Kg / lots[i].SentKg));
        var residuals = gains.Select((gain, i) => gain.Kg - (common * lots[i].SentKg)).ToList();
        var floor = (double)settings.LotSigma.Kg;
        var spread = Math.Max(floor, RobustStatistics.SigmaOfMad * RobustStatistics.Median(residuals.Select(Math.Abs)));
        var single = RobustStatistics.Median(gains.Select(gain => Math.Sqrt(gain.OwnVariance)));
        var allowed = spread * LotThreshold.OfSpread(lots.Count, LotAlpha(settings), Math.Round(floor / single, 2));
        return [.. residuals.Select((residual, i) =>
            new Deviation(i, residual, Math.Max(allowed, WorthALook(lots[i], residual, settings))))];
    }

    // What a person should not be bothered with, however precise the scales: half of what drying leaves open comes on
    // top.
    private static double WorthALook(ComparedLot lot, double deviation, RuleSettings settings)
    {
        var percent = deviation > 0 ? settings.ReceiptHeavierPct : settings.ReceiptLighterPct;
        return Math.Max(lot.SentKg * (double)percent / 100, 2 * (double)settings.ScaleDivision.Kg)
            + (lot.SentKg * lot.MostDrying(settings) / 2);
    }

    // Among many, the others tell what to expect. Alone, the sender's mass does, and what else is known goes into the
    // tolerance.
    private static OutlyingLot Describe(ComparedLot lot, Deviation found, bool isAmongMany)
    {
        var expected = lot.DifferenceKg - found.Kg;
        return isAmongMany ? new(lot, lot.SentKg + expected, found.Allowed)
            : new(lot, lot.SentKg, Math.Max(0, found.Allowed + (found.Kg > 0 ? expected : -expected)));
    }

    private static double LotAlpha(RuleSettings settings) => (double)settings.LotAlarmPct / 100;

    private readonly record struct Deviation(int Index, double Kg, double Allowed);
}
