using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;
using static Ledger.Rules.Numerics.Arithmetic;

namespace Ledger.Rules.Balance.Transfers;

/// <summary>Something both sides stated of a lot, and the facts that state it.</summary>
/// <param name="Expected">As exported. Unit: kg dry, or percent of dry mass.</param>
/// <param name="Observed">As the smelter found it, or an umpire.</param>
/// <param name="Sigma">1 sigma of the difference.</param>
/// <param name="Surplus">Observed less expected, less what is known of the scales.</param>
/// <param name="IsBorneOut">
/// Every number of it stands in two records, and the difference stays whichever of two single numbers is left out: no slip explains it.
/// </param>
internal sealed record StatedTwice(
    double Expected, double Observed, double Sigma, double Surplus, bool IsBorneOut, IReadOnlyList<Fact> Facts)
{
    public double Z => Surplus / Sigma;
}

/// <summary>
/// An export lot on arrival at its smelter: its dry mass and its grades against what was exported. Drying on the way changes neither.
/// What an umpire found stands in place of the smelter's own grade.
/// </summary>
internal sealed class SmelterDelivery
{
    // Two numbers of one mass, or of one grade: what a second record bears out.
    private const double SameMass = 0.01;
    private const double SameGrade = 0.02;

    private readonly LotFacts _lot;
    private readonly Fact _fact;
    private readonly SmelterDeliveryReceived _received;
    private readonly List<(Fact Fact, LotAssayed Event)> _before;
    private readonly RuleSettings _settings;

    private SmelterDelivery(LotFacts lot, Fact fact, SmelterDeliveryReceived received, RuleSettings settings)
    {
        (_lot, _fact, _received, _settings) = (lot, fact, received, settings);
        _before = [.. lot.Of<LotAssayed>().Where(assay => !fact.DefinitelyBefore(assay.Fact) && assay.Event.Purpose != AssayPurpose.Umpire
            && assay.Event.Lab != received.Receiver && assay.Fact.RecordedBy != fact.RecordedBy)];
    }

    /// <summary>The exported lots that a smelter took in.</summary>
    public static IEnumerable<SmelterDelivery> Of(TransferFacts transfer, RuleSettings settings) =>
        from each in transfer.Of<SmelterDeliveryReceived>()
        where each.Event.Refused is null && transfer.Lots.ContainsKey(each.Event.Lot)
        let lot = transfer.Lots[each.Event.Lot]
        where lot.Of<LotExported>().Any(export => !each.Fact.DefinitelyBefore(export.Fact))
        select new SmelterDelivery(lot, each.Fact, each.Event, settings);

    /// <summary>Null where one side did not measure the mass or the moisture. Unit: kg.</summary>
    public StatedTwice? DryMass(TransferFacts transfer)
    {
        if (ComparedLot.Of(transfer).FirstOrDefault(each => each.Lot == _lot.Lot) is not { } lot
            || _before.LastOrDefault(each => each.Event.MoisturePct is not null) is not { Event.MoisturePct: { } sent } assay
            || _received.MoisturePct is not { } received) return null;
        var scales = new ScalesInUse([lot], transfer.Scales, _settings);
        var (before, after) = (DryShare(sent), DryShare(received));
        var gain = Gain(lot, scales, before, after);
        // Whichever of the moistures is wrong, the other one holds for both sides.
        var least = new[] { Gain(lot, scales, before, before), Gain(lot, scales, after, after) };
        return new(
            lot.SentKg * before, (double)lot.Received.Kg * after, gain.Sigma, gain.Kg,
            IsBorneOut(lot) && least.All(each => Math.Sign(each.Kg) == Math.Sign(gain.Kg)
                && Math.Abs(each.Kg / each.Sigma) > ShipmentLevels.Of(_settings).Incident),
            [.. lot.SentFacts, assay.Fact, lot.Receipt, _fact]);
    }

