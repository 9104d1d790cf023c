using System.Text.Json.Serialization;
using Ledger.Domain.Json;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;
using NodaTime;

namespace Ledger.Rules.Views;

[JsonConverter(typeof(CodeJsonConverter<SaleStatus>))]
public enum SaleStatus { Agreed, PartlyReceived, Received, ReceivedOnly, Cancelled }

[JsonConverter(typeof(CodeJsonConverter<SoldLotState>))]
public enum SoldLotState { Agreed, Received, Refused, Cancelled, ReceivedOnly }

/// <summary>A sale: what was agreed, what was received, who has title. Price and taxes are sealed.</summary>
/// <param name="TitlePasses">By what title was to pass.</param>
/// <param name="DifferenceKg">Received less sold, over the lots of which both sides stated a mass; null where there is none.</param>
/// <param name="Title">What was recorded of title to all of it.</param>
/// <param name="Silent">Whose half is missing: nothing recorded and nothing countersigned.</param>
public sealed record SaleView(
    SaleId SaleId, SaleStatus Status, PartyId? Seller, PartyId? Buyer, OffsetDateTime? AgreedAt, TitlePasses? TitlePasses,
    SaleContract? Contract, Mass? SoldKg, Mass? ReceivedKg, Mass? DifferenceKg, IReadOnlyList<SoldLot> Lots,
    IReadOnlyList<SaleTitle> Title, IReadOnlyList<SaleReceipt> Receipts, IReadOnlyList<PartyId> Silent)
{
    /// <summary>What rules found about it, as far as a reader may see.</summary>
    public IReadOnlyList<FindingView>? Findings { get; init; }

    /// <summary>With what R5 compares of each lot.</summary>
    public SaleView Comparing(TransferFacts transfer, RuleSettings settings)
    {
        var compared = ComparedMass.Of(transfer, settings);
        return this with { Lots = [.. Lots.Select(lot => lot with { Compared = Halves.Of(compared, transfer, lot.Lot) })] };
    }

    /// <summary>Puts both halves side by side; null when nothing that counts is known of it.</summary>
    public static SaleView? Of(SaleId id, TransferFacts transfer)
    {
        if (transfer.Facts.Count == 0) return null;
        var (fact, sale) = transfer.Agreements.LastOrDefault();
        var delivery = transfer.Deliveries.Select(half => half.Delivery).LastOrDefault();
        var (seller, buyer) = (sale?.Seller ?? delivery?.From, sale?.Buyer ?? delivery?.Receiver);
        var lots = SoldLot.Of(transfer);
        var isAnswered = lots.Any(lot => lot.State != SoldLotState.Agreed)
            || (fact is not null && TransferFacts.IsCountersignedBy(fact, sale!.Buyer));
        return new(
            id, StatusOf(transfer, lots), seller, buyer, sale?.When.EventTime, sale?.TitlePasses, sale?.Contract,
            Halves.Sum(lots.Select(lot => lot.SoldKg)), Halves.Sum(lots.Select(lot => lot.ReceivedKg)),
            Halves.Sum(lots.Select(lot => lot.DifferenceKg)), lots, SaleTitle.Of(transfer),
            [.. transfer.Deliveries.Select(half => new SaleReceipt(
                half.Fact.Custody, half.Delivery.Receiver, half.Delivery.Basis, half.Delivery.When.EventTime, half.Delivery.Lots.Count,
                half.Delivery.Refused.Count))],
            [.. new[] { sale is null ? seller : null, isAnswered ? null : buyer }.OfType<PartyId>()]);
    }

    private static SaleStatus StatusOf(TransferFacts transfer, IReadOnlyList<SoldLot> lots)
    {
        if (transfer.Of<SaleCancelled>().Any()) return SaleStatus.Cancelled;
        if (!transfer.Agreements.Any()) return SaleStatus.ReceivedOnly;
        var answered = lots.Count(lot => lot.State != SoldLotState.Agreed);
        return answered == 0 ? SaleStatus.Agreed : answered < lots.Count ? SaleStatus.PartlyReceived : SaleStatus.Received;
    }
}

