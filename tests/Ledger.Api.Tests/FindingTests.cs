using System.Net;
using System.Text.Json.Nodes;

namespace Ledger.Api.Tests;

public sealed class FindingTests(RunningLedger ledger) : IClassFixture<RunningLedger>
{
    [Fact]
    public async Task Who_waits_is_told_what_rules_found_and_those_named_see_it_and_nobody_else()
    {
        using var story = await Story.BeginAsync(ledger.Server);
        var bag = await story.BagAsync(50m);

        var verdict = await story.TellAndWaitAsync(story.Trader, "received", story.Receipt(bag, 40m));

        var found = verdict["findings"]!.AsArray().Single(one => (string)one!["rule"]! == "R5")!;
        Assert.Equal((50m, 40m, "kg"), ((decimal)found["expected"]!, (decimal)found["observed"]!, (string)found["unit"]!));
        var path = $"/v1/findings/{found["findingId"]}";
        foreach (var named in (LedgerClient[])[story.Miner, story.Trader, story.Programme])
        {
            Assert.Equal("active", (string)(await named.GetAsync(path)).Body["status"]!);
            var listed = (await named.GetAsync($"/v1/findings?rule=R5&custodyEvent={verdict["id"]}")).Body["items"]!.AsArray();
            Assert.Equal((string)found["findingId"]!, (string)listed.Single()!["findingId"]!);
        }

        var (foreign, unknown) = (await story.Stranger.GetAsync(path), await story.Stranger.GetAsync($"/v1/findings/{Guid.NewGuid()}"));
        Assert.Equal((HttpStatusCode.NotFound, unknown.Text), (foreign.Status, foreign.Text));
        Assert.Empty((await story.Stranger.GetAsync($"/v1/findings?party={story.Miner.Organisation}")).Body["items"]!.AsArray());
    }

    [Fact]
    public async Task Who_waits_is_told_when_rules_look_again()
    {
        using var story = await Story.BeginAsync(ledger.Server);
        var bag = await story.BagAsync();

        var verdict = await story.TellAndWaitAsync(story.Miner, "sold", new()
        {
            ["seller"] = story.Miner.Organisation, ["buyer"] = story.Trader.Organisation, ["titlePasses"] = "paid",
            ["lots"] = new JsonArray(new JsonObject { ["lotId"] = bag.LotId }),
        });

        Assert.Empty(verdict["findings"]!.AsArray());
        var pending = verdict["pending"]!.AsArray();
        Assert.Contains(pending, one => ((string)one!["subject"]!).StartsWith("sale:", StringComparison.Ordinal));
        Assert.All(pending, one => Assert.Matches("^[0-9]{4}-[0-9]{2}-[0-9]{2}$", (string)one!["on"]!));
    }

    [Fact]
    public async Task Who_does_not_wait_is_told_nothing_of_rules()
    {
        using var agent = await ledger.Server.AsAsync("demo-agent", "agent");
        var answer = await agent.PostBaggedAsync();
        Assert.All(["isEvaluated", "findings", "pending"], member => Assert.Null(answer.Body[member]));
    }

    [Fact]
    public async Task A_correction_withdraws_the_finding_and_stays_to_be_seen()
    {
        using var story = await Story.BeginAsync(ledger.Server);
        var bag = await story.BagAsync(50m);
        var wrong = await story.TellAndWaitAsync(story.Trader, "received", story.Receipt(bag, 40m));
        var path = $"/v1/findings/{wrong["findings"]!.AsArray().Single(one => (string)one!["rule"]! == "R5")!["findingId"]}";

        var right = story.Receipt(bag, 49.8m);
        (right["id"], right["type"], right["eventTime"]) = (Guid.NewGuid().ToString(), "received", "2026-03-02T09:00:00+02:00");
        var corrected = await story.TellAndWaitAsync(story.Trader, "corrected", new()
        {
            ["target"] = wrong["id"]!.DeepClone(), ["reason"] = "incorrect-data", ["replacement"] = right,
        });

        Assert.Empty(corrected["findings"]!.AsArray());
        Assert.Empty(corrected["replacement"]!["findings"]!.AsArray());
        await Eventually.IsAsync(() => story.Trader.GetAsync(path), finding => (string)finding.Body["status"]! == "withdrawn");
        var history = (await story.Miner.GetAsync(bag.Path + "/history")).Body["entries"]!.AsArray();
        Assert.Equal(
            [(40m, false), (49.8m, true)],
            history.Where(entry => (string)entry!["type"]! == "lot_received")
                .Select(entry => ((decimal)entry!["data"]!["netKg"]!, (bool)entry["isEffective"]!)).Order());
    }

