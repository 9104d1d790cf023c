using Ledger.Api.Guarded;
using Ledger.Domain.Guarded.Sites;
using Ledger.Domain.Values;

namespace Ledger.Api.Sites;

/// <summary>POST /v1/site-statuses: records an authority's determination of a site's status.</summary>
internal static class PostSiteStatus
{
    public static readonly CommandKind<DetermineSiteStatus, MineSite> Kind = new(
        "determine-site-status", SiteRegister.Aggregate, (fields, _) => DetermineSiteStatus.Read(fields), command => command.Id,
        command => StreamName.Site(command.Site), DetermineSiteStatus.Decide, command => SiteRegister.AddressOf(command.Site))
    {
        ActsFor = command => command.Authority,
    };
}