/// <summary>One lot of a sale.</summary>
/// <param name="Owner">Who has title by what is recorded of this sale: the buyer once it passed, else the seller.</param>
/// <param name="DifferenceKg">Received less sold.</param>
public sealed record SoldLot(
    LotReference Lot, SoldLotState State, PartyId? Owner, Mass? SoldKg, WeighingMethod? SoldMethod, Mass? ReceivedKg,
    WeighingMethod? ReceivedMethod, Mass? DifferenceKg, bool? TagIntact, OffsetDateTime? ReceivedAt)
{
    /// <summary>As R5 compares it; absent where one side did not measure it.</summary>
    public ComparedMass? Compared { get; init; }

    internal static IReadOnlyList<SoldLot> Of(TransferFacts transfer)
    {
        var lots = new List<SoldLot>();
        foreach (var (fact, sale) in transfer.Agreements)
            foreach (var item in sale.Lots.Where(item => !lots.Exists(known => transfer.IsSameLot(known.Lot, item.Lot))))
                lots.Add(Of(transfer, sale, item, transfer.ReceiptOf(fact, sale, item.Lot)));
        foreach (var (fact, delivery) in transfer.Deliveries)
            foreach (var item in delivery.Lots.Where(item => !lots.Exists(known => transfer.IsSameLot(known.Lot, item.Lot))))
                lots.Add(new(
                    item.Lot, SoldLotState.ReceivedOnly, null, null, null, item.NetKg, item.Method, null, item.TagIntact,
                    fact.Event.When.EventTime));
        return lots;
    }

    private static SoldLot Of(TransferFacts transfer, SaleAgreed sale, LotItem sold, OtherHalf? receipt)
    {
        var state = IsCancelled(transfer, sale, sold.Lot) ? SoldLotState.Cancelled
            : receipt is null ? SoldLotState.Agreed
            : receipt.Outcome == LotOutcome.Refused ? SoldLotState.Refused : SoldLotState.Received;
        return new(
            sold.Lot, state, OwnerOf(transfer, sale, sold.Lot, state), sold.NetKg, sold.Method, receipt?.NetKg, receipt?.Method,
            Halves.Difference(sold.NetKg, receipt?.NetKg), receipt?.TagIntact,
            receipt is { Outcome: LotOutcome.Taken } ? receipt.Fact.Event.When.EventTime : null);
    }

    private static bool IsCancelled(TransferFacts transfer, SaleAgreed sale, LotReference lot) => transfer.Of<SaleCancelled>().Any()
        || (transfer.Lots.TryGetValue(lot, out var facts) && facts.Of<LotSaleCancelled>().Any(each => each.Event.SaleId == sale.SaleId));

    private static PartyId OwnerOf(TransferFacts transfer, SaleAgreed sale, LotReference lot, SoldLotState state)
    {
        if (state is SoldLotState.Cancelled or SoldLotState.Refused) return sale.Seller; // title goes back
        var passed = transfer.Of<SaleTitlePassed>().Select(each => each.Event.To).Concat(
            transfer.Lots.TryGetValue(lot, out var facts)
                ? facts.Of<LotTitlePassed>().Where(each => each.Event.SaleId == sale.SaleId).Select(each => each.Event.To) : []).ToList();
        if (passed.Count > 0) return passed[^1];
        return sale.TitlePasses == Domain.Values.TitlePasses.Agreed
            || (sale.TitlePasses == Domain.Values.TitlePasses.Delivered && state == SoldLotState.Received) ? sale.Buyer : sale.Seller;
    }
}

/// <summary>What was recorded of title to all of a sale.</summary>
/// <param name="Ground">Why it passed; absent where the sale was cancelled.</param>
/// <param name="To">Who had title then.</param>
public sealed record SaleTitle(CustodyEventId CustodyEvent, PartyId From, PartyId To, TitleGround? Ground, OffsetDateTime When)
{
    internal static IReadOnlyList<SaleTitle> Of(TransferFacts transfer) => [.. transfer.Facts.Select(fact => fact.Event switch
    {
        SaleTitlePassed passed => new SaleTitle(fact.Custody, passed.From, passed.To, passed.Ground, passed.When.EventTime),
        SaleCancelled cancelled => new SaleTitle(fact.Custody, cancelled.Buyer, cancelled.Seller, null, cancelled.When.EventTime),
        _ => null,
    }).OfType<SaleTitle>()];
}

/// <summary>A delivery that names the sale.</summary>
public sealed record SaleReceipt(
    CustodyEventId CustodyEvent, PartyId Receiver, ReceiptBasis Basis, OffsetDateTime When, int Lots, int Refused);
