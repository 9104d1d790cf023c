using Ledger.Api.Http;
using Ledger.EventStore;

namespace Ledger.Api.Capture;

/// <summary>A posted item before it is stored: the units to append, or why it is refused.</summary>
/// <param name="Id">The client's id as it was sent, where it could be read.</param>
/// <param name="Units">One, or a correction and its replacement; empty when refused.</param>
internal sealed record CapturedItem(string? Id, IReadOnlyList<AppendUnit> Units, Refusal? Refusal)
{
    public int EventCount => Units.Sum(unit => unit.Events.Count);

    public static CapturedItem Refused(string? id, Refusal refusal) => new(id, [], refusal);

    /// <summary>The answer for what the store said.</summary>
    public ItemResult ResultOf(IReadOnlyList<UnitResult> units)
    {
        var replacement = units.Count > 1 ? ResultOf(1, units[1]) : null;
        return ResultOf(0, units[0]) with { Replacement = replacement };
    }

    private ItemResult ResultOf(int index, UnitResult result)
    {
        var (unit, receipts) = (Units[index], result.Receipts);
        var events = new EventReceipt[receipts.Count];
        for (var i = 0; i < events.Length; i++)
            events[i] = new(
                receipts[i].Sequence, i < unit.Events.Count ? unit.Events[i].Stream.Value : null, receipts[i].Version,
                receipts[i].LeafHash.ToString());
        return new()
        {
            Id = unit.Custody!.Id.ToString(),
            Status = result.Status == AppendStatus.Created ? ItemStatus.Created : ItemStatus.Duplicate,
            Sequence = receipts[^1].Sequence,
            Events = events,
        };
    }
}
