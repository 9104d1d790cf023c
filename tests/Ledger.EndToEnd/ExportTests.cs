using System.Text.Json.Nodes;
using Ledger.Testing;

namespace Ledger.EndToEnd;

/// <summary>What leaves the ledger through the command line, and the keys it is asked with.</summary>
public sealed class ExportTests(StoreDatabase database) : IClassFixture<StoreDatabase>, IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ledger-export-").FullName;
    private ServiceProcess? _service;

    private static string? AdminKey { get; set; }

    public async ValueTask InitializeAsync()
    {
        var data = Path.Combine(_folder, "data");
        _service = await ServiceProcess.StartAsync(database.Database, data);
        AdminKey ??= (await File.ReadAllTextAsync(Path.Combine(data, "keys", "first-admin-key.txt"))).Trim();
    }

    public async ValueTask DisposeAsync()
    {
        if (_service is not null) await _service.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_key_is_made_shown_once_listed_without_its_secret_and_revoked()
    {
        var made = await AdminAsync("make", "--organisation", "demo-agent", "--role", "agent", "--role", "trader", "--name", "office");
        var key = made.Output.Trim();
        var id = key.Split('_')[1];
        using var agent = new Participant(_service!.Address, key);
        Assert.Equal(Known.Acknowledged, (await PostAsync(agent, 1)).Single().Known);

        var list = (await AdminAsync("list")).Output;
        var revoked = await AdminAsync("revoke", id);

        Assert.Matches($@"(?m)^{id}  demo-agent +agent\+trader +office +\d{{4}}-\d\d-\d\d", list);
        Assert.DoesNotContain(key, list, StringComparison.Ordinal);
        Assert.Equal(0, revoked.ExitCode);
        Assert.Matches($@"(?m)^{id} .*\d{{4}}-\d\d-\d\d +\d{{4}}-\d\d-\d\d +\d{{4}}-\d\d-\d\d$", (await AdminAsync("list")).Output);
        Assert.Contains("404", (await AdminAsync("revoke", "no-such-key")).Error, StringComparison.Ordinal);
        var king = await AdminAsync("make", "--organisation", "x", "--role", "king", "--name", "n");
        Assert.Contains("roles[0]", king.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_file_is_whole_or_not_there_and_a_later_run_goes_on()
    {
        var (agent, auditor) = await KeysAsync();
        await PostAsync(agent, 40);
        var file = Path.Combine(_folder, "events.ndjson");

        var first = await ExportAsync(auditor, "--out", file);
        var lines = await File.ReadAllLinesAsync(file, TestContext.Current.CancellationToken);
        await PostAsync(agent, 7);
        // As a run that was killed leaves it: its part, torn within a line.
        await File.WriteAllTextAsync(
            file + ".part", string.Join('\n', lines[..10]) + "\n" + lines[10][..30], TestContext.Current.CancellationToken);
        var second = await ExportAsync(auditor, "--out", file);

        Assert.True(first.ExitCode == 0 && second.ExitCode == 0, first.Error + second.Error);
        using var reader = new Participant(_service!.Address, auditor);
        var stored = (await reader.ReadAllAsync()).Select(leaf => leaf.ToJsonString()).ToList();
        var exported = await File.ReadAllLinesAsync(file, TestContext.Current.CancellationToken);
        Assert.Equal(stored[..exported.Length], exported.Select(line => JsonNode.Parse(line)!.ToJsonString()));
        Assert.True(exported.Length >= lines.Length + 7);
        Assert.False(File.Exists(file + ".part"));
    }

    [Fact]
    public async Task Standard_output_begins_after_a_sequence_and_a_hole_is_no_ledger()
    {
        var (agent, auditor) = await KeysAsync();
        await PostAsync(agent, 5);

        var run = await ExportAsync(auditor, "--after", "3");
        var torn = Path.Combine(_folder, "torn.ndjson");
        await File.WriteAllTextAsync(torn, """{"seq":999999}""" + "\n", TestContext.Current.CancellationToken);
        var ahead = await ExportAsync(auditor, "--out", torn);
        var refused = await ExportAsync("ledger_0000000000000000_AAAA", "--after", "3");

        Assert.Equal(4, (int)JsonNode.Parse(run.Output.Split('\n')[0])!["seq"]!);
        Assert.Contains("reaches sequence 999999", ahead.Error, StringComparison.Ordinal); // nothing came after what it holds
        Assert.Equal((1, true), (refused.ExitCode, refused.Error.StartsWith("ledger: ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Followed_it_adds_what_comes_over_broken_connections()
    {
        var (agent, auditor) = await KeysAsync();
        await PostAsync(agent, 3);
        await using var line = new CuttingProxy(_service!.Address, seed: 1, cuts: 3);
        var file = new FileInfo(Path.Combine(_folder, "followed.ndjson"));
        using var following = CommandLine.Start(
            auditor, "export", "--from", line.Address.ToString(), "--out", file.FullName, "--follow");

        var sent = await PostAsync(agent, 60);
        var ids = sent.Select(each => each.Id.ToString()).ToHashSet();
        await Eventually.IsAsync(() => File.Exists(file.FullName) && ids.IsSubsetOf(IdsIn(file)));

        await following.KillAsync();
        var sequences = LinesOf(file).Select(text => (long)JsonNode.Parse(text)!["seq"]!).ToList();
        Assert.Equal(Enumerable.Range(1, sequences.Count).Select(each => (long)each), sequences);
    }

    [Fact]
    public async Task Custody_events_become_a_table_for_each_type()
    {
        var (agent, auditor) = await KeysAsync();
        await PostAsync(agent, 4);
        var folder = Path.Combine(_folder, "tables");

        var run = await ExportAsync(auditor, "--csv", folder);

        Assert.True(run.ExitCode == 0, run.Error);
        var rows = await File.ReadAllLinesAsync(Path.Combine(folder, "weighed.csv"), TestContext.Current.CancellationToken);
        Assert.Equal(
            "sequence,recordedAt,custodyEvent,ordinal,recordedBy,event,stream,basis,lot.tag.kind,lot.tag.number,lot.tag.series,"
            + "method,netKg,purpose,when.eventTime,when.timePrecision", rows[0]);
        Assert.True(rows.Length > 4);
        Assert.EndsWith(
            ",wet,mine," + rows[1].Split(',')[9] + ",RW,measured,50.2,gate,2026-03-02T15:40:00+02:00,minute", rows[1],
            StringComparison.Ordinal);
        Assert.All(rows, row => Assert.Equal(16, row.Split(',').Length));
        Assert.Empty(Directory.EnumerateFiles(folder, "*.part"));
    }

    private async Task<(Participant Agent, string AuditorKey)> KeysAsync()
    {
        using var admin = new Participant(_service!.Address, AdminKey!);
        var agent = new Participant(_service.Address, await admin.MakeKeyAsync("demo-agent", "agent"));
        return (agent, await admin.MakeKeyAsync("demo-auditor", "auditor"));
    }

    private static async Task<IReadOnlyList<Sent>> PostAsync(Participant agent, int count)
    {
        var sent = new List<Sent>();
        for (var number = 0; number < count; number++)
        {
            var id = Guid.NewGuid();
            sent.Add(await agent.PostAsync(id, Participant.Weighed(id)));
        }

        return sent;
    }

    private Task<Ended> AdminAsync(params string[] arguments) =>
        CommandLine.RunAsync(AdminKey, ["admin", "keys", .. arguments, "--to", _service!.Address.ToString()]);

    private Task<Ended> ExportAsync(string key, params string[] arguments) =>
        CommandLine.RunAsync(key, ["export", "--from", _service!.Address.ToString(), .. arguments]);

    private static IEnumerable<string> IdsIn(FileInfo file) =>
        LinesOf(file).Select(line => (string?)JsonNode.Parse(line)!["headers"]?["custodyEvent"]).OfType<string>();

    // It is being written to: what follows the last line end is not a line yet.
    private static string[] LinesOf(FileInfo file)
    {
        using var stream = file.Open(FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var text = new StreamReader(stream).ReadToEnd();
        return text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
