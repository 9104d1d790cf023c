using Ledger.Rules.Facts;
using Ledger.Rules.Findings;

namespace Ledger.Rules.Balance;

/// <summary>What went into a run and what came out.</summary>
/// <param name="Input">Unit: kg, wet, dry or contained.</param>
/// <param name="Output">Unit: kg; without losses.</param>
public sealed record RunSides(Quantity Input, Quantity Output)
{
    /// <summary>Output less input: what both lean on cancels. Unit: kg.</summary>
    public Quantity Gain { get; } = Output - Input;

    public static RunSides Wet(RunFacts run, RuleSettings settings) => Of(run, line => line.Wet(settings));

    /// <summary>In dry mass; a line that states no moisture has the expected one, and is the less certain for it.</summary>
    public static RunSides Dry(RunFacts run, RuleSettings settings) => Of(run, line => line.Dry(settings));

    /// <param name="analyte">One of <see cref="AnalytesOf"/>.</param>
    public static RunSides Contained(RunFacts run, string analyte, RuleSettings settings) =>
        Of(run, line => line.Contained(analyte, settings) ?? throw new ArgumentException($"no {analyte} on every line", nameof(analyte)));

    /// <summary>The analytes that every line of the run states, by name.</summary>
    public static IReadOnlyList<string> AnalytesOf(RunFacts run)
    {
        var lines = run.Inputs.Select(line => line.Analytes).Concat(run.Outputs.Select(line => line.Analytes)).ToList();
        return [.. (lines.FirstOrDefault() ?? []).Select(each => each.Name).Distinct().Order(StringComparer.Ordinal)
            .Where(name => lines.TrueForAll(line => line?.Any(each => each.Name == name) == true))];
    }

    private static RunSides Of(RunFacts run, Func<RunLine, Quantity> quantity) => new(
        Quantity.Sum(run.Parts.SelectMany(part => RunLine.InputsOf(part.Part)).Select(quantity)),
        Quantity.Sum(run.Parts.SelectMany(part => RunLine.OutputsOf(part.Part)).Select(quantity)));
}
