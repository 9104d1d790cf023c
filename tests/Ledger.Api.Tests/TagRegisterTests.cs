using System.Net;
using System.Text.Json.Nodes;

namespace Ledger.Api.Tests;

public sealed class TagRegisterTests(RunningLedger ledger) : IClassFixture<RunningLedger>
{
    private const int Rounds = 9;

    [Fact]
    public async Task Of_eight_who_assign_overlapping_ranges_at_once_exactly_one_wins_and_a_retry_is_answered_as_the_first_time()
    {
        using var office = await ledger.Server.AsAsync("demo-programme", "programme");
        var request = await office.ApprovedRequestAsync("RACE");
        for (var round = 0; round < Rounds; round++)
        {
            var commands = Enumerable.Range(100 * round, 8).Select(from => Commands.Tags("RACE", 1 + from, 80 + from, request)).ToList();

            var first = await Task.WhenAll(commands.Select(command => office.CommandAsync("/v1/tag-assignments", command)));
            var again = await Task.WhenAll(commands.Select(command => office.CommandAsync("/v1/tag-assignments", command)));

            var winner = Assert.Single(first, answer => answer.Status == HttpStatusCode.Created);
            Assert.All(first.Where(answer => answer != winner), loser =>
                Assert.Equal((HttpStatusCode.UnprocessableEntity, "tags-already-assigned"), (loser.Status, loser.Problem)));
            var repeated = again[Array.IndexOf(first, winner)];
            Assert.Equal(HttpStatusCode.OK, repeated.Status);
            Assert.Equal(winner.Body["events"]!.ToJsonString(), repeated.Body["events"]!.ToJsonString());
            Assert.Equal(7, again.Count(answer => answer.Status == HttpStatusCode.UnprocessableEntity));
        }

        var series = (await office.GetAsync("/v1/tag-series/RACE")).Body;
        Assert.Equal((1_000, 80 * Rounds, 1, 0, 3 + Rounds), (
            (long)series["issued"]!, (long)series["assigned"]!, (int)series["requested"]!, (int)series["openRequests"]!,
            (int)series["version"]!));
    }

    [Fact]
    public async Task Eight_who_assign_ranges_that_do_not_meet_are_all_served_until_the_allowance_is_used_up()
    {
        using var office = await ledger.Server.AsAsync("demo-programme", "programme");
        var request = await office.ApprovedRequestAsync("APART", allowance: 70);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(each => 10 * each)
            .Select(from => office.CommandAsync("/v1/tag-assignments", Commands.Tags("APART", from + 1, from + 10, request))));

