using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Ledger.EventStore.PrivatePostgres;
using Ledger.Testing;
using Ledger.Transparency.Merkle;
using Ledger.Transparency.Notes;
using Npgsql;

namespace Ledger.EndToEnd;

/// <summary>Killed again and again while it commits, signs and publishes: what anybody ever saw published is one history.</summary>
public sealed class KilledLogTests : IAsyncLifetime
{
    private const int Kills = 5;
    private readonly StoreDatabase _database = new(); // one for each test: its log has keys of its own

    public ValueTask InitializeAsync() => _database.InitializeAsync();

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task Every_checkpoint_ever_seen_is_consistent_with_every_other()
    {
        var data = Data();
        var seen = new ConcurrentDictionary<string, Checkpoint>(StringComparer.Ordinal);
        string? key = null;
        for (var kill = 0; kill < Kills; kill++)
        {
            await using var service = await ServiceProcess.StartAsync(_database.Database, data);
            key ??= await AgentKeyAsync(service, data);
            using var agent = new Participant(service.Address, key);
            var load = agent.PostUntilAsync(TestContext.Current.CancellationToken);
            var watch = WatchAsync(service, seen);
            await Eventually.IsAsync(() => seen.Count >= 3 * (kill + 1)); // then it is at work
            await Task.Delay(70 * kill, TestContext.Current.CancellationToken);
            await service.KillAsync();
            await Task.WhenAll(load, watch);
        }
        await using var last = await ServiceProcess.StartAsync(_database.Database, data);
        await CheckAsync(last, [.. seen.Values.OrderBy(head => head.Size)]);
        await last.TerminateAsync();
        Directory.Delete(data, recursive: true);
    }

    /// <summary>Held where it is by a lock on the one table it needs next, or by a file it cannot write; and there killed.</summary>
    [Theory]
    [InlineData("log_tree", false, false)] // before the commit; what was asked may still be done when the lock is gone
    [InlineData(null, true, false)] // committed, not signed
    [InlineData("log_checkpoint", true, true)] // signed, not published
    public async Task Killed_between_two_of_commit_signature_and_publication_it_goes_on_with_the_same_history(
        string? heldTable, bool isCommitted, bool isSigned)
    {
        var data = Data();
        List<Checkpoint> heads = [];
        string? key = null;
        for (var kill = 0; kill < Kills; kill++)
        {
            await using var service = await StartAsync(data);
            key ??= await AgentKeyAsync(service, data);
            using var agent = new Participant(service.Address, key);
            heads.Add(await PublishedAsync(service, agent));
            var headFile = Directory.GetFiles(Path.Combine(data, "keys", "log"), "signed-head", SearchOption.AllDirectories).Single();

            await using (await HoldAsync(heldTable, headFile + ".next"))
            {
                for (var posts = 0; posts <= kill * 40; posts++) await PostAsync(agent);
                await Eventually.IsAsync(() => IsHeldAsync(service, heldTable), held => held);
                await service.KillAsync();
                Assert.Equal(isCommitted, await TreeAsync() > heads[^1].Size);
                var written = Checkpoint.Parse(await File.ReadAllTextAsync(headFile, TestContext.Current.CancellationToken));
                Assert.Equal(isSigned, written.Size > heads[^1].Size);
                heads.Add(written);
            }
        }

        await using var last = await StartAsync(data);
        using (var agent = new Participant(last.Address, key!)) heads.Add(await PublishedAsync(last, agent));
        await CheckAsync(last, [.. heads.Distinct().OrderBy(head => head.Size)]);
        await last.TerminateAsync();
        Directory.Delete(data, recursive: true);
    }

    // Days that close would post too: nothing is written here but what the test posts.
    private Task<ServiceProcess> StartAsync(string data) =>
        ServiceProcess.StartAsync(_database.Database, data, ("Ledger__Views", "off"));

    private static string Data() => Directory.CreateTempSubdirectory("ledger-killed-log-").FullName;

    private static async Task<string> AgentKeyAsync(ServiceProcess service, string data)
    {
        using var admin = new Participant(service.Address, File.ReadAllText(Path.Combine(data, "keys", "first-admin-key.txt")).Trim());
        return await admin.MakeKeyAsync("demo-agent", "agent");
    }

