using Ledger.Domain.CustodyEvents;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using NodaTime;

namespace Ledger.Domain.Guarded.Sites;

/// <summary>Records that a site is worked, rests or is given up from a day on.</summary>
public sealed record ChangeSiteActivity(CommandId Id, SiteId Site, SiteActivity Activity, LocalDate From)
{
    public static ChangeSiteActivity Read(Fields fields) => new(
        fields.CommandId(), fields.Site(), fields.Code<SiteActivity>("activity", required: true) ?? default,
        fields.Date("from", required: true) ?? default);

    public static Decision Decide(ChangeSiteActivity command, MineSite site)
    {
        if (site.Done.Contains(command.Id)) return Decision.AlreadyDone;
        if (!site.Exists) return Decision.Reject("site-unknown", $"{command.Site} is not in the register");
        return command.From < site.ActivityFrom
            ? Decision.Reject("site-activity-out-of-order", $"an activity from {site.ActivityFrom:R} is recorded")
            : Decision.Append(new SiteActivityChanged(command.Id, command.Site, command.Activity, command.From));
    }
}
