using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;

namespace Ledger.Api.Tests;

public sealed class ReadingTests(RunningLedger ledger) : IClassFixture<RunningLedger>
{
    [Fact]
    public async Task A_bag_can_be_followed_from_the_pit_to_the_product_and_back()
    {
        using var story = await Story.BeginAsync(ledger.Server);
        var (first, second) = (await story.BagAsync(50m, "RW-0412"), await story.BagAsync(25m, "RW-0977"));
        foreach (var (bag, kg) in ((Bag, decimal)[])[(first, 50m), (second, 25m)]) await story.HandOverAsync(bag, kg, kg);
        var (run, product) = await story.WashAsync(60m, (first, 50m), (second, 25m));
        await story.SettleAsync();

        var lot = (await story.Trader.GetAsync(first.Path)).Body;
        Assert.Equal(("consumed", 50m, 0m), ((string)lot["status"]!, (decimal)lot["consumedKg"]!, (decimal)lot["remainingKg"]!));
        Assert.Equal((story.Trader.Organisation, story.Trader.Organisation), ((string)lot["custodian"]!, (string)lot["owner"]!));

        var hands = (await story.Trader.GetAsync(first.Path + "/history")).Body["entries"]!.AsArray()
            .Select(entry => ((string)entry!["type"]!, (string)entry["custodian"]!, (string)entry["owner"]!)).ToList();
        var (miner, trader) = (story.Miner.Organisation, story.Trader.Organisation);
        Assert.Equal(("lot_bagged", miner, miner), hands[0]);
        Assert.Contains(("lot_sold", miner, miner), hands); // it is the buyer's when it is delivered
        Assert.Equal(("lot_consumed", trader, trader), hands[^1]);

        var made = (await story.Trader.GetAsync($"/v1/runs/{run}")).Body;
        Assert.Equal((75m, 60m, true), ((decimal)made["inputKg"]!, (decimal)made["outputKg"]!, (bool)made["isClosed"]!));

        var provenance = (await story.Programme.GetAsync($"/v1/lots/{product}/provenance")).Body;
        Assert.Equal(
            [("RW-0412", 0.666667m), ("RW-0977", 0.333333m)],
            provenance["sites"]!.AsArray().Select(site => ((string)site!["siteId"]!, (decimal)site["share"]!)));
        Assert.Equal(1m, SumOfShares(provenance));
        Assert.Equal(4, provenance["nodes"]!.AsArray().Count); // two bags, the run, the product
        Assert.Equal([story.Miner.Organisation, story.Trader.Organisation], HoldersOf(provenance, "lot:" + first.LotId));
        Assert.Equal([story.Trader.Organisation], HoldersOf(provenance, "lot:" + product));
        Assert.Equal([story.Trader.Organisation], HoldersOf(provenance, "run:" + run));

        var destinations = (await story.Programme.GetAsync(first.Path + "/destinations")).Body["destinations"]!.AsArray();
        Assert.Equal([(product, 0.666667m, true)],
            destinations.Select(one => ((string)one!["lotId"]!, (decimal)one["share"]!, (bool)one["isEnd"]!)));

        var held = (await story.Trader.GetAsync($"/v1/parties/{story.Trader.Organisation}/holdings")).Body["holdings"]!.AsArray();
        Assert.Equal([("cassiterite", 1, 60m)],
            held.Select(one => ((string)one!["mineral"]!, (int)one["lotCount"]!, (decimal)one["remainingKg"]!)));
    }