    private static async Task<long> PostAsync(Participant agent)
    {
        var id = Guid.NewGuid();
        var sent = await agent.PostAsync(id, Participant.Weighed(id));
        Assert.Equal(Known.Acknowledged, sent.Known);
        return (long)JsonNode.Parse(sent.Receipts!)!.AsArray()[^1]!["sequence"]!;
    }

    /// <summary>Posts, and waits until that is published.</summary>
    private static async Task<Checkpoint> PublishedAsync(ServiceProcess service, Participant agent)
    {
        var sequence = await PostAsync(agent);
        using var http = new HttpClient { BaseAddress = service.Address };
        return await Eventually.IsAsync(
            () => CheckpointAsync(http), head => head?.Size >= sequence) ?? throw new InvalidOperationException("none is published");
    }

    private static async Task<Checkpoint?> CheckpointAsync(HttpClient http)
    {
        using var answer = await http.GetAsync(new Uri("/checkpoint", UriKind.Relative), TestContext.Current.CancellationToken);
        return answer.IsSuccessStatusCode
            ? Checkpoint.Parse(SignedNote.Parse(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).Text)
            : null;
    }

    private async Task<long> TreeAsync()
    {
        await using var superuser = NpgsqlDataSource.Create(_database.Database.ConnectionString(ClusterRoles.Superuser));
        await using var command = superuser.CreateCommand("SELECT size FROM ledger.log_tree");
        return (long)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    /// <summary>A lock that lets everybody read and nobody write; or a folder where a file has to be.</summary>
    private async Task<IAsyncDisposable> HoldAsync(string? table, string obstacle)
    {
        if (table is null) return new Obstacle(obstacle);
        var connection = new NpgsqlConnection(_database.Database.ConnectionString(ClusterRoles.Superuser));
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand($"BEGIN; LOCK TABLE ledger.{table} IN EXCLUSIVE MODE", connection);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        return connection;
    }

    private async Task<bool> IsHeldAsync(ServiceProcess service, string? table)
    {
        if (table is null)
        {
            using var http = new HttpClient { BaseAddress = service.Address };
            using var ready = await http.GetAsync(new Uri("/health/ready", UriKind.Relative), TestContext.Current.CancellationToken);
            var said = await ready.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            return said.Contains("what is not written down is not signed", StringComparison.Ordinal);
        }

        await using var superuser = NpgsqlDataSource.Create(_database.Database.ConnectionString(ClusterRoles.Superuser));
        await using var command = superuser.CreateCommand(
            "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND relation = $1::regclass)");
        command.Parameters.AddWithValue("ledger." + table);
        return (bool)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    private sealed class Obstacle : IAsyncDisposable
    {
        private readonly DirectoryInfo _folder;

        public Obstacle(string path) => _folder = Directory.CreateDirectory(path);

        public ValueTask DisposeAsync()
        {
            _folder.Delete();
            return default;
        }
    }

    private static async Task WatchAsync(ServiceProcess service, ConcurrentDictionary<string, Checkpoint> seen)
    {
        using var http = new HttpClient { BaseAddress = service.Address };
        try
        {
            while (true)
                if (await CheckpointAsync(http) is { } head) seen[head.ToString()] = head;
        }
        catch (HttpRequestException)
        {
            // killed
        }
    }

    private static async Task CheckAsync(ServiceProcess service, List<Checkpoint> heads)
    {
        Assert.True(heads.Count > Kills, $"only {heads.Count} checkpoints were seen");
        using var http = new HttpClient { BaseAddress = service.Address };
        var known = new Dictionary<string, Checkpoint>(StringComparer.Ordinal);
        while (known.Values.All(head => head.Size < heads[^1].Size)) // the restarted one has published nothing older
            if (await CheckpointAsync(http) is { } head) known[head.ToString()] = head;

        heads.AddRange(known.Values);
        heads = [.. heads.OrderBy(head => head.Size)];
        foreach (var (older, newer) in heads.Zip(heads.Skip(1)))
        {
            var text = await http.GetStringAsync(
                new Uri($"/v1/log/consistency?from={older.Size}&to={newer.Size}", UriKind.Relative), TestContext.Current.CancellationToken);
            var hashes = JsonNode.Parse(text)!["hashes"]!.AsArray()
                .Select(hash => TreeHash.TryParse((string)hash!, out var read) ? read : throw new FormatException()).ToList();
            Assert.True(
                MerkleProof.VerifiesConsistency(older.Size, older.Root, newer.Size, newer.Root, hashes), $"{older.Size} to {newer.Size}");
        }
    }
}
