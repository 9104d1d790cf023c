using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;

namespace Ledger.Rules.Facts;

/// <summary>What a party measured of another's deliveries in a month.</summary>
/// <param name="Lots">The lots that were taken in.</param>
public sealed record PairMonthFacts(string Subject, IReadOnlyList<Fact> Facts, IReadOnlyList<Fact> Corrected, IReadOnlyList<LotFacts> Lots)
    : KeyedFacts(Subject, Facts, Corrected)
{
    /// <summary>Where a receipt belongs; null where nothing was measured.</summary>
    public static string? SubjectOf(Fact fact) => fact.Event is LotReceived { Method: WeighingMethod.Measured } received
        ? FactKeys.PairOf(received.Receiver, received.From, FactKeys.MonthOf(fact)) : null;
}
