using Ledger.Domain.CustodyEvents;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;

namespace Ledger.Domain.Guarded.Sites;

/// <summary>Puts a mine site in the register.</summary>
public sealed record RegisterSite(CommandId Id, SiteId Site, SiteDescription Description)
{
    public static RegisterSite Read(Fields fields) => new(fields.CommandId(), fields.Site(), fields.Description());

    public static Decision Decide(RegisterSite command, MineSite site)
    {
        if (site.Done.Contains(command.Id)) return Decision.AlreadyDone;
        return site.Exists
            ? Decision.Reject("site-exists", $"{command.Site} is in the register")
            : Decision.Append(new SiteRegistered(command.Id, command.Site, command.Description));
    }
}