    /// <summary>Of each analyte that both sides state dry. Unit: percent of dry mass.</summary>
    public IEnumerable<(string Analyte, StatedTwice Grade)> Grades()
    {
        foreach (var name in (_received.Analytes ?? []).Select(analyte => analyte.Name).Distinct().Order(StringComparer.Ordinal))
        {
            var assays = _before.FindAll(assay => GradeIn(assay.Event, name) is not null);
            if (assays.Count == 0) continue;
            var umpire = _lot.Of<LotAssayed>()
                .LastOrDefault(assay => assay.Event.Purpose == AssayPurpose.Umpire && GradeIn(assay.Event, name) is not null);
            var smelter = PctOf(_received.Analytes!, name)!.Value;
            var sent = GradeIn(assays[^1].Event, name)!.Value;
            var found = umpire.Event is null ? smelter : GradeIn(umpire.Event, name)!.Value;
            var sigma = Math.Sqrt(Square(sent * SigmaOf(assays[^1].Event)) + Square(found * SigmaOf(umpire.Event)));
            yield return (name, new(
                sent, found, sigma, found - sent,
                umpire.Event is not null && IsSame(smelter, found, SameGrade) && IsCertified(sent, assays),
                [assays[^1].Fact, _fact, .. umpire.Fact is { } last ? [last] : Array.Empty<Fact>()]));
        }
    }

    private Quantity Gain(ComparedLot lot, ScalesInUse scales, double dryBefore, double dryAfter)
    {
        var (sent, received) = (scales.Of(lot.LastSent, lot.SentOn), scales.Of(lot.Receipt, lot.ReceivedOn));
        var (before, after) = (lot.SentKg * dryBefore, (double)lot.Received.Kg * dryAfter);
        var loadings = new Dictionary<ErrorSource, double> { [received.Source] = after };
        loadings[sent.Source] = loadings.GetValueOrDefault(sent.Source) - before;
        // Two meters: each with an error of its own and one that it shares with its other readings.
        var meter = Square(Fraction(_settings.MoistureSigmaPct)) + Square(Fraction(_settings.MoistureCommonSigmaPct));
        var own = (sent.OwnVariance * lot.SentFacts.Count) + received.OwnVariance
            + (meter * (Square(lot.SentKg) + Square((double)lot.Received.Kg)));
        return new(after - before - ((after * received.Bias) - (before * sent.Bias)), own, loadings);
    }

    // Another record of each side says the same: the certificate, the export or the sale; the arrival or the heats.
    private bool IsBorneOut(ComparedLot lot)
    {
        var exported = _lot.Of<LotCertified>().Select(paper => paper.Event.WeightKg)
            .Concat(_lot.Of<LotExported>().Select(export => export.Event.NetKg).OfType<Mass>());
        var smelted = _lot.Of<LotSmelted>().Aggregate(Mass.Zero, (sum, heat) => sum + heat.Event.NetKg);
        var arrived = _lot.Of<LotArrived>().Where(each => each.Event.To == lot.Receiver && each.Fact.Custody != lot.Receipt.Custody)
            .Select(each => each.Event.NetKg).OfType<Mass>().Append(smelted);
        return exported.Any(mass => IsSame((double)mass.Kg, lot.SentKg, SameMass))
            && arrived.Any(mass => IsSame((double)mass.Kg, (double)lot.Received.Kg, SameMass));
    }

    // The certificate names no analyte: it is the main one's, or nobody's. Else a second laboratory says so.
    private bool IsCertified(double sent, List<(Fact Fact, LotAssayed Event)> assays) =>
        _lot.Of<LotCertified>().Any(paper => paper.Event.GradePct is { } grade && IsSame((double)grade.Percent, sent, SameGrade))
        || assays.SkipLast(1).Any(assay => assay.Event.Analytes.Any(each => IsSame((double)each.Pct.Percent, sent, SameGrade)));

    private double SigmaOf(LotAssayed? assay) => Fraction(assay?.Method switch
    {
        AssayMethod.Lab => _settings.LabSigmaPct,
        AssayMethod.Xrf => _settings.XrfSigmaPct,
        _ => _settings.AssaySigmaPct, // the smelter does not say how
    });

    private static double? GradeIn(LotAssayed assay, string name) => assay.Basis == MassBasis.Dry ? PctOf(assay.Analytes, name) : null;

    private static double? PctOf(IReadOnlyList<Analyte> analytes, string name) =>
        analytes.FirstOrDefault(each => each.Name == name) is { } stated ? (double)stated.Pct.Percent : null;

    private static double DryShare(Pct moisture) => 1 - Fraction(moisture.Percent);

    private static bool IsSame(double left, double right, double share) => Math.Abs(left - right) <= right * share;
}
