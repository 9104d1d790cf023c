using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Ledger.Transparency.Heads;
using Ledger.Transparency.Leaves;
using Ledger.Transparency.Merkle;
using Ledger.Transparency.Notes;

namespace Ledger.Api.Tests;

/// <summary>Completeness over HTTP: nothing was left out of what an auditor is shown.</summary>
public sealed class HeadsTests(RunningLedger ledger) : IClassFixture<RunningLedger>
{
    [Fact]
    public async Task An_auditor_sees_proved_which_event_was_the_last_of_a_lot_and_that_no_correction_is_hidden()
    {
        using var agent = await ledger.Server.AsAsync("demo-agent", "agent");
        using var auditor = await ledger.Server.AsAsync("demo-auditor", "auditor");
        var posted = (await agent.PostBaggedAsync()).Body;
        // the first closed day has its root taken by itself; a newer one comes a minute later at the earliest
        var taken = await Eventually.IsAsync(() => TakeAsync(auditor), taken => taken.Through >= (long)posted["sequence"]!);
        var lot = posted["events"]!.AsArray().Last(receipt => ((string)receipt!["stream"]!).StartsWith("lot:", StringComparison.Ordinal))!;

        var (verdict, proved) = await ProvedAsync(auditor, (string)lot["stream"]!);
        Assert.Equal(HeadsVerdict.Head, verdict);
        Assert.Equal((int)lot["version"]!, proved.Heads[0].Head.Version);
        Assert.Equal((string)lot["leafHash"]!, proved.Heads[0].Head.LeafHash.ToString());

        var (absent, _) = await ProvedAsync(auditor, $"custody-event:{(string)posted["id"]!}");
        Assert.Equal(HeadsVerdict.Absent, absent);
        Assert.True(taken.Streams > 1);
    }

    [Fact]
    public async Task Heads_are_taken_after_a_day_was_closed_without_being_asked_for()
    {
        using var auditor = await ledger.Server.AsAsync("demo-auditor", "auditor");
        var answer = await Eventually.IsAsync(
            () => auditor.GetAsync("/v1/log/heads?stream=calendar"), answer => answer.Status == HttpStatusCode.OK);
        Assert.Equal("head", (string)answer.Body["verdict"]!);
    }

    [Fact]
    public async Task A_second_call_within_a_minute_gives_what_the_first_took()
    {
        using var auditor = await ledger.Server.AsAsync("demo-auditor", "auditor");
        await TakeAsync(auditor);
        var again = await auditor.SendAsync(HttpMethod.Post, "/v1/log/heads");
        Assert.Equal(HttpStatusCode.OK, again.Status);
    }

    [Theory]
    [InlineData("/v1/log/heads")]
    [InlineData("/v1/log/heads?stream=")]
    [InlineData("/v1/log/heads?stream=a%20b")]
    [InlineData("/v1/log/heads?stream=a%00b")]
    [InlineData("/v1/log/heads?stream=%F0%9F%A6%8A")]
    public async Task What_cannot_be_the_name_of_a_stream_is_refused(string path)
    {
        using var auditor = await ledger.Server.AsAsync("demo-auditor", "auditor");
        Assert.Equal("field-errors", (await auditor.GetAsync(path)).Problem);
    }

    private static async Task<(long Through, long Streams)> TakeAsync(LedgerClient auditor)
    {
        var answer = await auditor.SendAsync(HttpMethod.Post, "/v1/log/heads");
        Assert.Contains(answer.Status, (HttpStatusCode[])[HttpStatusCode.OK, HttpStatusCode.Created]);
        return ((long)answer.Body["through"]!, (long)answer.Body["streams"]!);
    }

    /// <summary>Checks all of it with the log's key alone: checkpoint, leaf, root of heads, head.</summary>
    private static async Task<(HeadsVerdict Verdict, HeadsProof Proof)> ProvedAsync(LedgerClient auditor, string stream)
    {
        var (origin, keys) = await LogTests.KeysAsync(auditor);
        var answer = (await auditor.GetAsync($"/v1/log/heads?stream={stream}")).Body;
        var leaf = Convert.FromBase64String((string)answer["taken"]!["leaf"]!);
        var inLog = TlogProof.Parse(Encoding.UTF8.GetBytes((string)answer["taken"]!["proof"]!));
        Assert.True(inLog.Verifies(LeafHash.Of(leaf), origin, keys));
        var content = Leaf.Parse(leaf);
        Assert.Equal(("heads", "heads_root_taken"), (content.Stream, content.Type));
        var data = JsonNode.Parse(content.Data.Span)!;
        Assert.True(TreeHash.TryParse((string)data["root"]!, out var root));
        var proof = HeadsProof.FromJson(Encoding.UTF8.GetBytes(answer["proof"]!.ToJsonString()));
        Assert.Equal(stream, proof.Stream);
        return (proof.Judge((long)data["streams"]!, root), proof);
    }
}
