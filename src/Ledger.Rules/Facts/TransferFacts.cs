using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;

namespace Ledger.Rules.Facts;

/// <summary>
/// What is known of one transfer: the stream that carries its id, and for each lot it names, that lot's facts, since the other
/// half may have been recorded without the id.
/// </summary>
/// <param name="Subject">The transfer's stream: a sale, a movement or a delivery without an id.</param>
public sealed record TransferFacts(StreamName Subject, IReadOnlyList<Fact> Facts, IReadOnlyDictionary<LotReference, LotFacts> Lots)
{
    public static TransferFacts Assemble(
        StreamName subject, IEnumerable<Fact> stream, IReadOnlyDictionary<LotReference, LotFacts> lots, Effectiveness effectiveness) =>
        new(subject, [.. stream.Where(fact => effectiveness.IsEffective(fact.Custody)).Order()], lots);

    public IEnumerable<(Fact Fact, SaleAgreed Sale)> Agreements => Facts.Where(fact => fact.Event is SaleAgreed)
        .Select(fact => (fact, (SaleAgreed)fact.Event));

    public IEnumerable<(Fact Fact, DeliveryReceived Delivery)> Deliveries => Facts.Where(fact => fact.Event is DeliveryReceived)
        .Select(fact => (fact, (DeliveryReceived)fact.Event));

    /// <summary>The lots a transfer's stream names.</summary>
    public static IEnumerable<LotReference> LotsIn(IEnumerable<Fact> stream) => stream.SelectMany(fact => fact.Event switch
    {
        SaleAgreed sale => sale.Lots.Select(item => item.Lot),
        DeliveryReceived delivery => delivery.Lots.Select(item => item.Lot).Concat(delivery.Refused.Select(refused => refused.Lot)),
        _ => [],
    }).Distinct();
}
