using System.Text.Json.Nodes;
using Ledger.Testing;

namespace Ledger.EndToEnd;

/// <summary>I1 to I5 of the reliability page, against the real process.</summary>
public sealed class KilledServiceTests(StoreDatabase database) : IClassFixture<StoreDatabase>
{
    private const int Clients = 8;
    private static readonly int Kills = int.Parse(Environment.GetEnvironmentVariable("LEDGER_KILLS") ?? "25", provider: null);

    [Fact]
    public async Task Killed_under_load_it_keeps_what_it_acknowledged_once_and_a_retry_makes_the_unknown_one()
    {
        var seed = Environment.TickCount;
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var data = Directory.CreateTempSubdirectory("ledger-e2e-").FullName;
        var (agentKey, auditorKey) = await MakeKeysAsync(data);
        var history = new List<Sent>();

        for (var kill = 0; kill < Kills; kill++)
            history.AddRange(await LoadAndKillAsync(data, agentKey, TimeSpan.FromMilliseconds(random.Next(50, 600))));

        await using var service = await ServiceProcess.StartAsync(database.Database, data);
        using var agent = new Participant(service.Address, agentKey);
        var unknown = history.Where(sent => sent.Known == Known.Unknown).ToList();
        foreach (var sent in unknown) Assert.Equal(Known.Acknowledged, (await agent.PostAsync(sent.Id, sent.Body)).Known);
        foreach (var sent in history.Where(sent => sent.Known == Known.Acknowledged).Chunk(50).Select(chunk => chunk[0]))
            Assert.Equal(sent.Receipts, (await agent.PostAsync(sent.Id, sent.Body)).Receipts);

        using var auditor = new Participant(service.Address, auditorKey);
        var leaves = await auditor.ReadAllAsync();
        Assert.NotEmpty(unknown);
        Assert.Equal(history.Select(sent => sent.Id.ToString()).Order(), leaves.Select(CustodyId).OfType<string>().Order());
        Assert.Equal(Enumerable.Range(1, leaves.Count), leaves.Select(leaf => (int)leaf["seq"]!));
        foreach (var stream in leaves.GroupBy(leaf => (string)leaf["stream"]!))
            Assert.Equal(Enumerable.Range(1, stream.Count()), stream.Select(leaf => (int)leaf["version"]!));
        Directory.Delete(data, recursive: true);
    }

    [Fact]
    public async Task Told_to_stop_it_answers_what_it_took_and_ends_in_order()
    {
        var own = new StoreDatabase();
        await own.InitializeAsync();
        var data = Directory.CreateTempSubdirectory("ledger-e2e-").FullName;
        await using var service = await ServiceProcess.StartAsync(own.Database, data);
        using var admin = new Participant(service.Address, AdminKey(data));
        var key = await admin.MakeKeyAsync("demo-agent", "agent");
        var clients = Enumerable.Range(0, Clients).Select(_ => new Participant(service.Address, key)).ToList();
        var loads = clients.Select(client => client.PostUntilAsync(CancellationToken.None)).ToList();
        await Task.Delay(500, TestContext.Current.CancellationToken);

        Assert.Equal(0, await service.TerminateAsync());
        await Task.WhenAll(loads);

        await using (var restarted = await ServiceProcess.StartAsync(own.Database, data))
        {
            using var agent = new Participant(restarted.Address, key);
            foreach (var sent in clients.SelectMany(client => client.History).Where(sent => sent.Known == Known.Acknowledged))
                Assert.Equal(sent.Receipts, (await agent.PostAsync(sent.Id, sent.Body)).Receipts);
        }

        clients.ForEach(client => client.Dispose());
        await own.DisposeAsync();
        Directory.Delete(data, recursive: true);
    }

    private async Task<IReadOnlyList<Sent>> LoadAndKillAsync(string data, string key, TimeSpan after)
    {
        await using var service = await ServiceProcess.StartAsync(database.Database, data);
        var clients = Enumerable.Range(0, Clients).Select(_ => new Participant(service.Address, key)).ToList();
        var loads = clients.Select(client => client.PostUntilAsync(CancellationToken.None)).ToList();
        await Task.Delay(after);
        await service.KillAsync();
        await Task.WhenAll(loads);
        clients.ForEach(client => client.Dispose());
        return [.. clients.SelectMany(client => client.History)];
    }

    private async Task<(string Agent, string Auditor)> MakeKeysAsync(string data)
    {
        await using var service = await ServiceProcess.StartAsync(database.Database, data);
        using var admin = new Participant(service.Address, AdminKey(data));
        return (await admin.MakeKeyAsync("demo-agent", "agent"), await admin.MakeKeyAsync("demo-auditor", "auditor"));
    }

    private static string AdminKey(string data) => File.ReadAllText(Path.Combine(data, "keys", "first-admin-key.txt")).Trim();

    // Null for what the service itself writes: a closed day, a finding.
    private static string? CustodyId(JsonNode leaf) => (string?)leaf["headers"]!["custodyEvent"];
}
