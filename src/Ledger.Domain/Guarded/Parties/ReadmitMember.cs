using Ledger.Domain.CustodyEvents;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;

namespace Ledger.Domain.Guarded.Parties;

/// <summary>Lets a suspended member act again.</summary>
public sealed record ReadmitMember(CommandId Id, PartyId Party)
{
    public static ReadmitMember Read(Fields fields) => new(
        fields.CommandId(), fields.Id<PartyId>("partyId", required: true) ?? default);

    public static Decision Decide(ReadmitMember command, Membership membership)
    {
        if (membership.Done.Contains(command.Id)) return Decision.AlreadyDone;
        return membership.State is MembershipState.Suspended
            ? Decision.Append(new MemberReadmitted(command.Id, command.Party))
            : Decision.Reject("member-not-suspended", $"{command.Party} is not suspended");
    }
}
