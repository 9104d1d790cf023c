using Ledger.Api.Auth;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Facts;

namespace Ledger.Api.Reading;

/// <summary>What a caller may see of a lot: staff and auditors all, others what passed through their hands.</summary>
internal static class Sight
{
    /// <summary>True for a caller who may read everything about any lot.</summary>
    public static bool IsUnlimited(Caller caller) => Rights.Allows(caller.Roles, Operation.ReadAnyLot);

    public static bool MaySee(Caller caller, LotFacts lot) =>
        IsUnlimited(caller) || lot.Facts.Concat(lot.Corrected).Any(fact => Names(fact, caller.Organisation));

    private static bool Names(Fact fact, PartyId party) => fact.RecordedBy == party || fact.Event switch
    {
        LotBagged bagged => bagged.Holder == party,
        LotSold sold => sold.Seller == party || sold.Buyer == party,
        LotReceived received => received.Receiver == party || received.From == party,
        LotRefused refused => refused.Receiver == party || refused.From == party,
        LotConsumed consumed => consumed.Holder == party,
        LotProduced produced => produced.Holder == party || produced.Owner == party,
        _ => false,
    };
}
