using Ledger.Api.Guarded;
using Ledger.Domain.Guarded.Sites;
using Ledger.Domain.Values;

namespace Ledger.Api.Sites;

/// <summary>POST /v1/site-changes: replaces what the register says of a mine site.</summary>
internal static class PostSiteChange
{
    public static readonly CommandKind<ChangeSite, MineSite> Kind = new(
        "change-site", SiteRegister.Aggregate, (fields, _) => ChangeSite.Read(fields), command => command.Id,
        command => StreamName.Site(command.Site), ChangeSite.Decide, command => SiteRegister.AddressOf(command.Site));
}
