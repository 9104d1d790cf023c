using Ledger.Domain.CustodyEvents;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;

namespace Ledger.Domain.Guarded.Parties;

/// <summary>Admits or declines an applicant.</summary>
public sealed record ReviewMembership(CommandId Id, PartyId Party, Verdict Verdict)
{
    public static ReviewMembership Read(Fields fields) => new(
        fields.CommandId(), fields.Id<PartyId>("partyId", required: true) ?? default,
        fields.Code<Verdict>("verdict", required: true) ?? default);

    public static Decision Decide(ReviewMembership command, Membership membership)
    {
        if (membership.Done.Contains(command.Id)) return Decision.AlreadyDone;
        return membership.State is MembershipState.Applied
            ? Decision.Append(new MembershipReviewed(command.Id, command.Party, command.Verdict))
            : Decision.Reject("membership-not-applied", $"{command.Party} has no application to review");
    }
}
