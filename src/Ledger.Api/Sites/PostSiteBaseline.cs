using Ledger.Api.Guarded;
using Ledger.Domain.Guarded.Sites;
using Ledger.Domain.Values;

namespace Ledger.Api.Sites;

/// <summary>POST /v1/site-baselines: approves what a site can bring out in a month.</summary>
internal static class PostSiteBaseline
{
    public static readonly CommandKind<ApproveBaseline, MineSite> Kind = new(
        "approve-baseline", SiteRegister.Aggregate, (fields, _) => ApproveBaseline.Read(fields), command => command.Id,
        command => StreamName.Site(command.Site), ApproveBaseline.Decide, command => SiteRegister.AddressOf(command.Site));
}
