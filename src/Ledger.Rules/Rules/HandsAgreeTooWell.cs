using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Balance;
using Ledger.Rules.Balance.Transfers;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;
using MathNet.Numerics.Distributions;

namespace Ledger.Rules.Rules;

/// <summary>
/// R31: two hands agree too well. What one party measured and another measured again differs by what single readings
/// leave to chance; less than that betrays receipts that were copied and called measured. Pooled over what two parties
/// sent each other in a month, each receipt against its own mean. A weight that the receiver took itself, or on one
/// scale, is no second hand.
/// </summary>
public static class HandsAgreeTooWell
{
    public static readonly Rule<PairMonthFacts> Rule =
        new("R31", 1, RuleTiming.AtDayClose, (pair, settings, _) => Evaluate(pair, settings));

    public static IEnumerable<FindingContent> Evaluate(PairMonthFacts pair, RuleSettings settings)
    {
        var receipts = ComparedLot.Of(pair.Lots, pair.Facts.Select(fact => fact.Custody).ToHashSet()).Where(AreTwoHands)
            .GroupBy(lot => lot.Receipt.Custody).Where(receipt => receipt.Count() > 1).Select(receipt => receipt.ToList()).ToList();
        var lots = receipts.SelectMany(receipt => receipt).ToList();
        if (lots.Count == 0) yield break;
        settings = settings.At(lots.Select(lot => lot.Receipt));
        if (lots.Count < settings.AgreementLots) yield break;

        var degrees = lots.Count - receipts.Count;
        var observed = receipts.Sum(SquaredResiduals) / degrees;
        var honest = ReadingSpread.Of(lots, settings);
        var least = honest.LeastMeanSquare(degrees, (double)settings.AgreementTailPct / 100);
        if (observed >= least) yield break;

        List<Fact> evidence = [.. lots.SelectMany(lot => lot.SentFacts.Append(lot.Receipt))];
        var expected = Math.Sqrt(honest.MeanSquare);
        yield return new(
            Rule.Id, Rule.Version, settings.Version, pair.Subject, Discriminator: "", FindingTier.Review, Finding.EvidenceOf(evidence),
            Rounding.Kg(expected), Rounding.Kg(Math.Sqrt(observed)), Rounding.Kg(expected - Math.Sqrt(least)), Unit: "kg",
            InnocentExplanation: "receipts-copied",
            Parties: [.. lots.SelectMany(lot => lot.SentFacts).Select(fact => fact.RecordedBy).Append(lots[0].Receiver).Distinct()],
            ProvisionalUntil: null);
    }

    private static bool AreTwoHands(ComparedLot lot) =>
        lot.SentFacts.Count == 1 && lot.LastSent.RecordedBy != lot.Receiver && lot.LastSent.RecordedBy != lot.Receipt.RecordedBy
        && (lot.SentOn is null || lot.SentOn != lot.ReceivedOn);

    // What all of a receipt have in common, a scale's bias and drying, is no agreement and no difference.
    private static double SquaredResiduals(List<ComparedLot> receipt)
    {
        var common = receipt.Sum(lot => lot.DifferenceKg) / receipt.Sum(lot => lot.SentKg);
        return receipt.Sum(lot => Math.Pow(lot.DifferenceKg - (common * lot.SentKg), 2));
    }

    /// <summary>
    /// The least that two honest readings of one mass differ by: both repeat themselves no better than the setting, and
    /// both stand in steps as coarse as the masses show. Where readings scatter less than a step, most agree and a few
    /// are a step apart.
    /// </summary>
    /// <param name="MeanSquare">Of the difference, kg squared.</param>
    /// <param name="FourthMoment">Of the difference, kg to the fourth.</param>
    /// <param name="Equal">The chance that both read the same.</param>
    private readonly record struct ReadingSpread(double MeanSquare, double FourthMoment, double Equal)
    {
        private const int Steps = 400;

        public static ReadingSpread Of(IReadOnlyList<ComparedLot> lots, RuleSettings settings)
        {
            double[] steps = [StepOf(lots.Select(lot => lot.Sent)), StepOf(lots.Select(lot => lot.Received))];
            var (grid, finer) = (steps.Max(), steps[0] == steps[1] ? 0 : steps.Min());
            var scatter = Math.Sqrt(
                steps.Sum(step => Math.Pow(Math.Min((double)settings.Repeatability.Kg, step / 2), 2)) + (finer * finer / 12));
            var (square, fourth, equal) = (0.0, 0.0, 0.0);
            for (var i = 0; i < Steps; i++)
            {
                // The true mass lies anywhere within a step: so far apart, readings are k or k + 1 steps apart, in
                // proportion.
                var apart = Math.Abs(Normal.InvCDF(0, scatter, (i + 0.5) / Steps)) / grid;
                var (whole, more) = (Math.Floor(apart), apart - Math.Floor(apart));
                square += Mean(whole, more, 2) * grid * grid / Steps;
                fourth += Mean(whole, more, 4) * Math.Pow(grid, 4) / Steps;
                if (whole == 0) equal += (1 - more) / Steps;
            }

            return new(square, fourth, equal);
        }

        /// <summary>
        /// What the mean of so many squares stays below with that chance, by the chi-square of the same mean and
        /// variance; 0 where they may all be equal by chance, since then nothing can be said.
        /// </summary>
        public double LeastMeanSquare(int count, double chance)
        {
            if (Math.Pow(Equal, count) > chance) return 0;
            var degrees = 2 * count * MeanSquare * MeanSquare / (FourthMoment - (MeanSquare * MeanSquare));
            return MeanSquare * ChiSquared.InvCDF(degrees, chance) / degrees;
        }

        private static double Mean(double whole, double more, int power) =>
            (Math.Pow(whole, power) * (1 - more)) + (Math.Pow(whole + 1, power) * more);

        // The coarsest step that all of them are whole steps of: what the display shows, or the clerk writes down.
        // Unit: kg.
        private static double StepOf(IEnumerable<Mass> masses) =>
            (double)MathNet.Numerics.Euclid.GreatestCommonDivisor([.. masses.Select(mass => mass.Grams)]) / 1000;
    }
}
