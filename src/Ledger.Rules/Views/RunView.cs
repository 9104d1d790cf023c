using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Balance;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;
using NodaTime;

namespace Ledger.Rules.Views;

/// <summary>A processing run: its sheets added up.</summary>
/// <param name="UnmeasuredLossKg">In minus out minus measured loss; negative where more came out than went in.</param>
public sealed record RunView(
    RunId RunId, RunOperation Operation, PartyId Holder, string? Facility, bool IsClosed, OffsetDateTime From, OffsetDateTime To,
    Mass InputKg, Mass OutputKg, Mass MeasuredLossKg, Mass UnmeasuredLossKg, IReadOnlyList<RunInput> Inputs,
    IReadOnlyList<RunOutput> Outputs, int PartCount)
{
    /// <summary>What rules found about it, as far as a reader may see; a row of the view has none.</summary>
    public IReadOnlyList<FindingView>? Findings { get; init; }

    /// <summary>What it gained or lost, with its uncertainty; a row of the view has none.</summary>
    public RunGain? Balance { get; init; }

    /// <summary>The same as weighed, in dry mass where every line states a moisture, and in each analyte that every line states.</summary>
    public IReadOnlyList<RunGain>? Balances { get; init; }

    /// <summary>What its balance still waits for; a row of the view has none.</summary>
    public RunNeeds? Needs { get; init; }

    /// <summary>Adds up the run's sheets; null when none counts.</summary>
    public static RunView? Of(RunFacts run)
    {
        if (run.Parts.Count == 0) return null;
        var first = run.Parts[0].Part;
        var input = Sum(run.Inputs.Select(each => each.NetKg));
        var output = Sum(run.Outputs.Select(each => each.NetKg));
        var loss = Sum(run.Parts.Select(part => part.Part.MeasuredLossKg ?? Mass.Zero));
        return new(
            run.Run, first.Operation, first.Holder, first.Facility, run.IsClosed, first.When.EventTime,
            run.Parts[^1].Part.When.EventTime, input, output, loss, input - output - loss,
            [.. run.Inputs], [.. run.Outputs], run.Parts.Count);
    }

    private static Mass Sum(IEnumerable<Mass> masses) => masses.Aggregate(Mass.Zero, (sum, mass) => sum + mass);
}

/// <summary>A run in a list: without its lines.</summary>
/// <param name="UnmeasuredLossKg">In minus out minus measured loss; negative where more came out than went in.</param>
public sealed record RunSummary(
    RunId RunId, RunOperation Operation, PartyId Holder, string? Facility, bool IsClosed, OffsetDateTime From, OffsetDateTime To,
    Mass InputKg, Mass OutputKg, Mass MeasuredLossKg, Mass UnmeasuredLossKg, int PartCount);

/// <summary>What a run gained or lost, and how sure that is.</summary>
/// <param name="Matter"><c>dry</c>, <c>wet</c> (as weighed), or the analyte whose contained mass it is.</param>
/// <param name="GainKg">Output less input; negative where mass was lost.</param>
/// <param name="SigmaKg">1 sigma of it.</param>
/// <param name="Sources">What share of the variance each kind of error source has, largest first.</param>
public sealed record RunGain(
    string Matter, decimal InputKg, decimal OutputKg, decimal GainKg, decimal SigmaKg, IReadOnlyList<VarianceShare> Sources)
{
    private const string WetMatter = "wet";

    /// <summary>Dry where every line states a moisture, else as weighed.</summary>
    public static RunGain Of(RunFacts run, RuleSettings settings)
    {
        var balance = RunBalance.Of(run, settings.At(run.Sheets));
        return Of(balance.IsDry ? HolderBalance.DryMatter : WetMatter, balance.Sides);
    }

    /// <summary>In everything that can be told of all its lines.</summary>
    public static IEnumerable<RunGain> EachOf(RunFacts run, RuleSettings settings)
    {
        var numbers = settings.At(run.Sheets);
        yield return Of(WetMatter, RunSides.Wet(run, numbers));
        if (RunBalance.Of(run, numbers).IsDry) yield return Of(HolderBalance.DryMatter, RunSides.Dry(run, numbers));
        foreach (var analyte in RunSides.AnalytesOf(run)) yield return Of(analyte, RunSides.Contained(run, analyte, numbers));
    }

    private static RunGain Of(string matter, RunSides sides) => new(
        matter, Rounding.Kg(sides.Input.Kg), Rounding.Kg(sides.Output.Kg), Rounding.Kg(sides.Gain.Kg), Rounding.Kg(sides.Gain.Sigma),
        sides.Gain.StatedShares());
}

/// <summary>What is still missing for a run to be balanced in full.</summary>
/// <param name="LastSheet">No sheet says that it is the last.</param>
/// <param name="Weighings">Lines that nobody weighed.</param>
/// <param name="Moistures">Lines without a moisture.</param>
/// <param name="Grades">Lines without a grade.</param>
public sealed record RunNeeds(bool LastSheet, int Weighings, int Moistures, int Grades)
{
    public static RunNeeds Of(RunFacts run)
    {
        var lines = run.Inputs.Select(line => (line.Method, line.MoisturePct, line.Analytes))
            .Concat(run.Outputs.Select(line => (line.Method, line.MoisturePct, line.Analytes))).ToList();
        return new(
            !run.IsClosed, lines.Count(line => line.Method != WeighingMethod.Measured), lines.Count(line => line.MoisturePct is null),
            lines.Count(line => line.Analytes is not { Count: > 0 }));
    }
}
