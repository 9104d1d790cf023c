using System.Net;
using System.Text.Json.Nodes;
using NodaTime;
using NodaTime.Text;

namespace Ledger.Api.Tests;

/// <summary>Settings over HTTP. Each test changes settings of its own, since all tests share one ledger.</summary>
public sealed class SettingTests(RunningLedger ledger) : IClassFixture<RunningLedger>
{
    private static readonly Instant Now = SystemClock.Instance.GetCurrentInstant();
    private static readonly Instant Soon = Now + Duration.FromMinutes(10);

    [Fact]
    public async Task An_old_bag_keeps_the_old_limit_and_a_new_bag_gets_the_new_one()
    {
        using var story = await Story.BeginAsync(ledger.Server);
        await ChangeAsync(story.Programme, "R4.bagKg", 60);

        Assert.Empty(await FindingsOfBagAsync(story, Now - Duration.FromDays(1)));
        var found = Assert.Single(await FindingsOfBagAsync(story, Now + Duration.FromDays(1)));

        Assert.Equal(("R4", 60m, 65m), ((string)found["rule"]!, (decimal)found["expected"]!, (decimal)found["observed"]!));
        var finding = (await story.Miner.GetAsync($"/v1/findings/{found["findingId"]}")).Body;
        var history = (await story.Programme.GetAsync("/v1/settings/R4.bagKg")).Body["history"]!.AsArray();
        Assert.Equal((int)history[0]!["version"]!, (int)finding["content"]!["settingsVersion"]!);
    }

    [Fact]
    public async Task The_catalogue_is_read_by_anyone_page_by_page_with_value_unit_and_history()
    {
        using var carrier = await ledger.Server.AsAsync("demo-carrier", "carrier");
        var (items, page) = (new List<JsonNode>(), "/v1/settings?limit=10&knownAt=2199-01-01");
        while (page is not null)
        {
            var answer = await carrier.GetAsync(page);
            items.AddRange(answer.Body["items"]!.AsArray().Select(item => item!));
            page = (string?)answer.Body["next"];
            Assert.DoesNotContain("\\u", answer.Text, StringComparison.Ordinal);
        }

        Assert.Equal(items.Select(item => (string)item["name"]!).Distinct(), items.Select(item => (string)item["name"]!));
        var drum = items.Single(item => (string)item["name"]! == "R4.drumKg");
        Assert.Equal((900m, 900m, "kg", "R4"), (
            (decimal)drum["value"]!, (decimal)drum["default"]!, (string)drum["unit"]!, (string)drum["rules"]![0]!));
        Assert.Empty(drum["history"]!.AsArray());
    }

    [Fact]
    public async Task Settings_are_found_by_name_rule_and_change_and_sorted()
    {
        using var programme = await ledger.Server.AsAsync("demo-programme", "programme");
        await ChangeAsync(programme, "R7.separationPct", 41, Soon);
        await ChangeAsync(programme, "R7.dryingPct", 42, Soon + Duration.FromDays(1));
        var then = "&happenedBy=" + InstantPattern.ExtendedIso.Format(Soon + Duration.FromDays(2));

        Assert.Contains("R4.bagKg", await NamesAsync("name=bagkg"));
        Assert.All(await NamesAsync("name=bagkg"), name => Assert.Contains("bagKg", name, StringComparison.OrdinalIgnoreCase));
        Assert.Contains("R4.drumKg", await NamesAsync("rule=R4"));
        Assert.DoesNotContain("R7.washingPct", await NamesAsync("rule=R4"));
        Assert.Empty(await NamesAsync("rule=R4&name=washing"));
        var changed = await NamesAsync("changed=true&sort=-since" + then);
        Assert.True(changed.IndexOf("R7.dryingPct") < changed.IndexOf("R7.separationPct"));
        Assert.Equal(Enumerable.Reverse(changed), await NamesAsync("changed=true&sort=since" + then));
        Assert.DoesNotContain("R7.dryingPct", await NamesAsync("changed=false" + then));
        Assert.Equal((await NamesAsync("sort=name")).Order(StringComparer.Ordinal), Enumerable.Reverse(await NamesAsync("sort=-name")));
        Assert.Equal("field-errors", (await programme.GetAsync("/v1/settings?sort=value")).Problem);
        Assert.Equal("field-errors", (await programme.GetAsync("/v1/settings?changed=yes")).Problem);

        async Task<List<string>> NamesAsync(string query)
        {
            var (names, page) = (new List<string>(), "/v1/settings?limit=5&" + query);
            while (page is not null)
            {
                var document = (await programme.GetAsync(page)).Body;
                names.AddRange(document["items"]!.AsArray().Select(setting => (string)setting!["name"]!));
                page = (string?)document["next"];
            }

            return names;
        }
    }

    [Fact]
    public async Task A_change_is_shown_with_who_made_it_and_holds_only_from_its_moment_on()
    {
        using var programme = await ledger.Server.AsAsync("demo-programme", "programme");
        await ChangeAsync(programme, "R7.washingPct", 55);
        await ChangeAsync(programme, "R7.washingPct", 50, Soon + Duration.FromDays(1));

        var setting = (await programme.GetAsync("/v1/settings/R7.washingPct")).Body;
        Assert.Equal((60m, 2), ((decimal)setting["value"]!, (int)setting["historyCount"]!));
        Assert.Equal([50m, 55m], setting["history"]!.AsArray().Select(entry => (decimal)entry!["value"]!));
        Assert.All(setting["history"]!.AsArray(), entry => Assert.Equal("demo-programme", (string)entry!["recordedBy"]!));
        async Task<decimal> ValueAsync(Instant happenedBy) =>
            (decimal)(await programme.GetAsync($"/v1/settings/R7.washingPct?happenedBy={Text(happenedBy)}")).Body["value"]!;
        Assert.Equal((60m, 55m, 50m), (
            await ValueAsync(Now), await ValueAsync(Soon), await ValueAsync(Soon + Duration.FromDays(1))));

        var first = (await programme.GetAsync("/v1/settings/R7.washingPct?limit=1")).Body;
        var second = (await programme.GetAsync((string)first["next"]!)).Body;
        Assert.Equal([55m], second["history"]!.AsArray().Select(entry => (decimal)entry!["value"]!));
        Assert.Null(second["next"]);
    }

