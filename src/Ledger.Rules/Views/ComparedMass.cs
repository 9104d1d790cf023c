using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Balance;
using Ledger.Rules.Balance.Transfers;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;

namespace Ledger.Rules.Views;

/// <summary>A lot of a transfer as R5 compares it: only where both sides measured it.</summary>
/// <param name="SentKg">Its custodian's last weight before the receipt.</param>
/// <param name="DifferenceKg">Received less sent.</param>
/// <param name="ExpectedKg">What drying and what is known of the scales let expect of that difference.</param>
/// <param name="SigmaKg">1 sigma of the difference.</param>
public sealed record ComparedMass(decimal SentKg, decimal ReceivedKg, decimal DifferenceKg, decimal ExpectedKg, decimal SigmaKg)
{
    /// <summary>The lots of a transfer that can be compared, by the lot.</summary>
    public static IReadOnlyDictionary<LotId, ComparedMass> Of(TransferFacts transfer, RuleSettings settings)
    {
        var lots = ComparedLot.Of(transfer.Lots.Values, [.. ReceiptsOf(transfer).Select(receipt => receipt.Custody)]);
        if (lots.Count == 0) return new Dictionary<LotId, ComparedMass>();
        var gains = ShipmentTest.GainsOf(lots, transfer.Scales, settings.At(lots.Select(lot => lot.Receipt)));
        return lots.Zip(gains).ToDictionary(pair => pair.First.Lot, pair => new ComparedMass(
            pair.First.Sent.Kg, pair.First.Received.Kg, Rounding.Kg(pair.First.DifferenceKg),
            Rounding.Kg(pair.First.DifferenceKg - pair.Second.Kg), Rounding.Kg(pair.Second.Sigma)));
    }

    // Also what was recorded without the transfer's id, as both halves are put side by side.
    private static IEnumerable<Fact> ReceiptsOf(TransferFacts transfer)
    {
        var sold = from half in transfer.Agreements from item in half.Sale.Lots select transfer.ReceiptOf(half.Fact, half.Sale, item.Lot);
        var moved = from half in transfer.Of<MovementDispatched>() from item in half.Event.Lots
            select transfer.ArrivalOf(half.Event, item.Lot);
        return sold.Concat(moved).OfType<OtherHalf>().Select(half => half.Fact)
            .Concat(transfer.Facts.Where(fact => fact.Event is DeliveryReceived or SmelterDeliveryReceived));
    }
}
