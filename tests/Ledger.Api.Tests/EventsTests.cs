using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Ledger.Transparency.Leaves;

namespace Ledger.Api.Tests;

public sealed class EventsTests(RunningLedger ledger) : IClassFixture<RunningLedger>
{
    [Fact]
    public async Task An_auditor_reads_the_very_bytes_that_were_hashed()
    {
        using var agent = await ledger.Server.AsAsync("demo-agent", "agent");
        using var auditor = await ledger.Server.AsAsync("demo-auditor", "auditor");
        var posted = await agent.PostBaggedAsync();
        var after = (long)posted.Body["events"]![0]!["sequence"]! - 1;

        var read = await auditor.GetAsync($"/v1/events?after={after}&limit=4");

        Assert.Equal(HttpStatusCode.OK, read.Status);
        Assert.True(long.Parse(read.Message.Headers.GetValues("Ledger-Sequence").Single(), CultureInfo.InvariantCulture) >= after + 4);
        Assert.Equal(
            posted.Body["events"]!.AsArray().Select(receipt => (string)receipt!["leafHash"]!),
            read.Text.TrimEnd('\n').Split('\n').Select(line => LeafHash.Of(Encoding.UTF8.GetBytes(line)).ToString()));
    }

    [Fact]
    public async Task Pages_follow_on_one_another_to_the_end()
    {
        using var agent = await ledger.Server.AsAsync("demo-agent", "agent");
        using var auditor = await ledger.Server.AsAsync("demo-auditor", "auditor");
        await agent.PostLinesAsync(Enumerable.Range(0, 60).Select(_ => Sample.Bagged(Guid.NewGuid()).ToJsonString()));

        var head = await ledger.Server.HeadAsync();

        var (sequences, page) = (new List<long>(), "/v1/events?limit=100");
        while (page is not null)
        {
            var document = (await auditor.GetAsync(page, "application/json")).Body;
            sequences.AddRange(document["events"]!.AsArray().Select(leaf => (long)leaf!["seq"]!));
            page = (string?)document["next"];
        }

        Assert.InRange(sequences.Count, head, long.MaxValue);
        Assert.Equal(Enumerable.Range(1, sequences.Count).Select(n => (long)n), sequences);
        Assert.InRange((await auditor.GetAsync("/v1/events?limit=100000")).Lines.Count, sequences.Count, int.MaxValue);
    }

