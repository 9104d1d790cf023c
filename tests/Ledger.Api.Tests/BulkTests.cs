using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Ledger.Api.Tests;

public sealed class BulkTests(RunningLedger ledger) : IClassFixture<RunningLedger>
{
    [Fact]
    public async Task One_bad_line_does_not_lose_the_others()
    {
        using var agent = await ledger.Server.AsAsync("demo-agent", "agent");
        var good = Enumerable.Range(0, 6).Select(_ => Sample.Bagged(Guid.NewGuid()).ToJsonString()).ToArray();
        var before = await ledger.Server.StoredAsync();

        var answer = await agent.PostLinesAsync(
            [good[0], "", "{broken", good[1], """{"type":"weighed"}""", good[0], "  ", good[2], new string('x', 1 << 21), good[3]]);

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal("application/x-ndjson", answer.Message.Content.Headers.ContentType!.MediaType);
        Assert.Equal(
            ["1 created", "3 refused", "4 created", "5 refused", "6 duplicate", "8 created", "9 refused", "10 created"],
            answer.Lines.Select(line => $"{line["line"]} {line["status"]}"));
        Assert.Equal("/problems/malformed-json", (string)answer.Lines[1]["type"]!);
        Assert.Contains(answer.Lines[3]["errors"]!.AsArray(), error => (string)error!["field"]! == "netKg");
        Assert.Equal("/problems/too-large", (string)answer.Lines[6]["type"]!);
        Assert.Equal(before + 4, await ledger.Server.StoredAsync());
    }

    [Fact]
    public async Task An_array_is_answered_item_by_item_in_its_order()
    {
        using var agent = await ledger.Server.AsAsync("demo-agent", "agent");
        var ids = Enumerable.Range(0, 1_500).Select(_ => Guid.NewGuid()).ToArray();
        var items = new JsonArray([.. ids.Select(id => Sample.Weighed(id, tag: id.ToString("N")[..12]))]);
        items[700] = 5;

        var answer = await agent.PostAsync(items);

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        var results = answer.Body.AsArray();
        Assert.Equal(Enumerable.Range(0, 1_500), results.Select(result => (int)result!["index"]!));
        Assert.Equal(ids.Where((_, index) => index != 700).Select(id => id.ToString()),
            results.Where(result => (string)result!["status"]! == "created").Select(result => (string)result!["id"]!));
        Assert.Equal("refused", (string)results[700]!["status"]!);
        Assert.Equal("[]", (await agent.PostAsync("[]")).Text);
    }

    [Fact]
    public async Task Strict_stores_all_in_one_commit()
    {
        using var agent = await ledger.Server.AsAsync("demo-agent", "agent");
        var items = new JsonArray([.. Enumerable.Range(0, 500).Select(_ => Sample.Weighed(Guid.NewGuid()))]);
        var before = await ledger.Server.StoredAsync();

        var answer = await agent.PostAsync(items.ToJsonString(), prefer: "respond-async, handling=strict");

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        var sequences = answer.Body.AsArray().Select(item => (long)item!["sequence"]!).ToList();
        Assert.Equal(Enumerable.Range(0, 500).Select(n => sequences[0] + n), sequences); // nothing came between
        Assert.Equal(before + 500, await ledger.Server.StoredAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Strict_stores_nothing_where_one_item_is_refused(bool asLines)
    {
        using var agent = await ledger.Server.AsAsync("demo-agent", "agent");
        var repeated = Guid.NewGuid();
        JsonObject[] items =
        [
            Sample.Weighed(Guid.NewGuid()), Sample.Weighed(repeated), Sample.Weighed(Guid.NewGuid(), netKg: -1m), Sample.Weighed(repeated),
        ];
        var before = await ledger.Server.StoredAsync();

        var answer = asLines
            ? await agent.PostLinesAsync(items.Select(item => item.ToJsonString()), "handling=strict")
            : await agent.PostAsync(new JsonArray(items).ToJsonString(), prefer: "handling=strict");

        Assert.Equal("strict-refused", answer.Problem);
        Assert.Equal(asLines ? [3, 4] : [2, 3],
            answer.Body["results"]!.AsArray().Select(result => (int)result![asLines ? "line" : "index"]!));
        Assert.Equal(before, await ledger.Server.StoredAsync());
    }

    [Fact]
    public async Task Strict_stores_nothing_where_an_id_is_in_use()
    {
        using var agent = await ledger.Server.AsAsync("demo-agent", "agent");
        var used = Guid.NewGuid();
        await agent.PostAsync(Sample.Weighed(used));
        var before = await ledger.Server.StoredAsync();

        var answer = await agent.PostAsync(
            new JsonArray(Sample.Weighed(Guid.NewGuid()), Sample.Weighed(used, netKg: 7m)).ToJsonString(), prefer: "handling=strict");

        Assert.Equal((HttpStatusCode.Conflict, "id-in-use"), (answer.Status, answer.Problem));
        Assert.Equal(before, await ledger.Server.StoredAsync());
        var tooMany = new JsonArray([.. Enumerable.Range(0, 501).Select(_ => Sample.Weighed(Guid.NewGuid()))]);
        Assert.Equal("too-large", (await agent.PostAsync(tooMany.ToJsonString(), prefer: "handling=strict")).Problem);
    }

    [Fact]
    public async Task A_packed_body_is_taken_and_a_bomb_is_not()
    {
        using var agent = await ledger.Server.AsAsync("demo-agent", "agent");
        var packed = await agent.PostAsync(Gzip(Encoding.UTF8.GetBytes(Sample.Bagged(Guid.NewGuid()).ToJsonString())), encoding: "gzip");
        var bomb = await agent.PostAsync(Gzip([(byte)'{', .. Enumerable.Repeat((byte)' ', 200_000_000)]), encoding: "gzip");

        Assert.Equal(HttpStatusCode.Created, packed.Status);
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "too-large"), (bomb.Status, bomb.Problem));
    }

    private static byte[] Gzip(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest)) gzip.Write(bytes);
        return packed.ToArray();
    }
}
