using Ledger.Api.Guarded;
using Ledger.Domain.Guarded.Sites;
using Ledger.Domain.Values;

namespace Ledger.Api.Sites;

/// <summary>POST /v1/sites: puts a mine site in the register.</summary>
internal static class PostSite
{
    public static readonly CommandKind<RegisterSite, MineSite> Kind = new(
        "register-site", SiteRegister.Aggregate, (fields, _) => RegisterSite.Read(fields), command => command.Id,
        command => StreamName.Site(command.Site), RegisterSite.Decide, command => SiteRegister.AddressOf(command.Site));
}