    [Fact]
    public async Task History_shows_both_times_and_by_which_tag_a_lot_was_named()
    {
        using var story = await Story.BeginAsync(ledger.Server);
        var bag = await story.BagAsync();
        await story.HandOverAsync(bag, 50m, 50m);

        var entries = (await story.Miner.GetAsync(bag.Path + "/history")).Body["entries"]!.AsArray();

        Assert.Equal(
            ["lot_bagged", "lot_tagged", "lot_weighed", "lot_sold", "lot_received"], entries.Select(entry => (string)entry!["type"]!));
        foreach (var entry in entries)
        {
            var happened = DateTimeOffset.Parse((string)entry!["eventTime"]!, CultureInfo.InvariantCulture);
            var recorded = DateTimeOffset.Parse((string)entry["recordedAt"]!, CultureInfo.InvariantCulture);
            Assert.True(happened < recorded);
            Assert.InRange((int)entry["lateDays"]!, (int)(recorded - happened).TotalDays - 1, (int)(recorded - happened).TotalDays);
            Assert.True((bool)entry["isEffective"]!);
        }

        Assert.All(entries.Take(4), entry => Assert.Null(entry!["namedByTag"]));
        Assert.Equal(bag.Tag, (string)entries[4]!["namedByTag"]!["number"]!);
        Assert.Equal(story.Trader.Organisation, (string)entries[4]!["recordedBy"]!);
    }

    [Fact]
    public async Task A_tag_leads_to_its_lot_and_one_on_two_lots_asks_which()
    {
        using var story = await Story.BeginAsync(ledger.Server);
        var bag = await story.BagAsync();

        var worn = (await story.Miner.GetAsync(story.TagPath(bag.Tag))).Body;
        Assert.Equal(("attached", bag.LotId), ((string)worn["status"]!, (string)worn["lots"]!.AsArray().Single()!));
        await story.SettleAsync(); // provenance comes out of the views
        var provenance = await story.Miner.GetAsync(story.TagPath(bag.Tag) + "/provenance");
        Assert.Equal((bag.LotId, 1m), ((string)provenance.Body["lotId"]!, SumOfShares(provenance.Body)));

        var other = await story.BagAsync(tag: bag.Tag);
        var several = await story.Miner.GetAsync(story.TagPath(bag.Tag) + "/provenance");
        Assert.Equal((HttpStatusCode.Conflict, "several-lots"), (several.Status, several.Problem));
        Assert.All([bag, other], each => Assert.Contains(each.LotId, (string)several.Body["detail"]!, StringComparison.Ordinal));
        Assert.Equal("on-several-lots", (string)(await story.Miner.GetAsync(story.TagPath(bag.Tag))).Body["status"]!);
        Assert.Equal("not-found", (await story.Miner.GetAsync(story.TagPath("9999999"))).Problem);
    }

    [Fact]
    public async Task A_past_moment_is_answered_as_it_was_then_and_as_it_was_known()
    {
        using var story = await Story.BeginAsync(ledger.Server);
        var bag = await story.BagAsync();
        await story.HandOverAsync(bag, 50m, 50m);

        async Task<string?> CustodianAsync(string query) => (string?)(await story.Miner.GetAsync($"{bag.Path}?{query}")).Body["custodian"];

        Assert.Equal(story.Miner.Organisation, await CustodianAsync("happenedBy=2026-03-02T08:01:00%2B02:00"));
        Assert.Equal(story.Trader.Organisation, await CustodianAsync("happenedBy=2026-03-02"));
        Assert.Equal(story.Trader.Organisation, await CustodianAsync("knownAt=2100-01-01&happenedBy=2100-01-01T00:00:00Z"));
        Assert.Equal("not-found", (await story.Miner.GetAsync(bag.Path + "?happenedBy=2026-03-01")).Problem);
        Assert.Equal("not-found", (await story.Miner.GetAsync(bag.Path + "?knownAt=2026-03-02")).Problem); // recorded later
    }

