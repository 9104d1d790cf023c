using Ledger.Api.Guarded;
using Ledger.Domain.Guarded.Parties;
using Ledger.Domain.Values;

namespace Ledger.Api.Parties;

/// <summary>POST /v1/membership-readmissions: lets a suspended member act again.</summary>
internal static class PostMembershipReadmission
{
    public static readonly CommandKind<ReadmitMember, Membership> Kind = new(
        "readmit-member", PartyRegister.Memberships, (fields, _) => ReadmitMember.Read(fields), command => command.Id,
        command => StreamName.Membership(command.Party), ReadmitMember.Decide, command => PartyRegister.MembershipOf(command.Party));
}
