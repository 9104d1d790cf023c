using System.Globalization;
using System.Net;
using System.Text;
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

    [Theory]
    [InlineData("after=-1")]
    [InlineData("after=x")]
    [InlineData("limit=100001")]
    [InlineData("follow=perhaps")]
    [InlineData("after=1&after=2")]
    public async Task A_query_that_is_not_as_it_must_be_is_refused(string query)
    {
        using var auditor = await ledger.Server.AsAsync("demo-auditor", "auditor");
        Assert.Equal("field-errors", (await auditor.GetAsync("/v1/events?" + query)).Problem);
    }
}
