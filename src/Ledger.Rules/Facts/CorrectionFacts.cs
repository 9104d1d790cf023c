using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;

namespace Ledger.Rules.Facts;

/// <summary>A record that was corrected, and what is known of the lots it speaks of.</summary>
/// <param name="Target">The facts of the record; none where it is not here (yet).</param>
/// <param name="Corrections">What corrected it, sorted: effective or not.</param>
/// <param name="Lots">Lots among whose facts the record is, corrected away or not.</param>
public sealed record CorrectionFacts(
    CustodyEventId Id, IReadOnlyList<Fact> Target, IReadOnlyList<Fact> Corrections, IReadOnlyList<LotFacts> Lots,
    Effectiveness Effectiveness)
{
    public string Subject => StreamName.CustodyEvent(Id).Value;

    /// <summary>The record a subject is about.</summary>
    public static CustodyEventId? IdOf(string subject) =>
        subject.StartsWith("custody-event:", StringComparison.Ordinal) && Guid.TryParse(subject.AsSpan("custody-event:".Length), out var id)
            ? new CustodyEventId(id) : null;

    /// <summary>The record is one of this lot's.</summary>
    public bool IsOf(LotFacts lot) => lot.Facts.Concat(lot.Corrected).Any(fact => fact.Custody == Id);
}