    [Fact]
    public async Task What_is_not_for_a_caller_looks_like_what_is_not_there()
    {
        using var story = await Story.BeginAsync(ledger.Server);
        var bag = await story.BagAsync();
        await story.HandOverAsync(bag, 50m, 50m);
        var (run, product) = await story.WashAsync(40m, (bag, 50m));
        await story.SettleAsync();
        string[] there =
        [
            bag.Path, bag.Path + "/history", bag.Path + "/provenance", story.TagPath(bag.Tag), story.TagPath(bag.Tag) + "/provenance",
            $"/v1/runs/{run}",
        ];
        string[] nowhere =
        [
            "/v1/lots/nobody:1", "/v1/lots/nobody:1/history", "/v1/lots/nobody:1/provenance", "/v1/tags/none/mine/1",
            "/v1/tags/none/mine/1/provenance", "/v1/runs/nobody:1",
        ];

        foreach (var (seen, unseen) in there.Zip(nowhere))
        {
            Assert.Equal(HttpStatusCode.OK, (await story.Trader.GetAsync(seen)).Status);
            var (foreign, unknown) = (await story.Stranger.GetAsync(seen), await story.Stranger.GetAsync(unseen));
            Assert.Equal((HttpStatusCode.NotFound, unknown.Text), (foreign.Status, foreign.Text));
        }

        Assert.Equal("not-found", (await story.Miner.GetAsync($"/v1/lots/{product}")).Problem); // it was never in the miner's hands
        Assert.Equal("no-right", (await story.Stranger.GetAsync($"/v1/parties/{story.Trader.Organisation}/holdings")).Problem);
        Assert.Equal(HttpStatusCode.OK, (await story.Programme.GetAsync($"/v1/parties/{story.Trader.Organisation}/holdings")).Status);
        Assert.Empty((await story.Stranger.GetAsync($"/v1/lots?custodian={story.Trader.Organisation}")).Body["items"]!.AsArray());
    }

    [Fact]
    public async Task Participants_see_sites_shares_and_the_way_there()
    {
        using var story = await Story.BeginAsync(ledger.Server);
        var bag = await story.BagAsync();
        await story.HandOverAsync(bag, 50m, 50m);
        var (_, product) = await story.WashAsync(40m, (bag, 50m));
        await story.SettleAsync();

        var whole = (await story.Programme.GetAsync($"/v1/lots/{product}/provenance")).Body;
        var own = (await story.Trader.GetAsync($"/v1/lots/{product}/provenance")).Body;

        Assert.NotEmpty(whole["edges"]!.AsArray());
        Assert.All(["nodes", "edges", "cycles"], part => Assert.Equal(whole[part]!.AsArray().Count, own[part]!.AsArray().Count));
        Assert.Equal(whole["sites"]!.ToJsonString(), own["sites"]!.ToJsonString());
    }

    [Fact]
    public async Task Lots_are_sorted_as_asked_page_by_page()
    {
        using var story = await Story.BeginAsync(ledger.Server);
        var bags = new List<Bag>();
        foreach (var kg in (decimal[])[52m, 48m, 52m, 50m]) bags.Add(await story.BagAsync(kg));
        await story.TellAsync(story.Miner, "lots-lost", new()
        {
            ["lots"] = new JsonArray(new JsonObject { ["lotId"] = bags[3].LotId }), ["cause"] = "theft",
        });
        await story.SettleAsync();
        string Places(params int[] places) => string.Join('\n', places.Select(place => bags[place].LotId));
        var ties = string.CompareOrdinal(bags[0].LotId, bags[2].LotId) < 0 ? (First: 0, Second: 2) : (First: 2, Second: 0);

        Assert.Equal(Places(1, 3, ties.First, ties.Second), await SortedAsync("mass"));
        Assert.Equal(Places(ties.Second, ties.First, 3, 1), await SortedAsync("-mass"));
        Assert.Equal(Places(0, 1, 2, 3), await SortedAsync("changed"));
        Assert.Equal(Places(3, 2, 1, 0), await SortedAsync("-changed"));
        Assert.EndsWith(bags[3].LotId, await SortedAsync("status"), StringComparison.Ordinal);
        Assert.Equal(
            string.Join('\n', bags.Select(bag => bag.LotId).OrderDescending(StringComparer.Ordinal)), await SortedAsync("-id"));
        Assert.Equal("field-errors", (await story.Miner.GetAsync("/v1/lots?sort=colour")).Problem);

        async Task<string> SortedAsync(string sort)
        {
            var (found, page) = (new List<string>(), $"/v1/lots?limit=1&sort={sort}");
            while (page is not null)
            {
                var document = (await story.Miner.GetAsync(page)).Body;
                found.AddRange(document["items"]!.AsArray().Select(lot => (string)lot!["lotId"]!));
                page = (string?)document["next"];
            }

            return string.Join('\n', found);
        }
    }