    [Fact]
    public async Task A_change_decided_on_what_is_no_longer_there_is_refused()
    {
        using var programme = await ledger.Server.AsAsync("demo-programme", "programme");
        var etag = (await programme.GetAsync("/v1/settings/R7.gravityPct")).Message.Headers.ETag!.Tag;
        var changed = await SendAsync(programme, "R7.gravityPct", Change(35), etag);
        Assert.Equal(HttpStatusCode.Created, changed.Status);

        var stale = await SendAsync(programme, "R7.gravityPct", Change(30), etag);

        Assert.Equal((HttpStatusCode.PreconditionFailed, "stale-version"), (stale.Status, stale.Problem));
        Assert.Equal("stale-version", (await SendAsync(programme, "R7.gravityPct", Change(30), "\"none\"")).Problem);
        var again = await SendAsync(programme, "R7.gravityPct", Change(30), changed.Message.Headers.ETag!.Tag);
        Assert.Equal((HttpStatusCode.Created, "/v1/settings/R7.gravityPct"), (again.Status, again.Message.Headers.Location!.ToString()));
    }

    [Fact]
    public async Task A_repeated_change_is_answered_as_the_first_time_and_its_id_stands_for_nothing_else()
    {
        using var programme = await ledger.Server.AsAsync("demo-programme", "programme");
        var etag = (await programme.GetAsync("/v1/settings/R7.otherPct")).Message.Headers.ETag!.Tag;
        var change = Change(1.5m);
        Assert.Equal(HttpStatusCode.Created, (await SendAsync(programme, "R7.otherPct", change, etag)).Status);
        for (var times = 0; times < 3; times++)
            Assert.Equal(HttpStatusCode.OK, (await SendAsync(programme, "R7.otherPct", change, etag)).Status);
        Assert.Single((await programme.GetAsync("/v1/settings/R7.otherPct")).Body["history"]!.AsArray());

        change["value"] = 1.6;
        Assert.Equal("id-in-use", (await SendAsync(programme, "R7.otherPct", change)).Problem);
    }

    [Fact]
    public async Task Changes_at_the_same_time_are_all_decided_one_after_another()
    {
        using var programme = await ledger.Server.AsAsync("demo-programme", "programme");
        var answers = await Task.WhenAll(Enumerable.Range(1, 8).Select(value => SendAsync(programme, "R23.days", Change(value))));
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Created, answer.Status));
        var history = (await programme.GetAsync("/v1/settings/R23.days")).Body["history"]!.AsArray();
        Assert.Equal(Enumerable.Range(1, 8), history.Select(entry => (int)entry!["value"]!).Order());
    }

    [Theory]
    [InlineData("R4.drumKg", "{\"value\":5000.001}", "setting-out-of-bounds")]
    [InlineData("R28.days", "{\"value\":1.5}", "setting-out-of-bounds")]
    [InlineData("R28.days", "{\"effectiveFrom\":\"2026-01-01T00:00:00Z\"}", "setting-before-recorded")]
    public async Task What_the_rule_of_settings_refuses_is_refused_with_its_code(string name, string members, string code)
    {
        using var programme = await ledger.Server.AsAsync("demo-programme", "programme");
        var change = Change(10);
        foreach (var (member, value) in JsonNode.Parse(members)!.AsObject()) change[member] = value!.DeepClone();
        var answer = await SendAsync(programme, name, change);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, code), (answer.Status, answer.Problem));
    }

    [Fact]
    public async Task A_setting_the_catalogue_does_not_know_is_not_there_and_cannot_be_changed()
    {
        using var programme = await ledger.Server.AsAsync("demo-programme", "programme");
        Assert.Equal("not-found", (await programme.GetAsync("/v1/settings/R99.none")).Problem);
        Assert.Equal("setting-unknown", (await SendAsync(programme, "R99.none", Change(1))).Problem);
    }

    private static async Task<IReadOnlyList<JsonNode>> FindingsOfBagAsync(Story story, Instant at)
    {
        var bag = Sample.Bagged(Guid.NewGuid());
        (bag["eventTime"], bag["holder"], bag["weighing"]!["netKg"]) = (Text(at), story.Miner.Organisation, 65);
        var answer = await story.Miner.PostAsync(bag.ToJsonString(), prefer: "wait=30");
        Assert.True((bool)answer.Body["isEvaluated"]!, answer.Text);
        return [.. answer.Body["findings"]!.AsArray().Select(found => found!)];
    }

    private static async Task ChangeAsync(LedgerClient client, string name, decimal value, Instant? from = null)
    {
        var answer = await SendAsync(client, name, Change(value, from));
        Assert.True(answer.Status == HttpStatusCode.Created, answer.Text);
    }

    private static Task<Answer> SendAsync(LedgerClient client, string name, JsonObject change, string? ifMatch = null)
    {
        change["name"] = name;
        return client.CommandAsync("/v1/setting-changes", change, ifMatch);
    }

    private static JsonObject Change(decimal value, Instant? from = null) => new()
    {
        ["id"] = Guid.NewGuid().ToString(), ["value"] = value, ["effectiveFrom"] = Text(from ?? Soon),
    };

    private static string Text(Instant at) => InstantPattern.ExtendedIso.Format(at);
}
