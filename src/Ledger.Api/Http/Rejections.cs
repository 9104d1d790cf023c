namespace Ledger.Api.Http;

/// <summary>What the rules of guarded aggregates say no with: codes are public and never reused.</summary>
internal static class Rejections
{
    public static IReadOnlyDictionary<string, string> Titles { get; } = new Dictionary<string, string>
    {
        ["setting-unknown"] = "There is no such setting",
        ["setting-out-of-bounds"] = "The setting does not take this value",
        ["site-exists"] = "The site is in the register",
        ["site-unknown"] = "The site is not in the register",
        ["site-status-out-of-order"] = "A later status is recorded",
        ["site-baseline-out-of-order"] = "A later baseline is approved",
        ["site-activity-out-of-order"] = "A later activity is recorded",
        ["area-out-of-order"] = "A later entry is recorded",
        ["area-not-protected"] = "The area is not protected",
        ["area-not-mapped"] = "The area is not on maps",
        ["area-of-other-kind"] = "The area is entered as another kind",
        ["party-exists"] = "The party is in the register",
        ["party-unknown"] = "The party is not in the register",
        ["membership-applied"] = "The party has applied or is a member",
        ["membership-not-applied"] = "There is no application to review",
        ["member-not-active"] = "The party is not an active member",
        ["member-not-suspended"] = "The member is not suspended",
        ["tags-already-issued"] = "Some of the tags were issued before",
        ["tag-request-unknown"] = "There is no such request in this series",
        ["tag-request-reviewed"] = "The request was reviewed before",
        ["tag-request-not-approved"] = "The request is not approved",
        ["tag-allowance-too-large"] = "More is allowed than was asked for",
        ["tag-allowance-exceeded"] = "The request's allowance does not reach",
        ["tag-kind-differs"] = "The request asked for another kind of tag",
        ["tags-not-issued"] = "The tags do not lie within one issued range",
        ["tags-already-assigned"] = "Some of the tags are assigned to a site",
        ["setting-before-recorded"] = "A setting cannot take effect before it is recorded",
    };
}
