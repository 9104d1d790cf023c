using Ledger.Api.Guarded;
using Ledger.Domain.Guarded.Sites;
using Ledger.Domain.Values;

namespace Ledger.Api.Sites;

/// <summary>POST /v1/site-activities: a site is worked, rests or is given up.</summary>
internal static class PostSiteActivity
{
    public static readonly CommandKind<ChangeSiteActivity, MineSite> Kind = new(
        "change-site-activity", SiteRegister.Aggregate, (fields, _) => ChangeSiteActivity.Read(fields), command => command.Id,
        command => StreamName.Site(command.Site), ChangeSiteActivity.Decide, command => SiteRegister.AddressOf(command.Site));
}
