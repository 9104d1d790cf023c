using Ledger.Testing;

namespace Ledger.EndToEnd;

/// <summary><c>ledger rebuild</c> against the real process.</summary>
public sealed class RebuildTests(StoreDatabase database) : IClassFixture<StoreDatabase>
{
    [Fact]
    public async Task The_command_shows_that_it_is_done_also_by_the_service_that_was_killed_over_it()
    {
        var data = Directory.CreateTempSubdirectory("ledger-e2e-").FullName;
        string key;
        await using (var killed = await ServiceProcess.StartAsync(database.Database, data))
        {
            key = File.ReadAllText(Path.Combine(data, "keys", "first-admin-key.txt")).Trim();
            using var admin = new Participant(killed.Address, key);
            using var agent = new Participant(killed.Address, await admin.MakeKeyAsync("demo-agent", "agent"));
            using var enough = new CancellationTokenSource(TimeSpan.FromSeconds(2));
            await agent.PostUntilAsync(enough.Token);
            using var http = new HttpClient { BaseAddress = killed.Address };
            http.DefaultRequestHeaders.Authorization = new("Bearer", key);
            using var asked = await http.PostAsync(
                new Uri("/v1/admin/rebuild", UriKind.Relative), null, TestContext.Current.CancellationToken);
            asked.EnsureSuccessStatusCode();
            await killed.KillAsync();
        }

        await using var service = await ServiceProcess.StartAsync(database.Database, data);
        var rebuilt = await CommandLine.RunAsync(key, "rebuild", "--to", service.Address.ToString());
        Assert.True(rebuilt.ExitCode == 0, rebuilt.Error);
        Assert.Matches(@"^finished: \d+ events, [1-5] attempts\s*$", rebuilt.Output);
        Assert.Equal(1, (await CommandLine.RunAsync(null, "rebuild", "--to", service.Address.ToString(), "--key", key + "x")).ExitCode);
        Directory.Delete(data, recursive: true);
    }
}
