using Ledger.Api.Auth;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Facts;

namespace Ledger.Api.Reading;

/// <summary>What a caller may see of a subject: staff and auditors all, others what passed through their hands.</summary>
internal static class Sight
{
    /// <summary>True for a caller who may read everything about any subject.</summary>
    public static bool IsUnlimited(Caller caller) => Rights.Allows(caller.Roles, Operation.ReadAnyLot);

    public static bool MaySee(Caller caller, LotFacts lot) =>
        IsUnlimited(caller) || lot.Facts.Concat(lot.Corrected).Any(fact => Names(fact, caller.Organisation));

    public static bool MaySee(Caller caller, TagFacts tag) =>
        IsUnlimited(caller) || tag.Facts.Any(fact => fact.RecordedBy == caller.Organisation)
        || tag.Lots.Values.Any(lot => MaySee(caller, lot));

    public static bool MaySee(Caller caller, RunFacts run) =>
        IsUnlimited(caller) || run.Run.Creator == caller.Organisation || run.Parts.Any(part => Names(part.Fact, caller.Organisation));

    public static bool MaySee(Caller caller, TransferFacts transfer) =>
        IsUnlimited(caller) || transfer.Facts.Any(fact => Names(fact, caller.Organisation));

    private static bool Names(Fact fact, PartyId party) => fact.RecordedBy == party || PartiesOf(fact.Event).Contains(party);

    private static IReadOnlyList<PartyId?> PartiesOf(CustodyLedgerEvent ledgerEvent) => ledgerEvent switch
    {
        LotBagged bagged => [bagged.Holder],
        LotSold sold => [sold.Seller, sold.Buyer],
        LotReceived received => [received.Receiver, received.From],
        LotRefused refused => [refused.Receiver, refused.From],
        LotDispatched dispatched => [dispatched.From, dispatched.To, dispatched.Carrier],
        LotArrived arrived => [arrived.From, arrived.To],
        LotConsumed consumed => [consumed.Holder],
        LotProduced produced => [produced.Holder, produced.Owner],
        RunPartRecorded part => [part.Holder],
        SaleAgreed sale => [sale.Seller, sale.Buyer],
        SaleCancelled cancelled => [cancelled.Seller, cancelled.Buyer],
        SaleTitlePassed passed => [passed.From, passed.To],
        DeliveryReceived delivery => [delivery.Receiver, delivery.From],
        MovementDispatched dispatched => [dispatched.From, dispatched.To, dispatched.Carrier],
        MovementArrived arrived => [arrived.From, arrived.To, arrived.Carrier],
        _ => [],
    };
}
