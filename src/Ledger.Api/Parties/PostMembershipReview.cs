using Ledger.Api.Guarded;
using Ledger.Domain.Guarded.Parties;
using Ledger.Domain.Values;

namespace Ledger.Api.Parties;

/// <summary>POST /v1/membership-reviews: admits or declines an applicant.</summary>
internal static class PostMembershipReview
{
    public static readonly CommandKind<ReviewMembership, Membership> Kind = new(
        "review-membership", PartyRegister.Memberships, (fields, _) => ReviewMembership.Read(fields), command => command.Id,
        command => StreamName.Membership(command.Party), ReviewMembership.Decide, command => PartyRegister.MembershipOf(command.Party));
}
