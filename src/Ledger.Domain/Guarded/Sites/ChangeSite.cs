using Ledger.Domain.CustodyEvents;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;

namespace Ledger.Domain.Guarded.Sites;

/// <summary>Replaces what the register says of a mine site.</summary>
public sealed record ChangeSite(CommandId Id, SiteId Site, SiteDescription Description)
{
    public static ChangeSite Read(Fields fields) => new(fields.CommandId(), fields.Site(), fields.Description());

    public static Decision Decide(ChangeSite command, MineSite site)
    {
        if (site.Done.Contains(command.Id)) return Decision.AlreadyDone;
        return !site.Exists
            ? Decision.Reject("site-unknown", $"{command.Site} is not in the register")
            : Decision.Append(new SiteChanged(command.Id, command.Site, command.Description));
    }
}
