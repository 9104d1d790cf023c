using System.Net;

namespace Ledger.Api.Tests;

/// <summary>What who runs the service is told. Each test has its own database: a log goes by the keys of its first start.</summary>
public sealed class StateTests : IAsyncLifetime
{
    private readonly StoreDatabase _database = new();

    public ValueTask InitializeAsync() => _database.InitializeAsync();

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task The_state_says_how_far_behind_everything_is_and_that_it_caught_up()
    {
        string head;
        var options = LedgerServer.OptionsFor(_database.Database);
        await using var still = await LedgerServer.StartAsync(options with { Views = false });
        using (var admin = await still.AsAsync("operator", "admin"))
        using (var agent = await still.AsAsync("state-agent", "agent"))
        {
            await agent.PostBaggedAsync();
            // The calendar may close a day at any time: what is said is compared with what was there before and after.
            var (before, state, after) = await Eventually.IsAsync(
                async () => (await still.HeadAsync(), (await admin.GetAsync("/v1/admin/state")).Body, await still.HeadAsync()),
                asked => asked.Item1 == asked.Item3 && (int)asked.Body["log"]!["behindEvents"]! == 0);
            head = after.ToString(provider: null);
            Assert.Equal((before, head), (after, state["sequence"]!.ToJsonString()));
            foreach (var name in (string[])["views", "rules"])
            {
                Assert.Equal((head, false, "0"), (
                    state[name]!["behindEvents"]!.ToJsonString(), (bool)state[name]!["isKeptHere"]!,
                    state[name]!["sequence"]!.ToJsonString()));
                Assert.InRange((double)state[name]!["behindSeconds"]!, 0, 600);
            }

            Assert.Equal((true, 0d), ((bool)state["log"]!["isKeptHere"]!, (double)state["log"]!["behindSeconds"]!));
            Assert.Null(state["rebuild"]);
            Assert.False((bool)state["database"]!["mayRebuild"]!);
            Assert.InRange((long)state["database"]!["bytes"]!, 1_000_000, 1_000_000_000);
            Assert.Equal((0, 0), ((int)state["queue"]!["events"]!, (int)state["waitingImports"]!));
            Assert.Empty(state["witnesses"]!.AsArray());
        }

        await still.StopAsync();
        await using var server = await LedgerServer.StartAsync(options);
        using var there = await server.AsAsync("operator", "admin");
        var caughtUp = await Eventually.IsAsync(
            async () => (await there.GetAsync("/v1/admin/state")).Body,
            state => ((string[])["views", "rules", "log"]).All(name => (int)state[name]!["behindEvents"]! == 0));
        Assert.True((bool)caughtUp["views"]!["isKeptHere"]!);
        var asked = await there.SendAsync(HttpMethod.Post, "/v1/admin/rebuild");
        var rebuilt = await Eventually.IsAsync(
            async () => (await there.GetAsync("/v1/admin/state")).Body["rebuild"]!, job => (string)job["state"]! == "finished");
        Assert.Equal((string)asked.Body["id"]!, (string)rebuilt["id"]!);
    }

    [Fact]
    public async Task Keys_are_listed_page_by_page_and_by_organisation_and_state()
    {
        await using var server = await LedgerServer.StartAsync(LedgerServer.OptionsFor(_database.Database));
        using var admin = await server.AsAsync("operator", "admin");
        var made = new List<string>();
        for (var each = 0; each < 7; each++)
        {
            var key = await admin.SendAsync(HttpMethod.Post, "/v1/keys", Sample.Json(
                new { organisation = "paged-coop", roles = new[] { "miner" }, name = $"key {each}" }));
            made.Insert(0, (string)key.Body["id"]!);
        }

        await admin.SendAsync(HttpMethod.Delete, "/v1/keys/" + made[2]);
        var (seen, next) = (new List<string>(), (string?)"/v1/keys?organisation=paged-coop&limit=3");
        while (next is not null)
        {
            var page = await admin.GetAsync(next);
            Assert.Equal(HttpStatusCode.OK, page.Status);
            Assert.InRange(page.Body["keys"]!.AsArray().Count, 1, 3);
            seen.AddRange(page.Body["keys"]!.AsArray().Select(key => (string)key!["id"]!));
            next = (string?)page.Body["next"];
        }

        Assert.Equal(made.Order(StringComparer.Ordinal), seen.Order(StringComparer.Ordinal));
        Assert.Equal([made[2]], await IdsAsync("&revoked=true"));
        Assert.Equal(6, (await IdsAsync("&revoked=false")).Count);
        Assert.Equal("field-errors", (await admin.GetAsync("/v1/keys?revoked=perhaps")).Problem);

        async Task<List<string>> IdsAsync(string filter)
        {
            var page = (await admin.GetAsync("/v1/keys?organisation=paged-coop" + filter)).Body;
            return [.. page["keys"]!.AsArray().Select(key => (string)key!["id"]!)];
        }
    }
}
