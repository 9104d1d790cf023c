using Ledger.Api.Guarded;
using Ledger.Domain.Guarded.Parties;
using Ledger.Domain.Values;

namespace Ledger.Api.Parties;

/// <summary>POST /v1/membership-suspensions: a member may not act for a time.</summary>
internal static class PostMembershipSuspension
{
    public static readonly CommandKind<SuspendMember, Membership> Kind = new(
        "suspend-member", PartyRegister.Memberships, (fields, _) => SuspendMember.Read(fields), command => command.Id,
        command => StreamName.Membership(command.Party), SuspendMember.Decide, command => PartyRegister.MembershipOf(command.Party));
}