    [Theory]
    [InlineData("demo-programme", "programme", "withdrawn")]
    [InlineData("demo-other-agency", "agent", "active")]
    public async Task The_programme_takes_back_what_others_recorded_and_nobody_else_does(string organisation, string role, string status)
    {
        using var story = await Story.BeginAsync(ledger.Server);
        var bag = await story.BagAsync(50m);
        var wrong = await story.TellAndWaitAsync(story.Trader, "received", story.Receipt(bag, 40m));
        var path = $"/v1/findings/{wrong["findings"]!.AsArray().Single(one => (string)one!["rule"]! == "R5")!["findingId"]}";
        using var corrector = await ledger.Server.AsAsync(organisation, role);

        await story.TellAndWaitAsync(corrector, "corrected", new()
        {
            ["target"] = wrong["id"]!.DeepClone(), ["reason"] = "did-not-occur",
        });
        await ledger.Server.CaughtUpAsync();

        Assert.Equal(status, (string)(await story.Trader.GetAsync(path)).Body["status"]!);
        var entry = (await story.Miner.GetAsync(bag.Path + "/history")).Body["entries"]!.AsArray()
            .Single(each => (string)each!["type"]! == "lot_received")!;
        Assert.Equal(status == "active", (bool)entry["isEffective"]!);
    }

    [Fact]
    public async Task Who_corrects_with_another_wrong_number_is_told_so()
    {
        using var story = await Story.BeginAsync(ledger.Server);
        var bag = await story.BagAsync(50m);
        var wrong = await story.TellAsync(story.Trader, "received", story.Receipt(bag, 40m));
        var replacement = story.Receipt(bag, 30m);
        (replacement["id"], replacement["type"], replacement["eventTime"]) =
            (Guid.NewGuid().ToString(), "received", "2026-03-02T09:00:00+02:00");

        var corrected = await story.TellAndWaitAsync(story.Trader, "corrected", new()
        {
            ["target"] = wrong.ToString(), ["reason"] = "incorrect-data", ["replacement"] = replacement,
        });

        var found = corrected["replacement"]!["findings"]!.AsArray().Single()!;
        Assert.Equal(("R5", 30m), ((string)found["rule"]!, (decimal)found["observed"]!));
    }

    [Fact]
    public async Task A_tag_on_two_bags_that_both_exist_is_flagged_as_an_incident_to_who_tied_it_and_the_programme()
    {
        using var story = await Story.BeginAsync(ledger.Server);
        await story.TieTwiceAsync("0012345");
        await story.SettleAsync();

        var incident = (await story.Miner.GetAsync("/v1/incidents")).Body["items"]!.AsArray()
            .Single(one => ((string)one!["subject"]!).EndsWith("/mine/0012345", StringComparison.Ordinal))!;
        Assert.Equal(("R1", "flagged"), ((string)incident["rule"]!, (string)incident["state"]!));
        var path = $"/v1/incidents/{incident["incidentId"]}";
        foreach (var named in (LedgerClient[])[story.Miner, story.Programme])
            Assert.Equal((string)incident["findingId"]!, (string)(await named.GetAsync(path)).Body["findingId"]!);
        Assert.Equal("incident", (string)(await story.Miner.GetAsync($"/v1/findings/{incident["findingId"]}")).Body["content"]!["tier"]!);
        Assert.Equal("not-found", (await story.Stranger.GetAsync(path)).Problem);
        Assert.Empty((await story.Stranger.GetAsync("/v1/incidents")).Body["items"]!.AsArray());
    }

    [Fact]
    public async Task Pages_of_findings_follow_on_one_another_newest_first()
    {
        using var story = await Story.BeginAsync(ledger.Server);
        for (var each = 0; each < 3; each++)
            await story.TellAndWaitAsync(story.Trader, "received", story.Receipt(await story.BagAsync(50m), 40m));

        var (found, page) = (new List<string>(), "/v1/findings?rule=R5&limit=2");
        while (page is not null)
        {
            var document = (await story.Miner.GetAsync(page)).Body;
            found.AddRange(document["items"]!.AsArray().Select(finding => (string)finding!["findingId"]!));
            page = (string?)document["next"];
        }

        Assert.Equal(3, found.Distinct().Count());
        var all = (await story.Miner.GetAsync("/v1/findings?rule=R5")).Body["items"]!.AsArray();
        Assert.Equal(all.Select(finding => (string)finding!["findingId"]!), found);
    }

