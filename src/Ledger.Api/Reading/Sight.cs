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
        IsUnlimited(caller) || lot.Lot.Creator == caller.Organisation || lot.Facts.Any(fact => IsFor(caller, fact))
        || SharedWith(caller.Organisation, lot).Any(shared => today <= shared.Until);

    /// <summary>Of a tag that was on no lot there is nothing to see but what was recorded of the tag itself.</summary>
    public static bool MaySee(Caller caller, TagFacts tag, LocalDate today) =>
        IsUnlimited(caller) || tag.Facts.Any(fact => IsFor(caller, fact)) || tag.Lots.Values.Any(lot => MaySee(caller, lot, today))
        || (tag.Lots.Count == 0 && tag.Facts.Any(fact => fact.RecordedBy == caller.Organisation));

    public static bool MaySee(Caller caller, RunFacts run) => IsUnlimited(caller) || run.Run.Creator == caller.Organisation
        || run.Parts.Any(part => IsFor(caller, part.Fact));

    public static bool MaySee(Caller caller, TransferFacts transfer) =>
        IsUnlimited(caller) || transfer.Facts.Any(fact => IsFor(caller, fact));

    /// <summary>The party recorded it, or is named in it: seller, buyer, holder, carrier, consignee, laboratory, lender ...</summary>
    public static bool HasPart(Fact fact, PartyId party) => fact.RecordedBy == party || IsNamed(fact, party);

    /// <summary>What was shown to a party by whoever held or owned the lot then, or made it where neither is known.</summary>
    public static IEnumerable<(Fact Fact, LocalDate Until)> SharedWith(PartyId party, LotFacts lot)
    {
        foreach (var (fact, shared) in lot.Of<LotShared>().Where(each => each.Event.To == party))
        {
            var then = LotView.Of(lot with { Facts = [.. lot.Facts.TakeWhile(earlier => earlier != fact)] });
            var mayShare = then is { Custodian: null, Owner: null } ? fact.RecordedBy == lot.Lot.Creator
                : fact.RecordedBy == then?.Custodian || fact.RecordedBy == then?.Owner;
            if (mayShare || fact.Headers.ByProgramme is true) yield return (fact, shared.Until);
        }
    }

    // Who weighs or seals what is not theirs records it, and is told nothing for it: else a tag's number would open any lot.
    private static bool IsFor(Caller caller, Fact fact) => IsNamed(fact, caller.Organisation)
        || (fact.RecordedBy == caller.Organisation && Rights.Allows(caller.Roles, Operation.ReadRecordedLots));

    private static bool IsNamed(Fact fact, PartyId party) =>
        fact.Event is not LotShared && NamedParties.In(fact.Event).Parties.Contains(party);
}
