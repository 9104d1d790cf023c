using Ledger.Testing;
using Ledger.Testing.Histories;
using NodaTime;

namespace Ledger.EventStore.Tests.Store;

/// <summary>
/// Deterministic simulation: clients with an outbox, one step at a time in an order the seed decides, whose requests or
/// answers get lost, who crash between sending and noting the answer, and who send again.
/// </summary>
public sealed class SimulationTests
{
    private const int Seeds = 2_000;

    [Fact]
    public async Task Outboxes_that_crash_and_send_again_end_with_every_event_once()
    {
        for (var seed = 0; seed < Seeds; seed++)
        {
            var faults = await RunAsync(seed);
            Assert.True(faults.Count == 0, $"seed {seed}: {string.Join("; ", faults)}");
        }
    }

    private static async Task<IReadOnlyList<string>> RunAsync(int seed)
    {
        var random = new Random(seed);
        var store = new InMemoryEventStore(new SeededClock(random));
        var (history, now) = (new List<HistoryEntry>(), 0L);
        var outboxes = Enumerable.Range(0, 3).Select(client => Outbox(random, client)).ToList();
        while (outboxes.Exists(outbox => outbox.Count > 0))
        {
            var client = random.Next(outboxes.Count);
            if (outboxes[client].Count == 0) continue;

            var unit = outboxes[client][random.Next(outboxes[client].Count)]; // reordered on the way
            var start = now++;
            var isLost = random.Next(5) == 0;
            var result = isLost ? null : await store.AppendAsync(new(unit), CancellationToken.None);
            var isNoted = !isLost && random.Next(5) != 0; // else the answer was lost, or the client crashed before it noted it
            history.Add(new(
                client, "append", unit.Custody!.Id.Value, start, now++, isNoted ? Outcome.Ok : Outcome.Unknown,
                [.. unit.Events.Select(each => each.Id)], "sim",
                isNoted ? [.. result!.Units[0].Receipts.Select(receipt => receipt.Sequence)] : [],
                result?.Status == AppendStatus.Duplicate));
            if (isNoted) outboxes[client].Remove(unit);
        }

        var rows = await History.RowsAsync(store, CancellationToken.None);
        return [.. HistoryChecker.Faults(history, rows),
            .. history.Where(entry => !rows.Exists(row => row.Id == entry.EventIds[0])).Select(entry => $"{entry.Id} is missing")];
    }

    private static List<AppendUnit> Outbox(Random random, int client) =>
        [.. Enumerable.Range(0, random.Next(1, 5)).Select(_ =>
        {
            var bytes = new byte[16];
            random.NextBytes(bytes);
            return History.Unit(new(bytes), "sim", $"lot:p{client}:1", $"lot:p{random.Next(3)}:1");
        })];

    private sealed class SeededClock(Random random) : IClock
    {
        public Instant GetCurrentInstant() => Instant.FromUtc(2026, 3, 1, 0, 0) + Duration.FromDays(random.Next(-365, 366));
    }
}
