using Ledger.Api.Guarded;
using Ledger.Domain.Guarded.Parties;
using Ledger.Domain.Values;

namespace Ledger.Api.Parties;

/// <summary>POST /v1/membership-applications: asks for membership.</summary>
internal static class PostMembershipApplication
{
    public static readonly CommandKind<ApplyForMembership, Membership> Kind = new(
        "apply-for-membership", PartyRegister.Memberships, (fields, _) => ApplyForMembership.Read(fields), command => command.Id,
        command => StreamName.Membership(command.Party), ApplyForMembership.Decide, command => PartyRegister.MembershipOf(command.Party))
    {
        ActsFor = command => command.Party,
    };
}
