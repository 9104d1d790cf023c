using Ledger.Domain.CustodyEvents;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using NodaTime;

namespace Ledger.Domain.Guarded.Sites;

/// <summary>
/// Records an authority's determination of a site's status. Determinations follow each other in time; none is undone.
/// </summary>
/// <param name="CureBy">Required for yellow, and only there.</param>
public sealed record DetermineSiteStatus(
    CommandId Id, SiteId Site, SiteStatus Status, PartyId Authority, LocalDate From, LocalDate? CureBy)
{
    public static DetermineSiteStatus Read(Fields fields)
    {
        var status = fields.Code<SiteStatus>("status", required: true);
        var from = fields.Date("from", required: true);
        var cureBy = fields.Date("cureBy");
        if (status is SiteStatus.Yellow && cureBy is null) fields.Error("cureBy", "is required for yellow");
        if (status is not (null or SiteStatus.Yellow) && cureBy is not null)
            fields.Error("cureBy", "must be given for yellow only");
        if (cureBy < from) fields.Error("cureBy", "must not be before from");
        return new(
            fields.CommandId(), fields.Site(), status ?? default,
            fields.Id<PartyId>("authority", required: true) ?? default, from ?? default, cureBy);
    }

    public static Decision Decide(DetermineSiteStatus command, MineSite site)
    {
        if (site.Done.Contains(command.Id)) return Decision.AlreadyDone;
        if (!site.Exists) return Decision.Reject("site-unknown", $"{command.Site} is not in the register");
        return command.From < site.StatusFrom
            ? Decision.Reject("site-status-out-of-order", $"a status from {site.StatusFrom:R} is recorded")
            : Decision.Append(new SiteStatusDetermined(
                command.Id, command.Site, command.Status, command.Authority, command.From, command.CureBy));
    }
}
