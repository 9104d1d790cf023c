using System.Net;
using System.Text.Json.Nodes;

namespace Ledger.Api.Tests;

public sealed class TransferTests(RunningLedger ledger) : IClassFixture<RunningLedger>
{
    [Fact]
    public async Task A_movement_is_seen_by_those_who_had_a_part_in_it_with_both_halves_and_who_is_silent()
    {
        using var story = await Story.BeginAsync(ledger.Server);
        using var carrier = await ledger.Server.AsAsync($"carrier-of-{story.Miner.Organisation}", "carrier");
        var bag = await story.BagAsync(50m);
        var movement = $"{story.Miner.Organisation}:M-1";
        await story.TellAsync(story.Miner, "dispatched", new()
        {
            ["movementId"] = movement, ["to"] = story.Trader.Organisation, ["carrier"] = carrier.Organisation,
            ["lots"] = new JsonArray(new JsonObject { ["lotId"] = bag.LotId, ["netKg"] = 50, ["method"] = "measured" }),
        });
        var path = $"/v1/movements/{movement}";
        var onTheWay = (await story.Trader.GetAsync(path)).Body;
        Assert.Equal(
            ("on-the-way", story.Trader.Organisation),
            ((string)onTheWay["status"]!, (string)onTheWay["silent"]!.AsArray().Single()!));

        await story.TellAsync(story.Trader, "arrived", new()
        {
            ["movementId"] = movement, ["from"] = story.Miner.Organisation,
            ["lots"] = new JsonArray(new JsonObject { ["tag"] = story.Tag(bag.Tag), ["netKg"] = 49.2, ["method"] = "measured" }),
        });

        foreach (var named in (LedgerClient[])[story.Miner, story.Trader, carrier, story.Programme])
        {
            var answer = await named.GetAsync(path);
            Assert.Equal(("arrived", -0.8m), ((string)answer.Body["status"]!, (decimal)answer.Body["differenceKg"]!));
            Assert.True(answer.Message.Headers.Contains("Ledger-Sequence") && answer.Message.Headers.ETag is not null);
        }

        Assert.Equal("not-found", (await story.Stranger.GetAsync(path)).Problem);
        var before = await story.Miner.GetAsync(path + $"?knownAt={await KnownAtAsync(story, bag)}");
        Assert.Equal("on-the-way", (string)before.Body["status"]!);
        Assert.Equal("field-errors", (await story.Miner.GetAsync("/v1/movements/none")).Problem);
    }

    [Fact]
    public async Task Title_that_passed_for_a_whole_sale_is_the_owner_of_its_lots_everywhere()
    {
        using var story = await Story.BeginAsync(ledger.Server);
        var (one, two) = (await story.BagAsync(50m), await story.BagAsync(40m));
        var sale = $"{story.Miner.Organisation}:S-1";
        await story.TellAsync(story.Miner, "sold", new()
        {
            ["saleId"] = sale, ["seller"] = story.Miner.Organisation, ["buyer"] = story.Trader.Organisation, ["titlePasses"] = "paid",
            ["lots"] = new JsonArray(new JsonObject { ["lotId"] = one.LotId }, new JsonObject { ["tag"] = story.Tag(two.Tag) }),
            ["price"] = new JsonObject { ["amountMinor"] = 123456, ["currency"] = "USD" },
        });
        await story.TellAsync(story.Trader, "received", story.Receipt(one, 50m));
        Assert.Equal(story.Miner.Organisation, (string)(await story.Miner.GetAsync(one.Path)).Body["owner"]!);

        await story.TellAndWaitAsync(story.Miner, "title-passed", new()
        {
            ["saleId"] = sale, ["from"] = story.Miner.Organisation, ["to"] = story.Trader.Organisation, ["ground"] = "paid",
        });

        var listed = (await story.Programme.GetAsync($"/v1/lots?custodian={story.Miner.Organisation}")).Body["items"]!.AsArray();
        Assert.Equal(story.Trader.Organisation, (string)listed.Single(lot => (string)lot!["lotId"]! == two.LotId)!["owner"]!);
        Assert.Equal(story.Trader.Organisation, (string)(await story.Miner.GetAsync(one.Path)).Body["owner"]!);
        var answer = await story.Trader.GetAsync($"/v1/sales/{sale}");
        Assert.Equal("partly-received", (string)answer.Body["status"]!);
        Assert.Equal(["received", "agreed"], answer.Body["lots"]!.AsArray().Select(lot => (string)lot!["state"]!));
        var compared = answer.Body["lots"]![0]!["compared"]!;
        Assert.Equal((50m, 50m, 0m), ((decimal)compared["sentKg"]!, (decimal)compared["receivedKg"]!, (decimal)compared["differenceKg"]!));
        Assert.InRange((decimal)compared["sigmaKg"]!, 0.1m, 0.5m);
        Assert.Null(answer.Body["lots"]![1]!["compared"]);
        Assert.All(answer.Body["lots"]!.AsArray(), lot => Assert.Equal(story.Trader.Organisation, (string)lot!["owner"]!));
        Assert.DoesNotContain("123456", answer.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await story.Stranger.GetAsync($"/v1/sales/{sale}")).Status);
    }

    [Fact]
    public async Task Who_bags_and_names_no_holder_holds_it_and_of_what_an_agent_wrote_nobody_knows()
    {
        using var miner = await ledger.Server.AsAsync("miner-of-no-words", "miner");
        using var agent = await ledger.Server.AsAsync("agent-of-no-words", "agent");
        foreach (var (client, holder) in new[] { (miner, miner.Organisation), (agent, null) })
        {
            var bag = Sample.Bagged(Guid.NewGuid());
            Assert.Equal(HttpStatusCode.Created, (await client.PostAsync(bag)).Status);
            Assert.Equal(HttpStatusCode.OK, (await client.PostAsync(bag)).Status);
            var lot = (await client.GetAsync($"/v1/lots/{client.Organisation}:{bag["id"]}")).Body;
            Assert.Equal((holder, holder), ((string?)lot["custodian"], (string?)lot["owner"]));
        }
    }

    // Between dispatch and arrival: when the newest record of the lot before the arrival was made.
    private static async Task<string> KnownAtAsync(Story story, Bag bag)
    {
        var entries = (await story.Programme.GetAsync(bag.Path + "/history")).Body["entries"]!.AsArray();
        return (string)entries.Single(entry => (string)entry!["type"]! == "lot_dispatched")!["recordedAt"]!;
    }
}
