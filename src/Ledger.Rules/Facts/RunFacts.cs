using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;

namespace Ledger.Rules.Facts;

/// <summary>The sheets of one processing run that count, sorted.</summary>
public sealed record RunFacts(RunId Run, IReadOnlyList<(Fact Fact, RunPartRecorded Part)> Parts)
{
    public static RunFacts Assemble(RunId run, IEnumerable<Fact> runStream, Effectiveness effectiveness) => new(
        run,
        [.. runStream.Where(fact => effectiveness.IsEffective(fact.Custody)).Order()
            .Where(fact => fact.Event is RunPartRecorded).Select(fact => (fact, (RunPartRecorded)fact.Event))]);

    /// <summary>One of the sheets says it is the last.</summary>
    public bool IsClosed => Parts.Any(part => part.Part.Final);

    /// <summary>The sheets as facts.</summary>
    public IReadOnlyList<Fact> Sheets { get; } = [.. Parts.Select(part => part.Fact)];

    /// <summary>Whose run it is; several where its sheets disagree.</summary>
    public IReadOnlyList<PartyId> Holders => [.. Parts.Select(part => part.Part.Holder).Distinct()];

    public IEnumerable<RunInput> Inputs => Parts.SelectMany(part => part.Part.Inputs);

    public IEnumerable<RunOutput> Outputs => Parts.SelectMany(part => part.Part.Outputs);
}
