using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;

namespace Ledger.Rules.Rules;

/// <summary>
/// R6: a closed run gave more dry mass than went in, beyond uncertainty. Mass cannot appear. Where moisture is not known on
/// every line the wet masses are compared, and since water is added in washing, that is for review only.
/// </summary>
public static class RunGainedMass
{
    public static readonly Rule<RunFacts> Rule = new("R6", 1, RuleTiming.OnArrival, (run, settings, _) => Evaluate(run, settings));

    public static IEnumerable<FindingContent> Evaluate(RunFacts run, RuleSettings settings)
    {
        if (!run.IsClosed) yield break;
        List<Line> lines = [.. run.Inputs.Select(Line.Of), .. run.Outputs.Select(Line.Of)];
        if (lines.Count == 0 || !run.Inputs.Any()) yield break;

        var isDry = lines.TrueForAll(line => line.MoisturePct is not null);
        var input = lines.Where(line => line.IsInput).Sum(line => line.Kg(isDry));
        var output = lines.Where(line => !line.IsInput).Sum(line => line.Kg(isDry));
        var sigma = Math.Sqrt(lines.Sum(line => line.Variance(isDry, settings)));
        var tolerance = decimal.Round((decimal)sigma * settings.Coverage, 3);
        if (output - input <= tolerance) yield break;

        var isMeasured = lines.TrueForAll(line => line.Method == WeighingMethod.Measured);
        yield return new(
            Rule.Id, Rule.Version, settings.Version, StreamName.Run(run.Run).Value, Discriminator: "",
            isDry && isMeasured ? FindingTier.Incident : FindingTier.Review,
            Finding.EvidenceOf(run.Parts.Select(part => part.Fact)), decimal.Round(input, 3), decimal.Round(output, 3), tolerance, "kg",
            InnocentExplanation: isDry ? "input-lot-not-recorded" : "water-added",
            Parties: [run.Parts[0].Part.Holder], ProvisionalUntil: null);
    }

    /// <summary>One weighed line of the sheets.</summary>
    private sealed record Line(bool IsInput, Mass NetKg, WeighingMethod Method, Pct? MoisturePct)
    {
        public static Line Of(RunInput input) => new(true, input.NetKg, input.Method, input.MoisturePct);

        public static Line Of(RunOutput output) => new(false, output.NetKg, output.Method, output.MoisturePct);

        /// <summary>Dry mass m(1 - w), or the mass as weighed.</summary>
        public decimal Kg(bool isDry) => isDry ? NetKg.Kg * (1 - (MoisturePct!.Value.Percent / 100m)) : NetKg.Kg;

        /// <summary>Unit: kg squared. Independent parts only: the scale's shared bias is left to the statistical balance.</summary>
        public double Variance(bool isDry, RuleSettings settings)
        {
            var relative = (double)(Method == WeighingMethod.Measured ? settings.ScaleSigmaPct : settings.EstimateSigmaPct) / 100;
            var moisture = isDry ? (double)settings.MoistureSigmaPct / 100 : 0;
            var mass = (double)NetKg.Kg;
            return Square((double)settings.WeighingSigma.Kg) + Square(relative * mass) + Square(moisture * mass);
        }

        private static double Square(double value) => value * value;
    }
}