    [Fact]
    public async Task Findings_are_asked_for_by_when_they_were_raised()
    {
        using var story = await Story.BeginAsync(ledger.Server);
        var first = await FoundAsync(40m);
        var between = NodaTime.Text.InstantPattern.ExtendedIso.Format(NodaTime.SystemClock.Instance.GetCurrentInstant());
        var second = await FoundAsync(39m);

        Assert.Equal([second], await RaisedAsync("raisedFrom=" + between));
        Assert.Equal([first], await RaisedAsync("raisedTo=" + between));
        Assert.Equal([first, second], await RaisedAsync("raisedFrom=2026-01-01&raisedTo=2099-12-31&sort=raised"));
        Assert.Empty(await RaisedAsync("raisedTo=2026-01-01"));
        Assert.Equal("field-errors", (await story.Miner.GetAsync("/v1/findings?raisedFrom=last%20week")).Problem);

        async Task<IEnumerable<string>> RaisedAsync(string query) =>
            (await story.Miner.GetAsync("/v1/findings?rule=R5&" + query)).Body["items"]!.AsArray()
            .Select(finding => (string)finding!["findingId"]!);

        async Task<string> FoundAsync(decimal received)
        {
            var verdict = await story.TellAndWaitAsync(story.Trader, "received", story.Receipt(await story.BagAsync(50m), received));
            return (string)verdict["findings"]!.AsArray().Single(one => (string)one!["rule"]! == "R5")!["findingId"]!;
        }
    }

    [Fact]
    public async Task Incidents_are_found_by_rule_state_and_the_day_they_were_flagged()
    {
        using var story = await Story.BeginAsync(ledger.Server);
        await story.TieTwiceAsync("7000003");
        await story.SettleAsync();
        var today = (string)(await story.Miner.GetAsync("/v1/incidents")).Body["items"]![0]!["flaggedOn"]!;

        var all = await CountAsync("");
        Assert.True(all > 0);
        Assert.Equal(all, await CountAsync("rule=R1&state=flagged&flaggedFrom=2020-01-01&flaggedTo=2199-01-01"));
        Assert.Equal(0, await CountAsync("rule=R2"));
        Assert.Equal(0, await CountAsync("state=withdrawn"));
        Assert.Equal(0, await CountAsync("flaggedFrom=2199-01-01"));
        Assert.Equal(0, await CountAsync("flaggedTo=2020-01-01"));
        Assert.Equal("field-errors", (await story.Miner.GetAsync("/v1/incidents?state=closed")).Problem);
        Assert.Equal("field-errors", (await story.Miner.GetAsync("/v1/incidents?flaggedFrom=" + today + "T")).Problem);

        async Task<int> CountAsync(string query) =>
            (await story.Miner.GetAsync("/v1/incidents?" + query)).Body["items"]!.AsArray().Count;
    }

    [Fact]
    public async Task Findings_and_incidents_are_sorted_as_asked_page_by_page()
    {
        using var story = await Story.BeginAsync(ledger.Server);
        await story.TieTwiceAsync("7000001");
        for (var each = 0; each < 2; each++)
            await story.TellAndWaitAsync(story.Trader, "received", story.Receipt(await story.BagAsync(50m), 40m));
        await story.TieTwiceAsync("7000002");
        await story.SettleAsync();

        var newest = await SortedAsync("findings", "-raised", finding => (string)finding["findingId"]!);
        Assert.True(newest.Count >= 4);
        Assert.Equal(newest, Enumerable.Reverse(await SortedAsync("findings", "raised", finding => (string)finding["findingId"]!)));
        foreach (var (sort, of) in ((string, Func<JsonNode, string>)[])
            [("rule", finding => (string)finding["rule"]!), ("tier", finding => (string)finding["tier"]!),
                ("subject", finding => (string)finding["subject"]!)])
        {
            var values = await SortedAsync("findings", sort, of);
            Assert.Equal(newest.Count, values.Count);
            Assert.Equal(values.Order(StringComparer.Ordinal), values); // R1 before R5, incident before review
            Assert.Equal(Enumerable.Reverse(values), await SortedAsync("findings", "-" + sort, of));
        }

        var flagged = await SortedAsync("incidents", "flagged", incident => (string)incident["incidentId"]!);
        Assert.True(flagged.Count >= 2);
        Assert.Equal(Enumerable.Reverse(flagged), await SortedAsync("incidents", "-flagged", incident => (string)incident["incidentId"]!));
        var subjects = await SortedAsync("incidents", "subject", incident => (string)incident["subject"]!);
        Assert.Equal(subjects.Order(StringComparer.Ordinal), subjects);
        Assert.Equal("field-errors", (await story.Miner.GetAsync("/v1/findings?sort=mood")).Problem);
        Assert.Equal("field-errors", (await story.Miner.GetAsync("/v1/incidents?sort=--flagged")).Problem);

        async Task<List<string>> SortedAsync(string list, string sort, Func<JsonNode, string> of)
        {
            var (found, page) = (new List<string>(), $"/v1/{list}?limit=1&sort={sort}");
            while (page is not null)
            {
                var document = (await story.Miner.GetAsync(page)).Body;
                found.AddRange(document["items"]!.AsArray().Select(item => of(item!)));
                page = (string?)document["next"];
            }

            return found;
        }
    }
}
