using Ledger.Domain.CustodyEvents;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;

namespace Ledger.Domain.Guarded.Parties;

/// <summary>Suspends a member.</summary>
public sealed record SuspendMember(CommandId Id, PartyId Party, MemberSuspensionGround Ground)
{
    public static SuspendMember Read(Fields fields) => new(
        fields.CommandId(), fields.Id<PartyId>("partyId", required: true) ?? default,
        fields.Code<MemberSuspensionGround>("ground", required: true) ?? default);

    public static Decision Decide(SuspendMember command, Membership membership)
    {
        if (membership.Done.Contains(command.Id)) return Decision.AlreadyDone;
        return membership.State is MembershipState.Member
            ? Decision.Append(new MemberSuspended(command.Id, command.Party, command.Ground))
            : Decision.Reject("member-not-active", $"{command.Party} is not an active member");
    }
}
