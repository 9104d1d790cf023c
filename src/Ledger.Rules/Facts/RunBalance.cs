using Ledger.Domain.Values;
using Ledger.Rules.Findings;

namespace Ledger.Rules.Facts;

/// <summary>What went into a run and what came out, dry where moisture is known on every line, else as weighed. Unit: kg.</summary>
/// <param name="LargestSlip">What one mistyped digit in one mass can have added to the output or left out of the input.</param>
/// <param name="Sigma">1 sigma of the difference; independent parts only: a scale's shared bias is left to the statistical balance.</param>
public sealed record RunBalance(bool IsDry, bool IsMeasured, decimal Input, decimal Output, decimal MeasuredLoss, decimal Sigma,
    decimal LargestSlip)
{
    public static RunBalance Of(RunFacts run, RuleSettings settings)
    {
        List<Line> inputs = [.. run.Inputs.Select(input => new Line(input.NetKg, input.Method, input.MoisturePct))];
        List<Line> outputs = [.. run.Outputs.Select(output => new Line(output.NetKg, output.Method, output.MoisturePct))];
        List<Line> lines = [.. inputs, .. outputs];
        var isDry = lines.TrueForAll(line => line.MoisturePct is not null);
        return new(
            isDry, lines.TrueForAll(line => line.Method == WeighingMethod.Measured), inputs.Sum(line => line.Kg(isDry)),
            outputs.Sum(line => line.Kg(isDry)), run.Parts.Sum(part => part.Part.MeasuredLossKg?.Kg ?? 0),
            (decimal)Math.Sqrt(lines.Sum(line => line.Variance(isDry, settings))),
            outputs.Select(line => line.TooHigh(isDry)).Concat(inputs.Select(line => line.TooLow(isDry))).DefaultIfEmpty().Max());
    }

    /// <summary>How far apart both sides may be by uncertainty alone, kg.</summary>
    public decimal Tolerance(RuleSettings settings) => decimal.Round(Sigma * settings.Coverage, 3);

    /// <summary>One weighed line of the sheets.</summary>
    private sealed record Line(Mass NetKg, WeighingMethod Method, Pct? MoisturePct)
    {
        /// <summary>Dry mass m(1 - w), or the mass as weighed.</summary>
        public decimal Kg(bool isDry) => isDry ? NetKg.Kg * (1 - (MoisturePct!.Value.Percent / 100m)) : NetKg.Kg;

        /// <summary>By how much one mistyped digit may have made it too high: its first digit should have been 0.</summary>
        public decimal TooHigh(bool isDry) => Kg(isDry) * FirstDigitPart;

        /// <summary>By how much one mistyped digit may have made it too low: its first digit should have been 9.</summary>
        public decimal TooLow(bool isDry) => Kg(isDry) * ((9 * Unit / NetKg.Grams) - FirstDigitPart);

        private decimal FirstDigitPart => decimal.Floor(NetKg.Grams / Unit) * Unit / NetKg.Grams;

        // Of the first digit, in grams: 10,000 for 45.3 kg.
        private decimal Unit
        {
            get
            {
                var unit = 1m;
                while (unit * 10 <= NetKg.Grams) unit *= 10;
                return unit;
            }
        }

        /// <summary>Unit: kg squared.</summary>
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
