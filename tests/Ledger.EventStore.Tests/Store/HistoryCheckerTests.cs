using Ledger.Testing;
using Ledger.Testing.Histories;
using NodaTime;

namespace Ledger.EventStore.Tests.Store;

/// <summary>A checker that finds nothing proves nothing: each fault it is there for, planted.</summary>
public sealed class HistoryCheckerTests
{
    private static readonly Guid[] Ids = [Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid()];

    private static readonly HistoryEntry[] Honest =
        [.. Ids.Select((id, n) => new HistoryEntry(0, "append", id, 10 * n, (10 * n) + 5, Outcome.Ok, [id], "true", [n + 1], false))];

    [Fact]
    public async Task An_honest_history_has_no_faults() => Assert.Empty(HistoryChecker.Faults(Honest, await RowsAsync()));

    [Fact]
    public async Task Lost_doubled_refused_and_partly_stored_events_are_found()
    {
        var rows = await RowsAsync();
        Finds("was acknowledged at", Honest, rows[..2]);
        Finds("is stored twice", Honest, [.. rows, rows[2] with { Sequence = 4, Version = 4 }]);
        Finds("was refused and is stored", [Honest[0] with { Outcome = Outcome.Refused, Sequences = [] }], rows);
        Finds("is stored in part", [Honest[0] with { Outcome = Outcome.Unknown, EventIds = [Ids[0], Guid.NewGuid()] }], rows);
        Finds("was acknowledged at", [Honest[0] with { Sequences = [2] }], rows);
    }

    [Fact]
    public async Task Holes_forged_bytes_and_broken_chains_are_found()
    {
        var rows = await RowsAsync();
        var forged = rows[1].Bytes.ToArray();
        forged[12] ^= 1;
        Finds("stands at", [], [rows[0], rows[2]]);
        Finds("goes from", [], [rows[0], rows[1] with { Version = 3 }, rows[2]]);
        Finds("leaf hash of 2", [], [rows[0], rows[1] with { Bytes = forged }, rows[2]]);
        Finds("another prev", [], [rows[0], rows[1] with { LeafHash = rows[0].LeafHash }, rows[2]]);
        Finds("another stream", [], [rows[0] with { Stream = "lot:p:2" }]);
    }

    [Fact]
    public async Task An_event_before_one_that_was_acknowledged_first_is_found() =>
        Finds("was sent after 3", [Honest[2] with { Start = 0, End = 1 }, Honest[0] with { Start = 2 }], await RowsAsync());

    private static void Finds(string fault, IReadOnlyCollection<HistoryEntry> history, IReadOnlyList<StoredRow> rows) =>
        Assert.Contains(HistoryChecker.Faults(history, rows), found => found.Contains(fault, StringComparison.Ordinal));

    private static async Task<List<StoredRow>> RowsAsync()
    {
        var store = new InMemoryEventStore(SystemClock.Instance);
        foreach (var id in Ids)
            await store.AppendAsync(new(new AppendUnit(null, [History.Event(id, "true", "lot:p:1")], [])), CancellationToken.None);
        return await History.RowsAsync(store, CancellationToken.None);
    }
}
