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

/// <summary>What a run gained or lost, and how sure that is.</summary>
/// <param name="Matter"><c>dry</c> where every line states a moisture, else <c>wet</c>.</param>
/// <param name="GainKg">Output less input; negative where mass was lost.</param>
/// <param name="SigmaKg">1 sigma of it.</param>
/// <param name="Sources">What share of the variance each kind of error source has, largest first.</param>
public sealed record RunGain(
    string Matter, decimal InputKg, decimal OutputKg, decimal GainKg, decimal SigmaKg, IReadOnlyList<VarianceShare> Sources)
{
    public static RunGain Of(RunFacts run, RuleSettings settings)
    {
        var balance = RunBalance.Of(run, settings.At(run.Sheets));
        var gain = balance.Sides.Gain;
        return new(
            balance.IsDry ? HolderBalance.DryMatter : "wet", balance.InputKg, balance.OutputKg, Rounding.Kg(gain.Kg),
            Rounding.Kg(gain.Sigma), gain.StatedShares());
    }
}