    [Fact]
    public async Task Pages_of_lots_follow_on_one_another_to_the_last()
    {
        using var story = await Story.BeginAsync(ledger.Server);
        var bags = new List<Bag>();
        for (var each = 0; each < 5; each++) bags.Add(await story.BagAsync());
        await story.SettleAsync();

        var (found, sizes, page) = (new List<string>(), new List<int>(), "/v1/lots?limit=2&status=held");
        while (page is not null)
        {
            var document = (await story.Miner.GetAsync(page)).Body;
            var items = document["items"]!.AsArray();
            found.AddRange(items.Select(lot => (string)lot!["lotId"]!));
            sizes.Add(items.Count);
            page = (string?)document["next"];
        }

        Assert.Equal([2, 2, 1], sizes);
        Assert.Equal(bags.Select(bag => bag.LotId).Order(StringComparer.Ordinal), found);
    }

    [Fact]
    public async Task A_reader_who_has_it_is_told_so_and_sequences_only_grow()
    {
        using var story = await Story.BeginAsync(ledger.Server);
        var bag = await story.BagAsync();
        await story.SettleAsync();
        var first = await story.Miner.GetAsync(bag.Path);
        var etag = first.Message.Headers.ETag!.ToString();

        var again = await story.Miner.SendAsync(HttpMethod.Get, bag.Path, adjust: request => request.Headers.Add("If-None-Match", etag));
        Assert.Equal((HttpStatusCode.NotModified, ""), (again.Status, again.Text));
        await story.HandOverAsync(bag, 50m, 50m);
        await story.SettleAsync();
        var changed = await story.Miner.SendAsync(HttpMethod.Get, bag.Path, adjust: request => request.Headers.Add("If-None-Match", etag));
        Assert.Equal(HttpStatusCode.OK, changed.Status);
        Assert.NotEqual(etag, changed.Message.Headers.ETag!.ToString());

        var sequences = new[] { first, again, changed }
            .Select(answer => long.Parse(
                answer.Message.Headers.GetValues("Ledger-Sequence").Single(), CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(sequences.Order(), sequences);
        Assert.True(sequences[2] > sequences[0]);
    }

    [Theory]
    [InlineData("lots")]
    [InlineData("findings")]
    [InlineData("incidents")]
    public async Task A_page_has_from_1_to_500_rows(string list)
    {
        using var programme = await ledger.Server.AsAsync("demo-programme", "programme");
        foreach (var limit in (string[])["0", "501", "-1", "x", "1&limit=2"])
            Assert.Equal("field-errors", (await programme.GetAsync($"/v1/{list}?limit={limit}")).Problem);
        foreach (var limit in (string[])["1", "500"])
            Assert.Equal(HttpStatusCode.OK, (await programme.GetAsync($"/v1/{list}?limit={limit}")).Status);
    }

    private static IEnumerable<string> HoldersOf(JsonNode provenance, string id) =>
        provenance["nodes"]!.AsArray().Single(node => (string)node!["id"]! == id)!["holders"]!.AsArray().Select(holder => (string)holder!);

    private static decimal SumOfShares(JsonNode provenance) =>
        provenance["sites"]!.AsArray().Sum(site => (decimal)site!["share"]!) + (decimal)provenance["unattributedShare"]!;
}
