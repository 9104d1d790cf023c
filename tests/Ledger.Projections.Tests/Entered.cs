using Ledger.Domain;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.EventStore;
using Ledger.Transparency.Leaves;

namespace Ledger.Projections.Tests;

/// <summary>What the programme entered in a register, as an append request.</summary>
internal static class Entered
{
    public static AppendRequest In(StreamName stream, params IEnumerable<GuardedLedgerEvent> events) =>
        new(new AppendUnit(null, [.. events.Select(entered => New(stream, entered))], []));

    private static NewEvent New(StreamName stream, GuardedLedgerEvent entered)
    {
        var id = Uuid5.Create(Guid.Empty, [.. System.Text.Encoding.UTF8.GetBytes(stream.Value), .. EventTypes.Serialize(entered)]);
        return new(id, stream, EventTypes.NameOf(entered), LeafPrefix.Create(EventTypes.Serialize(entered), "{}"u8, id));
    }
}
