using Ledger.Api.Auth;
using Ledger.Api.Reading.Secrecy;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Facts;
using Ledger.Rules.Views;
using NodaTime;

namespace Ledger.Api.Reading;

/// <summary>
/// What a caller may see of a subject: staff and auditors all, others what passed through their hands or was shared with them. Under what
/// names they see others, <see cref="Veils"/> knows.
/// </summary>
internal static class Sight
{
    /// <summary>True for a caller who may read everything about any subject.</summary>
    public static bool IsUnlimited(Caller caller) => Rights.Allows(caller.Roles, Operation.ReadAnyLot);

    /// <param name="caller">Who asks.</param>
    /// <param name="lot">What is known of the lot.</param>
    /// <param name="today">In the ledger's time zone: what is shared until a day is shown on that day too.</param>
    public static bool MaySee(Caller caller, LotFacts lot, LocalDate today) =>
        IsUnlimited(caller) || lot.Facts.Any(fact => HasPart(fact, caller.Organisation))
        || lot.Corrected.Any(fact => fact.RecordedBy == caller.Organisation)
        || SharedWith(caller.Organisation, lot).Any(shared => today <= shared.Until);

    public static bool MaySee(Caller caller, TagFacts tag, LocalDate today) =>
        IsUnlimited(caller) || tag.Facts.Any(fact => fact.RecordedBy == caller.Organisation)
        || tag.Lots.Values.Any(lot => MaySee(caller, lot, today));

    public static bool MaySee(Caller caller, RunFacts run) => IsUnlimited(caller) || run.Run.Creator == caller.Organisation
        || run.Parts.Any(part => HasPart(part.Fact, caller.Organisation));

    public static bool MaySee(Caller caller, TransferFacts transfer) =>
        IsUnlimited(caller) || transfer.Facts.Any(fact => HasPart(fact, caller.Organisation));

    /// <summary>The party recorded it, or is named in it: seller, buyer, holder, carrier, consignee, laboratory, lender ...</summary>
    public static bool HasPart(Fact fact, PartyId party) => fact.RecordedBy == party
        || (fact.Event is not LotShared && NamedParties.In(fact.Event).Parties.Contains(party));

    /// <summary>What was shown to a party by whoever held or owned the lot then, or made it where neither is known.</summary>
    public static IEnumerable<(Fact Fact, LocalDate Until)> SharedWith(PartyId party, LotFacts lot)
    {
        foreach (var (fact, shared) in lot.Of<LotShared>().Where(each => each.Event.To == party))
        {
            var then = LotView.Of(lot with { Facts = [.. lot.Facts.TakeWhile(earlier => earlier != fact)] });
            var mayShare = then is not { Custodian: null, Owner: null } and not null
                ? fact.RecordedBy == then.Custodian || fact.RecordedBy == then.Owner : fact.RecordedBy == lot.Lot.Creator;
            if (mayShare || fact.Headers.ByProgramme is true) yield return (fact, shared.Until);
        }
    }
}
