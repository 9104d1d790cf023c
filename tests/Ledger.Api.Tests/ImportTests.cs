using System.Net;
using System.Text.Json.Nodes;

namespace Ledger.Api.Tests;

public sealed class ImportTests(StoreDatabase database) : IClassFixture<StoreDatabase>
{
    private const int Lines = 3_000;
    private static readonly Limits Small = new() { LinesAnsweredAtOnce = 100 };

    [Fact]
    public async Task Many_lines_are_taken_in_and_worked_on_behind()
    {
        await using var server = await LedgerServer.StartAsync(LedgerServer.OptionsFor(database.Database) with { Limits = Small });
        using var agent = await server.AsAsync("demo-agent", "agent");
        using var rival = await server.AsAsync("demo-rival", "agent");

        var accepted = await agent.PostLinesAsync(Body(Lines, badEvery: 100));
        Assert.Equal(HttpStatusCode.Accepted, accepted.Status);
        var address = accepted.Message.Headers.Location!.ToString();
        var finished = await UntilFinishedAsync(agent, address);

        Assert.Equal((Lines - 30, 0, 30), Counts(finished));
        Assert.Equal(1, (double)finished["progress"]!);
        var results = await ResultsAsync(agent, address, limit: 700);
        Assert.Equal(Enumerable.Range(1, Lines), results.Select(result => (int)result["line"]!));
        var refused = await ResultsAsync(agent, address, limit: 7, "&status=refused");
        Assert.Equal(results.Where(result => (string)result["status"]! == "refused").Select(result => (int)result["line"]!),
            refused.Select(result => (int)result["line"]!));
        Assert.Equal(Lines - 30, (await ResultsAsync(agent, address, limit: 700, "&status=created")).Count);
        Assert.Empty((await agent.GetAsync(address + "/results?status=duplicate")).Lines);
        Assert.Equal("field-errors", (await agent.GetAsync(address + "/results?status=lost")).Problem);
        Assert.Equal(HttpStatusCode.NotFound, (await rival.GetAsync(address)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await rival.GetAsync(address + "/results")).Status);
        Assert.Equal("bad-request", (await agent.GetAsync(address + "/results?cursor=3")).Problem);
    }

    [Fact]
    public async Task An_import_goes_on_after_a_restart_and_stores_each_line_once()
    {
        var options = LedgerServer.OptionsFor(database.Database) with { Limits = Small };
        const int Many = 20_000;
        await using var server = await LedgerServer.StartAsync(options);
        var agent = await server.AsAsync("demo-agent", "agent");
        var before = await server.StoredAsync();
        var accepted = await agent.PostLinesAsync(Body(Many, badEvery: int.MaxValue));
        var address = accepted.Message.Headers.Location!.ToString();
        var key = agent.Key;
        await UntilAsync(agent, address, import => (int)import["counts"]!["items"]! > 0);
        agent.Dispose();
        await server.StopAsync();
        var imports = Path.Combine(options.Data, "imports");
        var results = Directory.GetFiles(imports, "results.ndjson", SearchOption.AllDirectories).Single();
        Assert.InRange(File.ReadLines(results).Count(), 1, Many - 1);
        // A crash may leave half a result line.
        await File.AppendAllTextAsync(results, """{"line":9999,"stat""", TestContext.Current.CancellationToken);

        await using var restarted = await LedgerServer.StartAsync(options);
        using var again = new LedgerClient(restarted.Address, "demo-agent", key);
        var finished = await UntilFinishedAsync(again, address);

        Assert.Equal((Many, 0), (Counts(finished).Created + Counts(finished).Duplicate, Counts(finished).Refused));
        Assert.Equal(before + Many, await restarted.StoredAsync());
        var lines = (await ResultsAsync(again, address, limit: 10_000)).Select(result => (int)result["line"]!);
        Assert.Equal(Enumerable.Range(1, Many), lines);
    }

    private static IEnumerable<string> Body(int lines, int badEvery) => Enumerable.Range(1, lines)
        .Select(line => line % badEvery == 0 ? "{" : Sample.Weighed(Guid.NewGuid(), tag: $"{line}").ToJsonString());

    private static (int Created, int Duplicate, int Refused) Counts(JsonNode import) =>
        ((int)import["counts"]!["created"]!, (int)import["counts"]!["duplicate"]!, (int)import["counts"]!["refused"]!);

    private static Task<JsonNode> UntilFinishedAsync(LedgerClient client, string address) =>
        UntilAsync(client, address, import => (string)import["state"]! == "finished");

    private static async Task<JsonNode> UntilAsync(LedgerClient client, string address, Func<JsonNode, bool> isSo) =>
        (await Eventually.IsAsync(() => client.GetAsync(address), import => isSo(import.Body))).Body;

    private static async Task<List<JsonNode>> ResultsAsync(LedgerClient client, string address, int limit, string query = "")
    {
        var (results, page) = (new List<JsonNode>(), $"{address}/results?limit={limit}{query}");
        while (page is not null)
        {
            var answer = await client.GetAsync(page);
            Assert.Equal(HttpStatusCode.OK, answer.Status);
            Assert.InRange(answer.Lines.Count, query.Length == 0 ? 1 : 0, limit);
            results.AddRange(answer.Lines);
            page = answer.Message.Headers.TryGetValues("Link", out var links) ? links.Single().Split('<', '>')[1] : null;
        }

        return results;
    }
}