        Assert.Equal(7, answers.Count(answer => answer.Status == HttpStatusCode.Created));
        Assert.Equal("tag-allowance-exceeded", Assert.Single(answers, answer => answer.Status != HttpStatusCode.Created).Problem);
    }

    [Fact]
    public async Task A_sites_tags_are_counted_by_what_became_of_them()
    {
        using var office = await ledger.Server.AsAsync("demo-programme", "programme");
        var request = await office.ApprovedRequestAsync("COUNT", "S-COUNT");
        await office.DoneAsync("/v1/tag-assignments", Commands.Tags("COUNT", 1, 50, request));
        await office.DoneAsync("/v1/tag-assignments", Commands.Tags("COUNT", 61, 70, request));
        foreach (var number in (int[])[1, 2, 3, 62]) await BagAsync(office, number);
        await PostAsync(office, "tags-cut", ("tags", new JsonArray(Tag(3))));
        await PostAsync(office, "tag-voided", ("from", "0000010"), ("to", "0000011"));
        await PostAsync(office, "tag-lost", ("from", "0000012"));
        await PostAsync(office, "tag-stolen", ("from", "0000013"), ("to", "0000015"));
        await PostAsync(office, "tags-returned", ("from", "0000041"), ("to", "0000060"), ("siteId", "S-COUNT"), ("box", "B1"));
        foreach (var counted in (int[])[20, 17])
            await PostAsync(office, "lock-box-counted", ("siteId", "S-COUNT"), ("box", "B1"), ("counted", counted),
                ("keyHolders", new JsonArray(Person("a"), Person("b"))), ("eventTime", $"2026-03-{30 - counted:D2}T08:00:00+02:00"));
        await ledger.Server.CaughtUpAsync();

        var register = (await office.GetAsync("/v1/tag-register?series=COUNT&siteId=S-COUNT")).Body;

        Assert.Equal(
            """{"kind":"mine","assigned":60,"attached":3,"cut":1,"void":2,"lost":1,"stolen":3,"returned":10,"inBox":17,"notSeen":40}""",
            register["kinds"]![0]!.ToJsonString());
        Assert.Equal(("B1", 17), ((string)register["boxes"]![0]!["box"]!, (int)register["boxes"]![0]!["counted"]!));
        var ranges = (await office.GetAsync("/v1/tag-ranges?series=COUNT")).Body["items"]!.AsArray();
        Assert.Equal(
            ["issued 1000 60", "assigned 50 ", "assigned 10 "],
            ranges.OrderByDescending(range => (long)range!["count"]!)
                .Select(range => $"{range!["state"]} {range["count"]} {range["assigned"]}"));
        Assert.Equal(
            """{"cut":1,"lost":1,"void":2,"stolen":3,"attached":2}""",
            ranges.Single(range => (long)range!["count"]! == 50)!["tags"]!.ToJsonString());
        var incomplete = (await office.GetAsync("/v1/tag-register?series=COUNT")).Body;
        Assert.Equal("siteId", (string)incomplete["errors"]![0]!["field"]!);
    }

    [Fact]
    public async Task Participants_see_their_own_requests_and_what_was_assigned_on_them()
    {
        using var office = await ledger.Server.AsAsync("demo-programme", "programme");
        using var miner = await ledger.Server.AsAsync("P-ASKS", "miner");
        using var other = await ledger.Server.AsAsync("P-SNOOPS", "miner");
        await office.ApprovedRequestAsync("OURS");
        var asked = new JsonObject
        {
            ["id"] = Guid.NewGuid().ToString(), ["series"] = "OURS", ["siteId"] = "S-OURS", ["kind"] = "mine", ["count"] = 20,
        };
        await miner.DoneAsync("/v1/tag-requests", asked);
        await office.DoneAsync("/v1/tag-request-reviews", new()
        {
            ["id"] = Guid.NewGuid().ToString(), ["series"] = "OURS", ["requestId"] = (string)asked["id"]!,
            ["verdict"] = "approved", ["allowance"] = 10,
        });
        await office.DoneAsync("/v1/tag-assignments", Commands.Tags("OURS", 901, 905, (string)asked["id"]!));
        await ledger.Server.CaughtUpAsync();

        var mine = Assert.Single((await miner.GetAsync("/v1/tag-requests?state=approved")).Body["items"]!.AsArray())!;
        Assert.Equal(("P-ASKS", 20, 10, 5), (
            (string)mine["requestedBy"]!, (int)mine["count"]!, (int)mine["allowance"]!, (int)mine["assigned"]!));
        var given = Assert.Single((await miner.GetAsync("/v1/tag-ranges?series=OURS")).Body["items"]!.AsArray())!;
        Assert.Equal("0000901", (string)given["from"]!);
        Assert.Empty((await other.GetAsync("/v1/tag-requests?requestedBy=P-ASKS")).Body["items"]!.AsArray());
        Assert.Empty((await other.GetAsync("/v1/tag-ranges?series=OURS")).Body["items"]!.AsArray());
        Assert.Equal(3, (await office.GetAsync("/v1/tag-ranges?series=OURS")).Body["items"]!.AsArray().Count
            + (await office.GetAsync("/v1/tag-requests?series=OURS&requestedBy=P-ASKS")).Body["items"]!.AsArray().Count);
    }

    private static async Task BagAsync(LedgerClient office, int number)
    {
        var bagged = Sample.Bagged(Guid.NewGuid());
        (bagged["tag"], bagged["siteId"]) = (Tag(number), "S-COUNT");
        Assert.Equal(HttpStatusCode.Created, (await office.PostAsync(bagged)).Status);
    }

    private static async Task PostAsync(LedgerClient office, string type, params (string Name, JsonNode Value)[] members)
    {
        var posted = new JsonObject
        {
            ["id"] = Guid.NewGuid().ToString(), ["type"] = type, ["eventTime"] = "2026-03-10T08:00:00+02:00",
        };
        if (type != "tags-cut") (posted["series"], posted["kind"]) = ("COUNT", "mine");
        foreach (var (name, value) in members) posted[name] = value;
        var answer = await office.PostAsync(posted);
        Assert.True(answer.Status == HttpStatusCode.Created, $"{type}: {answer.Text}");
    }

    private static JsonObject Tag(int number) => new() { ["series"] = "COUNT", ["kind"] = "mine", ["number"] = $"{number:D7}" };

    private static JsonObject Person(string reference) => new() { ["role"] = "key-holder", ["ref"] = reference };
}
