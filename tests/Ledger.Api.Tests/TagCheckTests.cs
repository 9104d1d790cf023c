using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Ledger.Api.Tests.Dossiers;

namespace Ledger.Api.Tests;

public sealed partial class TagCheckTests(RunningLedger ledger) : IClassFixture<RunningLedger>
{
    private static readonly string[] Open =
        ["series", "kind", "number", "isKnown", "status", "mineral", "country", "region", "history", "says"];

    [Fact]
    public async Task Anyone_sees_whether_a_tag_is_known_and_never_where_it_is_who_holds_it_or_when_it_moved()
    {
        using var story = await Story.BeginAsync(ledger.Server);
        var site = $"S-{Guid.NewGuid():N}"[..20];
        var registered = Commands.Site(site, "CD");
        registered["area"] = "NORD-KIVU";
        await story.Programme.DoneAsync("/v1/sites", registered);
        var bag = await story.BagAsync(47.123m, site: site);
        await story.HandOverAsync(bag, 47.123m, 47.123m);
        await story.SettleAsync();
        await ledger.Server.CaughtUpAsync();
        using var anyone = ledger.Server.Anonymous();

        var answer = await anyone.GetAsync(Path(story, bag.Tag));

        Assert.Equal((HttpStatusCode.OK, true, "in-use", "cassiterite", "CD", "NORD-KIVU"), (
            answer.Status, (bool)answer.Body["isKnown"]!, (string)answer.Body["status"]!, (string)answer.Body["mineral"]!,
            (string)answer.Body["country"]!, (string)answer.Body["region"]!));
        Assert.Equal(Open, answer.Body.AsObject().Select(member => member.Key));
        foreach (var secret in (string[])
            [story.Miner.Organisation, story.Trader.Organisation, site, bag.LotId, "30.0619", "-1.9641", "47.123"])
            Assert.DoesNotContain(secret, answer.Text, StringComparison.Ordinal);
        Assert.DoesNotMatch(Date(), answer.Text);
        Assert.Equal("public, max-age=60", answer.Message.Headers.CacheControl!.ToString());
        Assert.False(answer.Message.Headers.Contains("Ledger-Sequence"));
    }

    [Fact]
    public async Task Its_records_verify_until_somebody_changes_takes_or_forges_one()
    {
        using var story = await Story.BeginAsync(ledger.Server);
        var bag = await story.BagAsync();
        await story.TellAsync(story.Miner, "tags-cut", new() { ["tags"] = new JsonArray(story.Tag(bag.Tag)) });
        await story.SettleAsync();
        await ledger.Server.CaughtUpAsync();
        using var anyone = ledger.Server.Anonymous();
        await LogTests.PublishedAsync(anyone, await ledger.Server.HeadAsync());
        await using var tampering = new Tampering(ledger);
        var stream = $"stream = 'tag:{(string)story.Tag(bag.Tag)["series"]!}/mine/{bag.Tag}'";

        Assert.Equal("verified", await StandingAsync());
        foreach (var change in (string[])
            [
                $"UPDATE ledger.event SET bytes = set_byte(bytes, 10, get_byte(bytes, 10) # 1) WHERE {stream} AND version = 2",
                // with a hash that fits: only the signed tree knows better
                $"UPDATE ledger.event SET bytes = convert_to(replace(convert_from(bytes, 'UTF8'), '{story.Miner.Organisation}', "
                    + $"'{story.Trader.Organisation}'), 'UTF8') WHERE {stream} AND version = 2;"
                    + $"UPDATE ledger.event SET leaf_hash = sha256('\\x00' || bytes) WHERE {stream} AND version = 2",
                $"DELETE FROM ledger.event WHERE {stream} AND version = 1",
            ])
        {
            await using var edit = await tampering.EditAsync("event", change);
            Assert.True(edit.IsAnEdit, change);
            Assert.Equal((change, "altered"), (change, await StandingAsync()));
        }

        Assert.Equal("verified", await StandingAsync());
        Assert.False((await anyone.GetAsync(Path(story, "7777777"))).Body.AsObject().ContainsKey("history"));

        async Task<string> StandingAsync() => (string)(await anyone.GetAsync(Path(story, bag.Tag))).Body["history"]!;
    }

