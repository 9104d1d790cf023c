using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Ledger.Testing;
using Ledger.Transparency.Merkle;
using Ledger.Transparency.Notes;

namespace Ledger.EndToEnd;

/// <summary>Killed again and again while it commits, signs and publishes: what anybody ever saw published is one history.</summary>
public sealed class KilledLogTests(StoreDatabase database) : IClassFixture<StoreDatabase>
{
    private const int Kills = 5;

    [Fact]
    public async Task Every_checkpoint_ever_seen_is_consistent_with_every_other()
    {
        var data = Directory.CreateTempSubdirectory("ledger-killed-log-").FullName;
        var seen = new ConcurrentDictionary<string, Checkpoint>(StringComparer.Ordinal);
        string? key = null;
        for (var kill = 0; kill < Kills; kill++)
        {
            await using var service = await ServiceProcess.StartAsync(database.Database, data);
            using var admin = new Participant(service.Address, File.ReadAllText(Path.Combine(data, "keys", "first-admin-key.txt")).Trim());
            key ??= await admin.MakeKeyAsync("demo-agent", "agent");
            using var agent = new Participant(service.Address, key);
            var load = agent.PostUntilAsync(TestContext.Current.CancellationToken);
            var watch = WatchAsync(service, seen);
            await Eventually.IsAsync(() => seen.Count >= 3 * (kill + 1)); // then it is at work
            await Task.Delay(70 * kill, TestContext.Current.CancellationToken);
            await service.KillAsync();
            await Task.WhenAll(load, watch);
        }
        await using var last = await ServiceProcess.StartAsync(database.Database, data);
        await CheckAsync(last, [.. seen.Values.OrderBy(head => head.Size)]);
        await last.TerminateAsync();
        Directory.Delete(data, recursive: true);
    }

    private static async Task WatchAsync(ServiceProcess service, ConcurrentDictionary<string, Checkpoint> seen)
    {
        using var http = new HttpClient { BaseAddress = service.Address };
        try
        {
            while (true)
            {
                using var answer = await http.GetAsync(new Uri("/checkpoint", UriKind.Relative), TestContext.Current.CancellationToken);
                if (!answer.IsSuccessStatusCode) continue;
                var note = SignedNote.Parse(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
                seen[note.Text] = Checkpoint.Parse(note.Text);
            }
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
        {
            using var answer = await http.GetAsync(new Uri("/checkpoint", UriKind.Relative), TestContext.Current.CancellationToken);
            if (!answer.IsSuccessStatusCode) continue;
            var note = SignedNote.Parse(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
            known[note.Text] = Checkpoint.Parse(note.Text);
        }

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
