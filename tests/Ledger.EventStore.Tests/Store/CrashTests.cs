using Ledger.EventStore.PrivatePostgres;
using Ledger.Testing;
using Ledger.Testing.Histories;
using Npgsql;

namespace Ledger.EventStore.Tests.Store;

/// <summary>The server dies under load, on a durable cluster: nothing acknowledged is lost, nothing is stored twice.</summary>
public sealed class CrashTests : IAsyncDisposable
{
    private readonly PrivateClusterOptions _options = new(ThrowAwayCluster.NewFolder());
    private readonly CancellationToken _ct = TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync() => await PrivateCluster.DeleteAsync(_options, CancellationToken.None);

    [Theory]
    [InlineData("-KILL", 7)]
    [InlineData("-QUIT", 3)] // what pg_ctl calls immediate
    public async Task Nothing_acknowledged_is_lost_when_the_server_dies(string signal, int deaths)
    {
        await using var cluster = await OwnCluster.StartAsync(_options, _ct);
        await using var source = OwnCluster.Source(cluster);
        await using var store = StoreDatabase.Store(source);
        var history = new History();
        using var failed = CancellationTokenSource.CreateLinkedTokenSource(_ct); // else they would ask for ever
        using var done = CancellationTokenSource.CreateLinkedTokenSource(failed.Token);
        var clients = Enumerable.Range(0, 8).Select(client => Task.Run(async () =>
        {
            while (!done.IsCancellationRequested)
                await history.AppendUntilKnownAsync(
                    store, client, "crash", new(History.Unit(Guid.NewGuid(), "crash", $"lot:k:{client}", "lot:k:all")), failed.Token);
        })).ToList();

        try
        {
            for (var death = 0; death < deaths; death++)
            {
                var before = await HeadAsync(store);
                await Eventually.IsAsync(() => HeadAsync(store), head => head >= before + 100);
                await cluster.KillAsync(signal);
                await cluster.RestartAsync(_ct);
            }
        }
        catch
        {
            await failed.CancelAsync();
            throw;
        }

        await done.CancelAsync();
        await Task.WhenAll(clients);
        await history.CheckAsync(store, _ct);
    }

    private async Task<long> HeadAsync(PostgresEventStore store)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await store.HeadAsync(_ct);
            }
            catch (NpgsqlException) when (attempt < 500)
            {
                await Task.Delay(20, _ct); // pooled connections to the dead server
            }
        }
    }
}
