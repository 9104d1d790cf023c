using Ledger.Testing;
using Ledger.Testing.Histories;
using NodaTime;
using Npgsql;

namespace Ledger.EventStore.Tests.Store;

public sealed class InMemoryEventStoreTests : EventStoreContract
{
    private readonly InMemoryEventStore _store = new(SystemClock.Instance);

    protected override IEventStore Node(int client) => _store;

    protected override ValueTask<IAsyncDisposable> StallAsync()
    {
        _store.IsFull = true;
        return ValueTask.FromResult<IAsyncDisposable>(new Stall(_store));
    }

    private sealed class Stall(InMemoryEventStore store) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            store.IsFull = false;
            return ValueTask.CompletedTask;
        }
    }
}

public sealed class OneNodeTests(StoreDatabase database) : PostgresEventStoreContract(database, nodes: 1);

public sealed class TwoNodesTests(StoreDatabase database) : PostgresEventStoreContract(database, nodes: 2);

public abstract class PostgresEventStoreContract(StoreDatabase database, int nodes)
    : EventStoreContract, IClassFixture<StoreDatabase>, IAsyncLifetime
{
    private readonly List<NpgsqlDataSource> _sources = [];
    private readonly List<PostgresEventStore> _nodes = [];

    public ValueTask InitializeAsync()
    {
        for (var node = 0; node < nodes; node++)
        {
            _sources.Add(database.DataSource());
            _nodes.Add(StoreDatabase.Store(_sources[node]));
        }

        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes) await node.DisposeAsync();
        foreach (var source in _sources) await source.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected override IEventStore Node(int client) => _nodes[client % nodes];

    protected override async ValueTask<IAsyncDisposable> StallAsync()
    {
        var connection = await _sources[0].OpenConnectionAsync(Cancellation);
        var transaction = await connection.BeginTransactionAsync(Cancellation);
        await using var stall = new NpgsqlCommand("SELECT seq FROM ledger_head FOR UPDATE", connection);
        await stall.ExecuteNonQueryAsync(Cancellation);
        return new Stall(transaction, connection);
    }

    private sealed class Stall(NpgsqlTransaction transaction, NpgsqlConnection connection) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await transaction.DisposeAsync();
            await connection.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_phone_does_not_wait_for_a_spreadsheet()
    {
        var bulk = Enumerable.Range(0, 60).Select(slice => Node(slice).AppendAsync(
            new(Enumerable.Range(0, 500)
                .Select(row => History.Unit(Guid.NewGuid(), "bulk", $"lot:s:{slice}-{row % 20}")).ToArray())
            {
                IsBulk = true,
            }, Cancellation)).ToList();
        for (var phone = 0; phone < 3; phone++)
            await AppendAsync(phone, "phone", History.Unit(Guid.NewGuid(), "phone", NewStream()));

        Assert.Contains(bulk, slice => !slice.IsCompleted);
        Assert.All(await Task.WhenAll(bulk), result => Assert.Equal(AppendStatus.Created, result.Status));
    }

    [Fact]
    public async Task Stopping_commits_what_is_queued_and_refuses_what_comes_later()
    {
        await using var source = database.DataSource();
        var store = StoreDatabase.Store(source);
        var queued = Enumerable.Range(0, 1_000)
            .Select(n => store.AppendAsync(
                new(History.Unit(Guid.NewGuid(), "last", $"lot:d:{n % 9}")), Cancellation))
            .ToList();
        await store.DisposeAsync();

        Assert.All(await Task.WhenAll(queued), result => Assert.Equal(AppendStatus.Created, result.Status));
        var late = await store.AppendAsync(new(History.Unit(Guid.NewGuid(), "late", NewStream())), Cancellation);
        Assert.Equal(AppendStatus.Overloaded, late.Status);
    }

    [Fact]
    public async Task A_cancelled_caller_leaves_at_once_and_disturbs_nobody()
    {
        using var leaving = new CancellationTokenSource();
        Task<AppendResult> stayed;
        await using (await StallAsync())
        {
            var left = Node(0).AppendAsync(new(History.Unit(Guid.NewGuid(), "left", NewStream())), leaving.Token);
            stayed = AppendAsync(0, "stayed", History.Unit(Guid.NewGuid(), "stayed", NewStream()));
            await leaving.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        }

        Assert.Equal(AppendStatus.Created, (await stayed).Status);
    }
}
