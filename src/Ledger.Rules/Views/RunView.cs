using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Facts;
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
