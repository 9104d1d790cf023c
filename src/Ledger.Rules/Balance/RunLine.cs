using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;
using NodaTime;
using static Ledger.Rules.Numerics.Arithmetic;

namespace Ledger.Rules.Balance;

/// <summary>One weighed line of a run's sheets, as quantities that know what they share with the plant's other lines.</summary>
/// <param name="Lot">Null where an input is named by its tag.</param>
internal sealed record RunLine(
    PartyId Holder, LocalDate Day, RunOperation Operation, bool IsOutput, LotId? Lot, Mass NetKg, WeighingMethod Method, Pct? MoisturePct,
    IReadOnlyList<Analyte>? Analytes)
{
    /// <summary>Inputs, then outputs.</summary>
    public static IEnumerable<RunLine> Of(RunPartRecorded part) => InputsOf(part).Concat(OutputsOf(part));

    private double Grams => NetKg.Grams;

    private double Mass => Grams / 1000;

    public static IEnumerable<RunLine> InputsOf(RunPartRecorded part) => part.Inputs.Select(line => new RunLine(
        part.Holder, DayOf(part), part.Operation, IsOutput: false, line.Lot.LotId, line.NetKg, line.Method, line.MoisturePct,
        line.Analytes));

    public static IEnumerable<RunLine> OutputsOf(RunPartRecorded part) => part.Outputs.Select(line => new RunLine(
        part.Holder, DayOf(part), part.Operation, IsOutput: true, line.Lot, line.NetKg, line.Method, line.MoisturePct, line.Analytes));

    /// <summary>What the scale showed. Unit: kg wet.</summary>
    public Quantity Wet(RuleSettings settings)
    {
        var loadings = new Dictionary<ErrorSource, double>();
        return new(Mass, WeighingVariance(settings, sensitivity: 1, loadings), loadings);
    }

    /// <summary>m (1 - w), with the moisture stated or the one expected where none is. Unit: kg dry.</summary>
    public Quantity Dry(RuleSettings settings)
    {
        var moisture = (double)(MoisturePct?.Percent ?? settings.UnmeasuredMoisturePct) / 100;
        var loadings = new Dictionary<ErrorSource, double>();
        var own = WeighingVariance(settings, 1 - moisture, loadings) + MoistureVariance(settings, 1, loadings);
        return new(Mass * (1 - moisture), own, loadings);
    }

    /// <summary>
    /// m (1 - w) g; null where the line states no grade of it. One analyser measures what goes in and what comes out: what it is
    /// wrong by cancels. Unit: kg of the analyte.
    /// </summary>
    public Quantity? Contained(string analyte, RuleSettings settings)
    {
        if (Analytes?.FirstOrDefault(each => each.Name == analyte) is not { } stated) return null;
        var moisture = (double)(MoisturePct?.Percent ?? settings.UnmeasuredMoisturePct) / 100;
        var grade = (double)stated.Pct.Percent / 100;
        var contained = Mass * (1 - moisture) * grade;
        var loadings = new Dictionary<ErrorSource, double>();
        var own = WeighingVariance(settings, (1 - moisture) * grade, loadings) + MoistureVariance(settings, grade, loadings)
            + Square(contained * Fraction(settings.AssaySigmaPct));
        return new(contained, own, loadings);
    }

    /// <summary>By how much one mistyped digit may have made it too high: its first digit should have been 0. Unit: kg as
    /// weighed.</summary>
    public double TooHigh => Math.Floor(Grams / FirstDigit) * FirstDigit / 1000;

    /// <summary>By how much one mistyped digit may have made it too low: its first digit should have been 9. Unit: kg as
    /// weighed.</summary>
    public double TooLow => (9 * FirstDigit / 1000) - TooHigh;

    // In grams: 10,000 for 45.3 kg.
    private double FirstDigit
    {
        get
        {
            var unit = 1.0;
            while (unit * 10 <= Grams) unit *= 10;
            return unit;
        }
    }

    // A plant weighs what goes in and what comes out on its scale, so most of the scale's error cancels; what another scale or another
    // corner of the same one adds is on the output. A mass nobody weighed leans on no scale.
    private double WeighingVariance(RuleSettings settings, double sensitivity, Dictionary<ErrorSource, double> loadings)
    {
        if (Method != WeighingMethod.Measured) return Square(Mass * sensitivity * Fraction(settings.EstimateSigmaPct));
        Add(loadings, Half("scale", settings.ScaleSigmaPct), Mass * sensitivity);
        if (IsOutput)
            Add(loadings, Half("scales-apart", settings.ScaleApartSigmaPct), Mass * sensitivity);
        return Square((double)settings.WeighingSigma.Kg * sensitivity);
    }

    // Measured: each lot's sample, and the meter. Not measured: each lot, the weather, and what an operation that uses water
    // leaves in its product.
    private double MoistureVariance(RuleSettings settings, double sensitivity, Dictionary<ErrorSource, double> loadings)
    {
        if (MoisturePct is not null)
        {
            Add(loadings, Half("moisture-meter", settings.MoistureCommonSigmaPct), -Mass * sensitivity);
            return Square(Mass * sensitivity * Fraction(settings.MoistureSigmaPct));
        }

        var common = Fraction(settings.UnmeasuredCommonSigmaPct);
        foreach (var (source, share) in Season.Quarterly("moisture-unknown", Holder.Value, common, Day))
            Add(loadings, source, -Mass * sensitivity * share);
        if (IsOutput && (Operation is RunOperation.Washing or RunOperation.Gravity or RunOperation.Other))
            Add(loadings, new("process-water", Works, 0, Fraction(settings.ProcessWaterSigmaPct)), -Mass * sensitivity);
        return Square(Mass * sensitivity * Fraction(settings.UnmeasuredMoistureSigmaPct));
    }

    private string Works => $"{Holder}/{Operation}";

    private ErrorSource Half(string kind, decimal sigmaPct) => new(kind, Holder.Value, Season.HalfYear(Day), Fraction(sigmaPct));

    private static LocalDate DayOf(RunPartRecorded part) => part.When.EventTime.Date;

    private static void Add(Dictionary<ErrorSource, double> loadings, ErrorSource source, double loading) =>
        loadings[source] = loadings.GetValueOrDefault(source) + loading;
}