    [Fact]
    public async Task How_a_tag_stands_is_said_in_calm_words_and_that_it_is_on_two_lots_is_nobodys_business_yet()
    {
        using var story = await Story.BeginAsync(ledger.Server);
        var (used, twice) = (await story.BagAsync(), await story.BagAsync(site: "S-A"));
        await story.BagAsync(tag: twice.Tag, site: "S-B");
        await story.TellAsync(story.Miner, "tags-cut", new() { ["tags"] = new JsonArray(story.Tag(used.Tag)) });
        (string, string)[] ends = [("tag-lost", "0008001"), ("tag-stolen", "0008002"), ("tag-voided", "0008003")];
        foreach (var (type, number) in ends)
            await story.TellAsync(story.Miner, type, new()
            {
                ["series"] = (string)story.Tag("1")["series"]!, ["kind"] = "mine", ["from"] = number,
            });
        await story.SettleAsync();
        using var anyone = ledger.Server.Anonymous();
        async Task<string> StatusAsync(string number) => (string)(await anyone.GetAsync(Path(story, number))).Body["status"]!;

        Assert.Equal(
            ["used-up", "in-use", "lost", "stolen", "void", "unknown"],
            [
                await StatusAsync(used.Tag), await StatusAsync(twice.Tag), await StatusAsync("0008001"), await StatusAsync("0008002"),
                await StatusAsync("0008003"), await StatusAsync("7777777"),
            ]);
        var unknown = (await anyone.GetAsync(Path(story, "7777777"))).Body;
        Assert.False((bool)unknown["isKnown"]!);
        Assert.StartsWith("Nothing is recorded of this number.", (string)unknown["says"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_issued_tag_is_known_before_it_is_used_with_the_country_it_was_assigned_to()
    {
        using var office = await ledger.Server.AsAsync("demo-programme", "programme");
        var site = Commands.Site("S-CHECK", "BI");
        await office.DoneAsync("/v1/sites", site);
        var request = await office.ApprovedRequestAsync("CHECK", "S-CHECK");
        await office.DoneAsync("/v1/tag-assignments", Commands.Tags("CHECK", 1, 10, request));
        await ledger.Server.CaughtUpAsync();
        using var anyone = ledger.Server.Anonymous();

        Assert.Equal(("issued", "BI"), await SeenAsync("0000010"));
        Assert.Equal(("issued", null), await SeenAsync("0000011"));
        Assert.Equal(("unknown", null), await SeenAsync("0001001"));
        Assert.Equal(("unknown", null), await SeenAsync("00000010"));

        async Task<(string Status, string? Country)> SeenAsync(string number)
        {
            var seen = (await anyone.GetAsync($"/v1/tag-check/CHECK/mine/{number}")).Body;
            return ((string)seen["status"]!, (string?)seen["country"]);
        }
    }

    [Fact]
    public async Task A_bare_number_leads_to_every_tag_that_carries_it()
    {
        using var office = await ledger.Server.AsAsync("demo-programme", "programme");
        foreach (var series in (string[])["BARE-1", "BARE-2"])
            await office.DoneAsync("/v1/tag-issues", Commands.Tags(series, 4_242_001, 4_242_100));
        var bagged = Sample.Bagged(Guid.NewGuid());
        bagged["tag"] = new JsonObject { ["series"] = "BARE-3", ["kind"] = "negociant", ["number"] = "4242007" };
        await office.PostAsync(bagged);
        await ledger.Server.CaughtUpAsync();
        using var anyone = ledger.Server.Anonymous();

        var several = (await anyone.GetAsync("/v1/tag-check/4242007")).Body;
        var none = (await anyone.GetAsync("/v1/tag-check/9876543210")).Body;

        Assert.Equal(
            ["BARE-1 mine issued", "BARE-2 mine issued", "BARE-3 negociant in-use"],
            several["tags"]!.AsArray().Select(tag => $"{tag!["series"]} {tag["kind"]} {tag["status"]}"));
        Assert.True((bool)several["isComplete"]!);
        Assert.Empty(none["tags"]!.AsArray());
        foreach (var path in (string[])["A/mine/%20", "A/king/1", "x%20y", "%F0%9F%A6%8A", "123456789012345678901"])
            Assert.Equal("field-errors", (await anyone.GetAsync("/v1/tag-check/" + path)).Problem);
    }

    [Fact]
    public async Task So_many_a_minute_and_then_a_while_later()
    {
        await using var server = await LedgerServer.StartAsync(
            LedgerServer.OptionsFor(ledger.Database) with { Limits = new() { TagChecksPerMinute = 5 } });
        using var anyone = server.Anonymous();

        for (var check = 0; check < 5; check++) Assert.Equal(HttpStatusCode.OK, (await anyone.GetAsync("/v1/tag-check/1")).Status);
        var refused = await anyone.GetAsync("/v1/tag-check/RW/mine/1");

        Assert.Equal((HttpStatusCode.TooManyRequests, "too-many-requests"), (refused.Status, refused.Problem));
        Assert.Equal("60", refused.Message.Headers.GetValues("Retry-After").Single());
        Assert.Equal("no-store", refused.Message.Headers.CacheControl!.ToString());
        Assert.Equal(HttpStatusCode.OK, (await anyone.GetAsync("/health/live")).Status);
    }

    private static string Path(Story story, string number) => $"/v1/tag-check/{story.TagPath(number)["/v1/tags/".Length..]}";

    [GeneratedRegex(@"\d{4}-\d{2}-\d{2}")]
    private static partial Regex Date();
}
