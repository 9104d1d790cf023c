using Ledger.Domain.CustodyEvents;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;

namespace Ledger.Domain.Guarded.Parties;

/// <summary>Asks for membership, for the first time or again after it was declined.</summary>
public sealed record ApplyForMembership(CommandId Id, PartyId Party, MembershipKind Kind)
{
    public static ApplyForMembership Read(Fields fields) => new(
        fields.CommandId(), fields.Id<PartyId>("partyId", required: true) ?? default,
        fields.Code<MembershipKind>("kind", required: true) ?? default);

    public static Decision Decide(ApplyForMembership command, Membership membership)
    {
        if (membership.Done.Contains(command.Id)) return Decision.AlreadyDone;
        return membership.State is MembershipState.None or MembershipState.Declined
            ? Decision.Append(new MembershipApplied(command.Id, command.Party, command.Kind))
            : Decision.Reject("membership-applied", $"{command.Party} has applied or is a member");
    }
}
