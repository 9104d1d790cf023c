using System.Net;
using System.Text.Json.Nodes;
using Ledger.Api.Auth;
using Ledger.Api.Keys;
using Ledger.EventStore.PrivatePostgres;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Npgsql;

namespace Ledger.Api.Tests;

public sealed class KeyTests(RunningLedger ledger) : IClassFixture<RunningLedger>
{
    [Fact]
    public async Task A_key_is_shown_once_and_listed_without_its_secret()
    {
        using var admin = ledger.Server.Admin();
        var made = await admin.SendAsync(HttpMethod.Post, "/v1/keys", Sample.Json(
            new { organisation = "coop-7", roles = new[] { "miner", "trader" }, name = "office" }));
        Assert.Equal(HttpStatusCode.Created, made.Status);
        var key = (string)made.Body["key"]!;
        using var coop = new LedgerClient(ledger.Server.Address, "coop-7", key);
        Assert.Equal(HttpStatusCode.Created, (await coop.PostBaggedAsync()).Status);

        var list = await admin.GetAsync("/v1/keys");
        var listed = list.Body["keys"]!.AsArray().Single(one => (string)one!["id"]! == (string)made.Body["id"]!)!;
        Assert.Equal(["miner", "trader"], listed["roles"]!.AsArray().Select(role => (string)role!));
        Assert.NotNull(listed["lastUsedOn"]);
        Assert.Null(listed["key"]);
        Assert.DoesNotContain(key.Split('_', 3)[2], list.Text, StringComparison.Ordinal);
        var stored = string.Concat(await ledger.ColumnAsync("SELECT convert_to(string_agg(k::text, ','), 'UTF8') FROM ledger.api_key k"));
        Assert.DoesNotContain(key.Split('_', 3)[2], stored, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Requests_that_find_a_key_stale_at_the_same_moment_ask_for_it_once()
    {
        const string Name = "one-key-for-all";
        var (_, key) = await ledger.Server.App.Services.GetRequiredService<KeyMaker>()
            .MakeAsync(new("coop-8"), Roles.Trader, Name, TestContext.Current.CancellationToken);
        var app = ledger.Database.ConnectionString(ClusterRoles.App);
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(app)
        {
            ApplicationName = Name, SearchPath = "ledger",
        });
        var ring = new KeyRing(new(source), new(), SystemClock.Instance);

        var verdicts = await Task.WhenAll(
            Enumerable.Range(0, 64).Select(_ => ring.CheckAsync("Bearer " + key, null, isPost: false).AsTask()));

        Assert.All(verdicts, verdict => Assert.Equal((KeyVerdict.Valid, "coop-8"), (verdict.Verdict, verdict.Caller!.Organisation.Value)));
        await using var count = source.CreateCommand("SELECT count(*) FROM pg_stat_activity WHERE application_name = $1");
        count.Parameters.Add(new NpgsqlParameter<string> { TypedValue = Name });
        Assert.Equal(1L, await count.ExecuteScalarAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Keys_are_sorted_and_filtered_page_by_page()
    {
        using var admin = ledger.Server.Admin();
        foreach (var organisation in (string[])["sort-b", "sort-a", "sort-c"])
            using (var client = await ledger.Server.AsAsync(organisation, "agent"))
                if (organisation == "sort-a") Assert.Equal(HttpStatusCode.Created, (await client.PostBaggedAsync()).Status);

        Assert.Equal(["sort-c", "sort-a", "sort-b"], await OrganisationsAsync(""));
        Assert.Equal(["sort-b", "sort-a", "sort-c"], await OrganisationsAsync("&sort=created"));
        Assert.Equal(["sort-a", "sort-b", "sort-c"], await OrganisationsAsync("&sort=organisation"));
        Assert.Equal(["sort-c", "sort-b", "sort-a"], await OrganisationsAsync("&sort=-organisation"));
        Assert.Equal("sort-a", (await OrganisationsAsync("&sort=used"))[^1]);
        Assert.Equal("sort-a", (await OrganisationsAsync("&sort=-used"))[0]);
        Assert.Equal(["sort-c"], await OrganisationsAsync("&organisation=sort-c&sort=used"));
        Assert.Equal("field-errors", (await admin.GetAsync("/v1/keys?sort=secret")).Problem);

        async Task<List<string>> OrganisationsAsync(string query)
        {
            var (found, page) = (new List<string>(), "/v1/keys?limit=1" + query);
            while (page is not null)
            {
                var document = (await admin.GetAsync(page)).Body;
                found.AddRange(document["keys"]!.AsArray().Select(key => (string)key!["organisation"]!));
                page = (string?)document["next"];
            }

            return [.. found.Where(organisation => organisation.StartsWith("sort-", StringComparison.Ordinal))];
        }
    }

    [Fact]
    public async Task A_revoked_key_stops_on_every_node_within_seconds()
    {
        await using var other = await LedgerServer.StartAsync(LedgerServer.OptionsFor(ledger.Database));
        using var admin = ledger.Server.Admin();
        using var agent = await ledger.Server.AsAsync("demo-leaver", "agent");
        using var elsewhere = new LedgerClient(other.Address, "demo-leaver", agent.Key);
        Assert.Equal(HttpStatusCode.Created, (await elsewhere.PostBaggedAsync()).Status);
        Assert.Equal(HttpStatusCode.Created, (await agent.PostBaggedAsync()).Status);

        Assert.Equal(HttpStatusCode.NoContent, (await admin.SendAsync(HttpMethod.Delete, "/v1/keys/" + agent.Key!.Split('_')[1])).Status);

        Assert.Equal(HttpStatusCode.Unauthorized, (await agent.PostBaggedAsync()).Status);
        var there = await Eventually.IsAsync(() => elsewhere.PostBaggedAsync(), answer => answer.Status == HttpStatusCode.Unauthorized);
        Assert.Equal("not-authenticated", there.Problem);
        Assert.Equal("not-found", (await admin.SendAsync(HttpMethod.Delete, "/v1/keys/0000000000000000")).Problem);
    }

    [Theory]
    [InlineData("{", "malformed-json", "")]
    [InlineData("[]", "malformed-json", "")]
    [InlineData("{}", "field-errors", "name,organisation,roles")]
    [InlineData("""{"organisation":"a b","roles":[],"name":"x"}""", "field-errors", "organisation,roles")]
    [InlineData("""{"organisation":"ab","roles":["king"],"name":"x","y":1}""", "field-errors", "roles[0],y")]
    public async Task A_key_that_cannot_be_made_is_refused_with_every_reason(string body, string problem, string fields)
    {
        using var admin = ledger.Server.Admin();
        var refused = await admin.SendAsync(HttpMethod.Post, "/v1/keys", new StringContent(body));
        Assert.Equal(problem, refused.Problem);
        var named = (refused.Body["errors"] as JsonArray ?? []).Select(error => (string)error!["field"]!).Order(StringComparer.Ordinal);
        Assert.Equal(fields, string.Join(',', named));
    }

    [Theory]
    [InlineData("")]
    [InlineData("ledger_0123456789abcdef")]
    [InlineData("ledger_0123456789abcdef_")]
    [InlineData("ledger_0123456789abcdef_short")]
    [InlineData("ledger_0123456789abcdef_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("something-else")]
    public async Task A_wrong_key_opens_nothing(string key)
    {
        using var stranger = new LedgerClient(ledger.Server.Address, "nobody", key);
        var refused = await stranger.PostBaggedAsync();
        Assert.Equal((HttpStatusCode.Unauthorized, "not-authenticated"), (refused.Status, refused.Problem));
        Assert.Equal("Bearer", refused.Message.Headers.WwwAuthenticate.Single().Scheme);
    }

    [Fact]
    public async Task Guessing_is_slowed_and_does_not_lock_out_a_key_in_use()
    {
        await using var server = await LedgerServer.StartAsync(
            LedgerServer.OptionsFor(ledger.Database) with { Limits = new() { FailedAttemptsPerMinute = 5 } });
        using var agent = new LedgerClient(server.Address, "demo-agent", (await ledger.Server.AsAsync("demo-agent", "agent")).Key);
        Assert.Equal(HttpStatusCode.Created, (await agent.PostBaggedAsync()).Status);

        var statuses = new List<HttpStatusCode>();
        for (var guess = 0; guess < 8; guess++)
        {
            using var guesser = new LedgerClient(server.Address, "nobody", ApiKey.Make().ToString());
            statuses.Add((await guesser.PostBaggedAsync()).Status);
        }

        Assert.Equal(5, statuses.Count(status => status == HttpStatusCode.Unauthorized));
        Assert.Equal(3, statuses.Count(status => status == HttpStatusCode.TooManyRequests));
        Assert.Equal(HttpStatusCode.Created, (await agent.PostBaggedAsync()).Status);
    }

    [Fact]
    public async Task A_key_that_posts_too_much_is_told_to_wait()
    {
        await using var server = await LedgerServer.StartAsync(
            LedgerServer.OptionsFor(ledger.Database) with { Limits = new() { PostsPerMinute = 3 } });
        using var agent = new LedgerClient(server.Address, "demo-agent", (await ledger.Server.AsAsync("demo-agent", "agent")).Key);
        for (var post = 0; post < 3; post++) await agent.PostBaggedAsync();
        var refused = await agent.PostBaggedAsync();
        Assert.Equal("too-many-requests", refused.Problem);
        Assert.NotNull(refused.Message.Headers.RetryAfter);
    }
}