    [Fact]
    public async Task A_follower_gets_what_comes_later()
    {
        using var agent = await ledger.Server.AsAsync("demo-agent", "agent");
        using var auditor = await ledger.Server.AsAsync("demo-auditor", "auditor");
        var head = await ledger.Server.HeadAsync();
        using var following = await auditor.OpenAsync($"/v1/events?after={head}&follow=true");

        var posted = (long)(await agent.PostAsync(Sample.Weighed(Guid.NewGuid()))).Body["sequence"]!;

        var cancellation = TestContext.Current.CancellationToken;
        for (var sequence = head + 1; sequence <= posted; sequence++) // others may come first, none is left out
        {
            var line = await following.ReadLineAsync(cancellation).AsTask().WaitAsync(TimeSpan.FromSeconds(60), cancellation);
            Assert.Contains($"\"seq\":{sequence},", line, StringComparison.Ordinal);
            if (sequence == posted) Assert.Contains("\"type\":\"lot_weighed\"", line, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Events_are_found_by_when_they_were_recorded_their_type_and_their_stream()
    {
        using var agent = await ledger.Server.AsAsync("demo-agent", "agent");
        using var auditor = await ledger.Server.AsAsync("demo-auditor", "auditor");
        for (var each = 0; each < 3; each++) await agent.PostAsync(Sample.Weighed(Guid.NewGuid()));
        var before = await RecordedAtAsync(await ledger.Server.HeadAsync());
        var bagged = await agent.PostAsync(Sample.Bagged(Guid.NewGuid()));
        for (var each = 0; each < 3; each++) await agent.PostAsync(Sample.Weighed(Guid.NewGuid()));
        var (first, stream) = ((long)bagged.Body["events"]![0]!["sequence"]!, (string)bagged.Body["events"]![0]!["stream"]!);

        var until = await FindAsync(auditor, $"recordedTo={before}");
        Assert.True(until.Count >= 3);
        Assert.All(until, leaf => Assert.True((long)leaf["seq"]! < first));
        var since = await FindAsync(auditor, $"recordedFrom={before}&type=lot_weighed");
        Assert.All(since, leaf => Assert.Equal("lot_weighed", (string)leaf["type"]!));
        Assert.Equal(4, since.Count(leaf => (long)leaf["seq"]! >= first));
        Assert.Equal((int)bagged.Body["events"]!.AsArray().Count(each => (string)each!["stream"]! == stream),
            (await FindAsync(auditor, $"stream={Uri.EscapeDataString(stream)}")).Count);
        Assert.Empty(await FindAsync(auditor, "recordedTo=2020-01-01"));
        Assert.Empty(await FindAsync(auditor, "recordedFrom=2999-01-01"));

        // Page by page nothing is lost.
        var (found, next) = (new List<long>(), "/v1/events?type=lot_weighed&limit=2");
        while (next is not null)
        {
            var page = await DocumentAsync(auditor, next);
            found.AddRange(Sequences(page["events"]!));
            next = (string?)page["next"];
        }

        Assert.Equal(Sequences(await FindAsync(auditor, "type=lot_weighed")), found);

        async Task<string> RecordedAtAsync(long sequence) =>
            (string)(await DocumentAsync(auditor, $"/v1/events?after={sequence - 1}&limit=1"))["events"]![0]!["recordedAt"]!;
    }

    [Fact]
    public async Task Events_are_found_by_when_they_happened_with_all_that_their_records_became()
    {
        using var agent = await ledger.Server.AsAsync("demo-agent", "agent");
        using var auditor = await ledger.Server.AsAsync("demo-auditor", "auditor");
        var (late, next) = (Guid.NewGuid(), Guid.NewGuid());
        var posted = new Dictionary<Guid, Answer>();
        foreach (var (id, time) in ((Guid, string)[])[(next, "1994-03-03T00:00:00+02:00"), (late, "1994-03-02T23:59:00+02:00")])
        {
            var bagged = Sample.Bagged(id);
            bagged["eventTime"] = time;
            posted[id] = await agent.PostAsync(bagged);
        }

        await ledger.Server.CaughtUpAsync();
        var day = await FindAsync(auditor, "happenedFrom=1994-03-02&happenedTo=1994-03-02");
        Assert.Equal(posted[late].Body["events"]!.AsArray().Select(each => (long)each!["sequence"]!), Sequences(day));
        Assert.True(day.Count > 1, "a bag is more than one event");
        Assert.Equal(2 * day.Count, (await FindAsync(auditor, "happenedTo=1994-03-03")).Count);
        Assert.Equal(
            day.Count, (await FindAsync(auditor, "happenedFrom=1994-03-03T00:00:00%2B02:00&happenedTo=1994-12-31")).Count);
        Assert.Single(await FindAsync(auditor, "happenedTo=1994-03-02&type=lot_weighed"));
        Assert.Empty(await FindAsync(auditor, "happenedTo=1994-03-02&recordedTo=2020-01-01"));
        Assert.Empty(await FindAsync(auditor, "happenedTo=1994-03-01"));
    }

    [Fact]
    public async Task Events_are_read_from_the_newest_back_page_by_page()
    {
        using var agent = await ledger.Server.AsAsync("demo-agent", "agent");
        using var auditor = await ledger.Server.AsAsync("demo-auditor", "auditor");
        for (var each = 0; each < 3; each++) await agent.PostAsync(Sample.Weighed(Guid.NewGuid()));
        var head = await ledger.Server.HeadAsync();

        Assert.Equal([head, head - 1, head - 2], Sequences((await DocumentAsync(auditor, "/v1/events?limit=3&sort=-sequence"))["events"]!));
        var (found, next) = (new List<long>(), $"/v1/events?type=lot_weighed&sort=-sequence&after={head + 1}&limit=2");
        while (next is not null)
        {
            var page = await DocumentAsync(auditor, next);
            found.AddRange(Sequences(page["events"]!));
            Assert.True(found.Count <= head, "pages end");
            next = (string?)page["next"];
        }

        Assert.Equal(Sequences(await FindAsync(auditor, "type=lot_weighed")).Where(seq => seq <= head).Reverse(), found);
        var lines = (await auditor.GetAsync("/v1/events?limit=2&sort=-sequence")).Lines;
        Assert.True((long)lines[0]["seq"]! == (long)lines[1]["seq"]! + 1, "lines too");
    }

    [Theory]
    [InlineData("after=-1")]
    [InlineData("after=x")]
    [InlineData("limit=100001")]
    [InlineData("follow=perhaps")]
    [InlineData("after=1&after=2")]
    [InlineData("type=lot_teleported")]
    [InlineData("recordedFrom=yesterday")]
    [InlineData("recordedTo=2026-13-01")]
    [InlineData("follow=true&type=lot_weighed")]
    [InlineData("follow=true&sort=-sequence")]
    [InlineData("happenedFrom=2026-02-30")]
    [InlineData("sort=time")]
    public async Task A_query_that_is_not_as_it_must_be_is_refused(string query)
    {
        using var auditor = await ledger.Server.AsAsync("demo-auditor", "auditor");
        Assert.Equal("field-errors", (await auditor.GetAsync("/v1/events?" + query)).Problem);
    }

    private static async Task<JsonNode> DocumentAsync(LedgerClient reader, string path) => (await reader.SendAsync(
        HttpMethod.Get, path, adjust: request => request.Headers.TryAddWithoutValidation("Accept", "application/json"))).Body;

    private static async Task<List<JsonNode>> FindAsync(LedgerClient reader, string query) =>
        [.. (await DocumentAsync(reader, "/v1/events?limit=1000&" + query))["events"]!.AsArray().Select(leaf => leaf!)];

    private static IEnumerable<long> Sequences(JsonNode leaves) => Sequences(leaves.AsArray().Select(leaf => leaf!));

    private static IEnumerable<long> Sequences(IEnumerable<JsonNode> leaves) => leaves.Select(leaf => (long)leaf["seq"]!);
}
