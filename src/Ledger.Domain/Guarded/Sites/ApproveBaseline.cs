using Ledger.Domain.CustodyEvents;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using NodaTime;

namespace Ledger.Domain.Guarded.Sites;

/// <summary>Approves what a site can bring out in a month, from a day on. Baselines follow each other in time; none is undone.</summary>
public sealed record ApproveBaseline(
    CommandId Id, SiteId Site, LocalDate From, int? ActiveMiners, Mass? MonthlyKg, Mass? CapacityKg)
{
    public static ApproveBaseline Read(Fields fields)
    {
        var (monthly, capacity) = (fields.Mass("monthlyKg"), fields.Mass("capacityKg"));
        fields.RequireOneOf("monthlyKg", "capacityKg", "activeMiners");
        if (capacity < monthly) fields.Error("capacityKg", "must not be less than monthlyKg");
        return new(
            fields.CommandId(), fields.Site(), fields.Date("from", required: true) ?? default,
            (int?)fields.Whole("activeMiners", 1, 100_000), monthly, capacity);
    }

    public static Decision Decide(ApproveBaseline command, MineSite site)
    {
        if (site.Done.Contains(command.Id)) return Decision.AlreadyDone;
        if (!site.Exists) return Decision.Reject("site-unknown", $"{command.Site} is not in the register");
        return command.From < site.BaselineFrom
            ? Decision.Reject("site-baseline-out-of-order", $"a baseline from {site.BaselineFrom:R} is approved")
            : Decision.Append(new SiteBaselineApproved(
                command.Id, command.Site, command.From, command.ActiveMiners, command.MonthlyKg, command.CapacityKg));
    }
}
