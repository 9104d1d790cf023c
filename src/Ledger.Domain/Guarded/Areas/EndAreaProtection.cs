using Ledger.Domain.CustodyEvents;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using NodaTime;

namespace Ledger.Domain.Guarded.Areas;

/// <summary>Records that an area is not protected any more from a day on.</summary>
public sealed record EndAreaProtection(CommandId Id, AreaId Area, LocalDate From)
{
    public static EndAreaProtection Read(Fields fields) => new(
        fields.CommandId(), fields.Id<AreaId>("areaId", required: true) ?? default, fields.Date("from", required: true) ?? default);

    public static Decision Decide(EndAreaProtection command, ProtectedArea area)
    {
        if (area.Done.Contains(command.Id)) return Decision.AlreadyDone;
        if (!area.IsProtected) return Decision.Reject("area-not-protected", $"{command.Area} is not protected");
        return command.From < area.From
            ? Decision.Reject("area-out-of-order", $"an entry from {area.From:R} is recorded")
            : Decision.Append(new AreaProtectionEnded(command.Id, command.Area, command.From));
    }
}
