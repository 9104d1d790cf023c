using Ledger.Domain.Values;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;

namespace Ledger.Rules.Balance;

/// <summary>A run's sheets added up, in dry mass where every line states a moisture, else as weighed.</summary>
/// <param name="IsMeasured">Every line was weighed.</param>
/// <param name="MeasuredLossKg">Unit: kg, as weighed.</param>
/// <param name="LargestSlipKg">What one mistyped digit in one mass can have added to the output or left out of the input.</param>
public sealed record RunBalance(bool IsDry, bool IsMeasured, RunSides Sides, decimal MeasuredLossKg, decimal LargestSlipKg)
{
    public static RunBalance Of(RunFacts run, RuleSettings settings)
    {
        List<RunLine> inputs = [.. run.Parts.SelectMany(part => RunLine.InputsOf(part.Part))];
        List<RunLine> outputs = [.. run.Parts.SelectMany(part => RunLine.OutputsOf(part.Part))];
        List<RunLine> lines = [.. inputs, .. outputs];
        var isDry = lines.TrueForAll(line => line.MoisturePct is not null);
        var slips = outputs.Select(line => line.TooHigh * DryShare(line)).Concat(inputs.Select(line => line.TooLow * DryShare(line)));
        return new(
            isDry, lines.TrueForAll(line => line.Method == WeighingMethod.Measured),
            isDry ? RunSides.Dry(run, settings) : RunSides.Wet(run, settings),
            run.Parts.Sum(part => part.Part.MeasuredLossKg?.Kg ?? 0), (decimal)slips.DefaultIfEmpty().Max());

        double DryShare(RunLine line) => isDry ? 1 - ((double)line.MoisturePct!.Value.Percent / 100) : 1;
    }

    public decimal InputKg => Rounding.Kg(Sides.Input.Kg);

    public decimal OutputKg => Rounding.Kg(Sides.Output.Kg);

    /// <summary>How far apart both sides may be by uncertainty alone, kg.</summary>
    public decimal Tolerance(RuleSettings settings) => Rounding.Kg(Sides.Gain.Sigma * (double)settings.Coverage);
}
