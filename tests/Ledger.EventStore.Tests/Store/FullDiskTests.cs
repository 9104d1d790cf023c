using Ledger.EventStore.PrivatePostgres;
using Ledger.Testing;
using Ledger.Testing.Histories;
using Npgsql;

namespace Ledger.EventStore.Tests.Store;

/// <summary>The server's disk fills up under load, and is freed: nothing acknowledged is lost, nothing is stored twice.</summary>
public sealed class FullDiskTests
{
    private const int Times = 3;
    private const int Megabytes = 160; // an empty cluster has about 60
    private const int Clients = 4;
    private readonly CancellationToken _ct = TestContext.Current.CancellationToken;
    private int _unknown;

    [Fact]
    public async Task Nothing_acknowledged_is_lost_when_the_disk_is_full()
    {
        await using var disk = await SmallDisk.MountAsync(Megabytes);
        var options = new PrivateClusterOptions(Path.Combine(disk.Folder, "cluster"))
        {
            Settings = new Dictionary<string, string> { ["min_wal_size"] = "32MB", ["max_wal_size"] = "48MB", ["shared_buffers"] = "32MB" },
        };
        try
        {
            await using var cluster = await OwnCluster.StartAsync(options, _ct);
            await FillAndFreeAsync(disk, cluster);
        }
        finally
        {
            disk.Free();
            await PrivateCluster.DeleteAsync(options, CancellationToken.None);
        }
    }

    private async Task FillAndFreeAsync(SmallDisk disk, PrivateCluster cluster)
    {
        await using var source = OwnCluster.Source(cluster);
        await using var store = StoreDatabase.Store(source);
        var history = new History();
        using var failed = CancellationTokenSource.CreateLinkedTokenSource(_ct); // else they would ask for ever
        using var done = CancellationTokenSource.CreateLinkedTokenSource(failed.Token);
        var clients = Enumerable.Range(0, Clients)
            .Select(client => Task.Run(() => PostAsync(store, history, client, done.Token, failed.Token))).ToList();
        try
        {
            for (var time = 0; time < Times; time++)
            {
                await MovesAsync(store);
                var before = Volatile.Read(ref _unknown);
                disk.Fill();
                await Eventually.IsAsync(() => Volatile.Read(ref _unknown) > before);
                disk.Free();
                await cluster.RestartAsync(_ct); // where the server gave up
                await MovesAsync(store);
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

    private async Task PostAsync(PostgresEventStore store, History history, int client, CancellationToken done, CancellationToken failed)
    {
        while (!done.IsCancellationRequested)
        {
            var request = new AppendRequest(History.Unit(Guid.NewGuid(), "full", $"lot:d:{client}", "lot:d:all"));
            while ((await history.AppendAsync(store, client, "full", request, failed)).Status == AppendStatus.Unknown)
                Interlocked.Increment(ref _unknown);
        }
    }

    private async Task MovesAsync(PostgresEventStore store)
    {
        var before = await HeadAsync(store);
        await Eventually.IsAsync(() => HeadAsync(store), head => head >= before + 50);
    }

    private Task<long> HeadAsync(PostgresEventStore store) => Eventually.IsAsync(
        async () =>
        {
            try
            {
                return await store.HeadAsync(_ct);
            }
            catch (NpgsqlException)
            {
                return -1; // it is down, or just coming up
            }
        }, head => head >= 0);
}
