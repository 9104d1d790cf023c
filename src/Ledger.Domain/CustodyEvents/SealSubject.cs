using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;

namespace Ledger.Domain.CustodyEvents;

/// <summary>A seal and what it is on: exactly one of a lot, a container or a transport.</summary>
public sealed record SealSubject(SealId Seal, LotReference? Lot, ContainerId? Container, MovementId? MovementId)
{
    public static SealSubject Read(Fields fields)
    {
        fields.RequireExactlyOne("lotId", "tag", "container", "movementId");
        return new(
            SealId.Read(fields) ?? default, fields.Lot(required: false), fields.Id<ContainerId>("container"),
            fields.Id<MovementId>("movementId"));
    }
}
