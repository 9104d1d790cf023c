using System.Net;
using System.Text.Json.Nodes;

namespace Ledger.Api.Tests;

public sealed class RebuildTests(RunningLedger ledger) : IClassFixture<RunningLedger>
{
    [Fact]
    public async Task Readers_see_the_same_before_during_and_after_a_rebuild_that_was_asked_for()
    {
        using var story = await Story.BeginAsync(ledger.Server);
        using var admin = ledger.Server.Admin();
        var bags = new List<Bag>();
        for (var each = 0; each < 20; each++) bags.Add(await story.BagAsync(50m));
        await story.SettleAsync();
        var path = $"/v1/lots?custodian={story.Miner.Organisation}";
        var before = await ListAsync();

        var asked = await admin.SendAsync(HttpMethod.Post, "/v1/admin/rebuild");

        Assert.Equal(HttpStatusCode.Accepted, asked.Status);
        Assert.Equal("operator", (string)asked.Body["requestedBy"]!);
        var address = asked.Message.Headers.Location!.ToString();
        await Eventually.IsAsync(
            async () =>
            {
                Assert.Equal(before, await ListAsync());
                return (await admin.GetAsync(address)).Body;
            },
            job => (string)job["state"]! == "finished");
        var done = (await admin.GetAsync(address)).Body;
        Assert.Equal((1d, 1), ((double)done["progress"]!, (int)done["attempts"]!));
        Assert.Equal(before, await ListAsync());

        await story.TellAndWaitAsync(story.Trader, "received", story.Receipt(bags[0], 49.9m)); // and life goes on
        Assert.Equal(story.Trader.Organisation, (string)(await story.Trader.GetAsync(bags[0].Path)).Body["custodian"]!);
        await Eventually.IsAsync(
            () => story.Programme.GetAsync($"/v1/lots?custodian={story.Trader.Organisation}"),
            held => held.Body["items"]!.AsArray().Count == 1);

        async Task<string> ListAsync()
        {
            var answer = await story.Programme.GetAsync(path);
            Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);
            return answer.Text;
        }
    }

    [Fact]
    public async Task A_node_that_makes_no_schemas_refuses_to_be_asked_and_an_unknown_rebuild_is_not_there()
    {
        using var admin = ledger.Server.Admin();
        Assert.Equal("not-found", (await admin.GetAsync($"/v1/admin/rebuild/{Guid.NewGuid()}")).Problem);

        var data = Directory.CreateTempSubdirectory("ledger-api-").FullName;
        await using var other = await LedgerServer.StartAsync(
            LedgerServer.OptionsFor(ledger.Database, data) with { OwnerConnectionString = null });
        using var there = await other.AsAsync("operator", "admin");
        Assert.Equal("no-owner", (await there.SendAsync(HttpMethod.Post, "/v1/admin/rebuild")).Problem);
    }
}
