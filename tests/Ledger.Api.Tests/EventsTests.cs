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

        var until = await FindAsync($"recordedTo={before}");
        Assert.True(until.Count >= 3);
        Assert.All(until, leaf => Assert.True((long)leaf["seq"]! < first));
        var since = await FindAsync($"recordedFrom={before}&type=lot_weighed");
        Assert.All(since, leaf => Assert.Equal("lot_weighed", (string)leaf["type"]!));
        Assert.Equal(4, since.Count(leaf => (long)leaf["seq"]! >= first));
        Assert.Equal((int)bagged.Body["events"]!.AsArray().Count(each => (string)each!["stream"]! == stream),
            (await FindAsync($"stream={Uri.EscapeDataString(stream)}")).Count);
        Assert.Empty(await FindAsync("recordedTo=2020-01-01"));
        Assert.Empty(await FindAsync("recordedFrom=2999-01-01"));

        // Page by page nothing is lost.
        var (found, next) = (new List<long>(), "/v1/events?type=lot_weighed&limit=2");
        while (next is not null)
        {
            var page = (await GetAsync(next))!;
            found.AddRange(page["events"]!.AsArray().Select(leaf => (long)leaf!["seq"]!));
            next = (string?)page["next"];
        }

        Assert.Equal((await FindAsync("type=lot_weighed")).Select(leaf => (long)leaf["seq"]!), found);

        async Task<JsonNode> GetAsync(string path) => (await auditor.SendAsync(
            HttpMethod.Get, path, adjust: request => request.Headers.TryAddWithoutValidation("Accept", "application/json"))).Body;

        async Task<List<JsonNode>> FindAsync(string query) =>
            [.. (await GetAsync("/v1/events?limit=1000&" + query))["events"]!.AsArray().Select(leaf => leaf!)];

        async Task<string> RecordedAtAsync(long sequence) =>
            (string)(await GetAsync($"/v1/events?after={sequence - 1}&limit=1"))["events"]![0]!["recordedAt"]!;
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
    public async Task A_query_that_is_not_as_it_must_be_is_refused(string query)
    {
        using var auditor = await ledger.Server.AsAsync("demo-auditor", "auditor");
        Assert.Equal("field-errors", (await auditor.GetAsync("/v1/events?" + query)).Problem);
    }
}
