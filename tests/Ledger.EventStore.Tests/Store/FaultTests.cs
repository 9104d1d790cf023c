using System.Diagnostics;
using Ledger.Testing;
using Ledger.Testing.Histories;
using NodaTime;
using Npgsql;

namespace Ledger.EventStore.Tests.Store;

/// <summary>Every failure of the wire twice: not persisted, and persisted anyway. The caller sees neither.</summary>
public sealed class FaultTests(StoreDatabase database) : IClassFixture<StoreDatabase>
{
    private const int Seed = 20261122;
    private readonly History _history = new();
    private readonly CancellationToken _ct = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Cut.BeforeRequest)]
    [InlineData(Cut.WithinRequest)]
    [InlineData(Cut.BeforeAnswer)]
    [InlineData(Cut.DeliveredLate)]
    public async Task A_cut_connection_is_settled_and_the_event_stored_once(Cut cut)
    {
        await using var wire = Wire();
        await using var source = Through(wire);
        await using var store = StoreDatabase.Store(source);
        await AppendAsync(store, "before");

        for (var after = 0; after < 4; after++)
        {
            wire.Arm(cut, after);
            for (var n = 0; n < 4; n++) Assert.Equal(AppendStatus.Created, (await AppendAsync(store, "cut")).Status);
        }

        Assert.Equal(4, wire.Losses);
        await CheckAsync();
    }

    [Theory]
    [InlineData(Cut.BeforeRequest)]
    [InlineData(Cut.BeforeAnswer)]
    [InlineData(Cut.DeliveredLate)]
    public async Task A_decision_without_an_id_is_not_called_stale_by_its_own_lost_commit(Cut cut)
    {
        await using var wire = Wire();
        await using var source = Through(wire);
        await using var store = StoreDatabase.Store(source);
        var stream = $"incident:{Guid.NewGuid():N}";
        for (var version = 0; version < 8; version++)
        {
            wire.Arm(cut, version % 3);
            var result = await _history.AppendAsync(store, 0, "decided", new(
                [new(null, [History.Event(Guid.NewGuid(), "decided", stream)], [])], [new(new(stream), version)]), _ct);
            Assert.Equal(AppendStatus.Created, result.Status);
        }

        await CheckAsync();
    }

    [Fact]
    public async Task Five_hundred_random_cuts_lose_and_double_nothing()
    {
        TestContext.Current.TestOutputHelper!.WriteLine($"seed {Seed}");
        var random = new Random(Seed);
        await using var wire = Wire();
        await using var source = Through(wire);
        await using var store = StoreDatabase.Store(source);
        await using var other = StoreDatabase.Store(source);
        var cuts = Enum.GetValues<Cut>();

        for (var round = 0; wire.Losses < 500; round++)
        {
            wire.Arm(cuts[random.Next(cuts.Length)], random.Next(6));
            var units = Enumerable.Range(0, 4).Select(n =>
                History.Unit(Guid.NewGuid(), "random", $"lot:c:{random.Next(9)}", $"lot:c:{random.Next(9)}")).ToList();
            await Task.WhenAll(units.Concat(units[..random.Next(3)]).Select((unit, client) => _history.AppendUntilKnownAsync(
                client % 2 == 0 ? store : other, client, "random", new(unit), _ct)));
        }

        await CheckAsync();
    }

    [Fact]
    public async Task A_silent_server_is_answered_as_unknown_in_bounded_time_and_the_store_recovers_by_itself()
    {
        await using var wire = Wire();
        await using var source = Through(wire);
        await using var store = StoreDatabase.Store(source);
        await AppendAsync(store, "before");

        wire.IsSilent = true;
        var clock = Stopwatch.StartNew();
        var waiting = Enumerable.Range(0, 1_500).Select(_ => AppendAsync(store, "silence")).ToList();
        Assert.All(await Task.WhenAll(waiting), result => Assert.Equal(AppendStatus.Unknown, result.Status));
        Assert.InRange(clock.Elapsed.TotalSeconds, 5, 20);

        wire.IsSilent = false;
        var after = await _history.AppendUntilKnownAsync(
            store, 0, "after", new(History.Unit(Guid.NewGuid(), "after", "lot:w:after")), _ct);
        Assert.Equal(AppendStatus.Created, after.Status);
        await CheckAsync();
    }

    [Fact]
    public async Task The_clock_may_jump_and_orders_nothing()
    {
        var clock = new JumpingClock(new Random(Seed));
        await using var source = database.DataSource();
        await using var store = StoreDatabase.Store(source, clock);
        for (var n = 0; n < 500; n++) Assert.Equal(AppendStatus.Created, (await AppendAsync(store, "jump")).Status);
        await CheckAsync();
    }

    [Fact]
    public async Task Sixteen_writers_on_two_nodes_beside_transactions_that_hold_the_sequence_and_roll_back()
    {
        const int Requests = 1_050, Events = 3; // 50,400 events
        await using var source = database.DataSource();
        await using var store = StoreDatabase.Store(source);
        await using var other = StoreDatabase.Store(source);
        using var done = CancellationTokenSource.CreateLinkedTokenSource(_ct);
        var rival = Task.Run(() => HoldAndReleaseAsync(source, done.Token), _ct);
        await Task.WhenAll(Enumerable.Range(0, 16).Select(async client =>
        {
            for (var n = 0; n < Requests; n++)
            {
                string[] streams = [.. Enumerable.Range(0, Events).Select(part => $"lot:x:{(client + n + part) % 40}")];
                await _history.AppendUntilKnownAsync(
                    client % 2 == 0 ? store : other, client, "busy", new(History.Unit(Guid.NewGuid(), "busy", streams)), _ct);
            }
        }));
        await done.CancelAsync();
        await rival;

        await CheckAsync();
    }

    private static async Task HoldAndReleaseAsync(NpgsqlDataSource source, CancellationToken done)
    {
        var random = new Random(Seed);
        while (!done.IsCancellationRequested)
        {
            await using var connection = await source.OpenConnectionAsync(CancellationToken.None);
            await using var transaction = await connection.BeginTransactionAsync(CancellationToken.None);
            await using var hold = new NpgsqlCommand("UPDATE ledger_head SET seq = seq + 1", connection);
            await hold.ExecuteNonQueryAsync(CancellationToken.None);
            await Task.Delay(random.Next(10), CancellationToken.None);
            await transaction.RollbackAsync(CancellationToken.None);
            await Task.Delay(random.Next(40), CancellationToken.None);
        }
    }

    private Task<AppendResult> AppendAsync(IEventStore store, string content) => _history.AppendAsync(
        store, 0, content, new(History.Unit(Guid.NewGuid(), content, $"lot:w:{content}")), _ct);

    private async Task CheckAsync()
    {
        await using var source = database.DataSource();
        await using var store = StoreDatabase.Store(source);
        await _history.CheckAsync(store, _ct);
    }

    private FaultyWire Wire() =>
        new(new NpgsqlConnectionStringBuilder(database.Database.ConnectionString()).Host!, Seed);

    private NpgsqlDataSource Through(FaultyWire wire) => NpgsqlDataSource.Create(
        new NpgsqlConnectionStringBuilder(database.Database.ConnectionString())
        {
            Host = wire.Folder, SearchPath = StoreDatabase.Schema,
        });

    private sealed class JumpingClock(Random random) : IClock
    {
        private static readonly Duration[] Jumps =
            [Duration.Zero, Duration.FromDays(1), Duration.FromDays(-1), Duration.FromDays(365), Duration.FromDays(-365)];

        public Instant GetCurrentInstant() =>
            SystemClock.Instance.GetCurrentInstant() + Jumps[random.Next(Jumps.Length)];
    }
}
