using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;

namespace Ledger.Rules.Facts;

/// <summary>
/// What is known of one transfer: the stream that carries its id, and for each lot it names, that lot's facts, since the other
/// half may have been recorded without the id.
/// </summary>
/// <param name="Subject">
/// The transfer's stream: a sale, a movement or a delivery without an id. What a smelter took in stands in the smelter's stream; the
/// delivery is named by its record.
/// </param>
/// <param name="Scales">The streams of the scales that its lots were weighed on, as far as they count, sorted.</param>
public sealed record TransferFacts(
    StreamName Subject, IReadOnlyList<Fact> Facts, IReadOnlyDictionary<LotReference, LotFacts> Lots,
    IReadOnlyDictionary<ScaleId, IReadOnlyList<Fact>> Scales)
{
    public static TransferFacts Assemble(
        StreamName subject, IEnumerable<Fact> stream, IReadOnlyDictionary<LotReference, LotFacts> lots,
        IReadOnlyDictionary<ScaleId, IReadOnlyList<Fact>> scales, Effectiveness effectiveness) =>
        new(subject, [.. stream.Where(fact => effectiveness.IsEffective(fact.Custody)).Order()], lots, scales);

    /// <summary>The scales that lots were weighed on, by anybody.</summary>
    public static IEnumerable<ScaleId> ScalesIn(IEnumerable<LotFacts> lots) =>
        lots.SelectMany(lot => lot.Facts).Select(fact => ScaleOf(fact.Event)).OfType<ScaleId>().Distinct();

    /// <summary>What a lot's mass was read on; null where nobody said.</summary>
    public static ScaleId? ScaleOf(CustodyLedgerEvent ledgerEvent) => ledgerEvent switch
    {
        LotWeighed weighed => weighed.ScaleId,
        LotReceived received => received.ScaleId,
        _ => null,
    };

    public IEnumerable<(Fact Fact, SaleAgreed Sale)> Agreements => Of<SaleAgreed>();

    public IEnumerable<(Fact Fact, DeliveryReceived Delivery)> Deliveries => Of<DeliveryReceived>();

    public IEnumerable<(Fact Fact, T Event)> Of<T>()
        where T : CustodyLedgerEvent =>
        Facts.Where(fact => fact.Event is T).Select(fact => (fact, (T)fact.Event));

    /// <summary>True when both references mean the same lot, one by its id, one by the tag it wore.</summary>
    public bool IsSameLot(LotReference left, LotReference right) =>
        left == right || (Lots.TryGetValue(left, out var one) && Lots.TryGetValue(right, out var other) && one.Lot == other.Lot);

    /// <summary>
    /// The buyer's side spoke of the lot: it took or refused it, or countersigned. Halves match on ids, else on parties and lot,
    /// else on the sheet.
    /// </summary>
    public bool HasReceipt(Fact fact, SaleAgreed sale, LotReference lot) =>
        IsCountersignedBy(fact, sale.Buyer) || ReceiptOf(fact, sale, lot) is not null;

    /// <summary>What the buyer's side recorded of the lot, last; null where it recorded nothing.</summary>
    public OtherHalf? ReceiptOf(Fact fact, SaleAgreed sale, LotReference lot) =>
        InDeliveries(lot) ?? InLot(lot, each => each.Event switch
        {
            LotReceived received => received.SaleId == sale.SaleId || received.Receiver == sale.Buyer || IsSameSheet(each, fact),
            LotRefused refused => refused.SaleId == sale.SaleId || refused.Receiver == sale.Buyer,
            _ => false,
        });

    /// <summary>What the side the lot was sent to recorded of it, last; or that it was lost; null where nobody recorded anything.</summary>
    public OtherHalf? ArrivalOf(MovementDispatched dispatch, LotReference lot) =>
        Of<MovementArrived>().SelectMany(half => half.Event.Lots.Where(item => IsSameLot(item.Lot, lot))
            .Select(item => new OtherHalf(half.Fact, item.NetKg, item.Method, item.TagIntact, LotOutcome.Taken))).LastOrDefault()
        ?? InDeliveries(lot) ?? InLot(lot, each => each.Event switch
        {
            LotArrived arrived => arrived.MovementId == dispatch.MovementId || arrived.To == dispatch.To,
            LotReceived received => received.MovementId == dispatch.MovementId || received.Receiver == dispatch.To,
            LotRefused refused => refused.MovementId == dispatch.MovementId || refused.Receiver == dispatch.To,
            LotLost => true, // another matter, and told as such
            _ => false,
        });

    /// <summary>True where that half was countersigned by the party, which has no account of its own.</summary>
    public static bool IsCountersignedBy(Fact fact, PartyId party) =>
        fact.Headers.Countersigned?.Any(signature => signature.Party == party) ?? false;

    /// <summary>The seller's side spoke of the lot that was taken in: it sold it, or countersigned.</summary>
    public bool HasSale(Fact fact, DeliveryReceived delivery, LotReference lot) =>
        (delivery.From is { } seller && IsCountersignedBy(fact, seller))
        || Agreements.Any(half => half.Sale.Lots.Any(sold => IsSameLot(sold.Lot, lot)))
        || (Lots.TryGetValue(lot, out var facts) && facts.Of<LotSold>().Any(each =>
            each.Event.SaleId == delivery.SaleId || each.Event.Buyer == delivery.Receiver || IsSameSheet(each.Fact, fact)));

    /// <summary>The lots a transfer's stream names.</summary>
    public static IEnumerable<LotReference> LotsIn(IEnumerable<Fact> stream) => stream.SelectMany(fact => fact.Event switch
    {
        SaleAgreed sale => sale.Lots.Select(item => item.Lot),
        DeliveryReceived delivery => LotsOf(delivery),
        MovementDispatched dispatched => dispatched.Lots.Select(item => item.Lot),
        MovementArrived arrived => arrived.Lots.Select(item => item.Lot),
        SmelterDeliveryReceived received => [received.Lot],
        _ => [],
    }).Distinct();

    private static IEnumerable<LotReference> LotsOf(DeliveryReceived delivery) =>
        delivery.Lots.Select(item => item.Lot).Concat(delivery.Refused.Select(refused => refused.Lot));

    private OtherHalf? InDeliveries(LotReference lot) => Deliveries.SelectMany(half =>
        half.Delivery.Lots.Where(item => IsSameLot(item.Lot, lot))
            .Select(item => new OtherHalf(half.Fact, item.NetKg, item.Method, item.TagIntact, LotOutcome.Taken))
            .Concat(half.Delivery.Refused.Where(refused => IsSameLot(refused.Lot, lot))
                .Select(_ => new OtherHalf(half.Fact, null, null, null, LotOutcome.Refused)))).LastOrDefault();

    private OtherHalf? InLot(LotReference lot, Func<Fact, bool> isHalf) =>
        Lots.TryGetValue(lot, out var facts) ? facts.Facts.Where(isHalf).Select(OtherHalf.Of).LastOrDefault() : null;

    private static bool IsSameSheet(Fact left, Fact right) =>
        left.Headers.Sheet is { } sheet && right.Headers.Sheet is { } other && (sheet.Book, sheet.Number) == (other.Book, other.Number);
}

/// <summary>What became of a lot on the other side.</summary>
public enum LotOutcome { Taken, Refused, Lost }

/// <summary>What the receiving side recorded of one lot.</summary>
public sealed record OtherHalf(Fact Fact, Mass? NetKg, WeighingMethod? Method, bool? TagIntact, LotOutcome Outcome)
{
    internal static OtherHalf Of(Fact fact) => fact.Event switch
    {
        LotArrived arrived => new(fact, arrived.NetKg, arrived.Method, arrived.TagIntact, LotOutcome.Taken),
        LotReceived received => new(fact, received.NetKg, received.Method, received.TagIntact, LotOutcome.Taken),
        LotLost => new(fact, null, null, null, LotOutcome.Lost),
        _ => new(fact, null, null, null, LotOutcome.Refused),
    };
}
