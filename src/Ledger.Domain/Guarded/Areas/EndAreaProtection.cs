using Ledger.Domain.CustodyEvents;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using NodaTime;

namespace Ledger.Domain.Guarded.Areas;

/// <summary>Records that an area is not protected any more, or not drawn any more, from a day on.</summary>
public sealed record EndAreaProtection(CommandId Id, AreaId Area, LocalDate From)
{
    public static EndAreaProtection Read(Fields fields) => new(
        fields.CommandId(), fields.Id<AreaId>("areaId", required: true) ?? default, fields.Date("from", required: true) ?? default);

    public static Decision Decide(EndAreaProtection command, ProtectedArea area)
    {
        if (area.Done.Contains(command.Id)) return Decision.AlreadyDone;
        if (!area.IsOpen)
            return area.Kind is null or AreaKind.Protected
                ? Decision.Reject("area-not-protected", $"{command.Area} is not protected")
                : Decision.Reject("area-not-mapped", $"{command.Area} is not on maps");
        if (command.From < area.From) return Decision.Reject("area-out-of-order", $"an entry from {area.From:R} is recorded");
        return Decision.Append(area.Kind is AreaKind.Protected
            ? new AreaProtectionEnded(command.Id, command.Area, command.From)
            : new AreaUnmapped(command.Id, command.Area, command.From));
    }
}
