using System.Net;
using System.Text.RegularExpressions;

namespace Ledger.Api.Tests;

/// <summary>
/// Each party of a chain follows every name it is given as far as that leads, and asks by names it was not given too: nothing it is
/// answered may hold the name of anybody it did not deal with, or the id of an event it has no part in.
/// </summary>
public sealed partial class SecrecyChainTests(RunningLedger ledger) : IClassFixture<RunningLedger>
{
    private const int MostAnswers = 3_000;

    private static readonly string[] Moments = ["?knownAt=2199-01-01T00:00:00Z", "?happenedBy=2026-03-02T08:30:00%2B02:00"];

    [Fact]
    public async Task Nothing_that_a_party_of_the_chain_can_read_names_whom_it_did_not_deal_with()
    {
        var chain = new TradeChain(ledger.Server);
        await chain.TellAsync();
        await RulesHaveLookedAsync(chain);

        foreach (var name in TradeChain.Parties.Keys)
        {
            using var reader = await chain.AsAsync(name);
            var answers = await CrawlAsync(chain, reader);
            foreach (var (path, text) in answers) AssertSecret(chain, name, path, text);
            foreach (var told in chain.Told.Where(told => told.By == name)) AssertSecret(chain, name, "its own post", told.Answer.Text);

            var all = string.Concat(answers.Values);
            foreach (var known in TradeChain.Parties[name].Knows)
                Assert.True(all.Contains(chain.Org(known), StringComparison.Ordinal), $"{name} reads nowhere of {known}");
        }
    }

    [Fact]
    public async Task A_name_that_a_reader_was_not_given_finds_what_a_name_that_is_nobodys_finds()
    {
        var chain = new TradeChain(ledger.Server);
        await chain.TellAsync();
        await RulesHaveLookedAsync(chain);

        foreach (var (name, (_, knows)) in TradeChain.Parties)
        {
            using var reader = await chain.AsAsync(name);
            string[] near = [name, .. knows];
            foreach (var id in chain.Ids.Where(id => !near.Any(each => id.StartsWith(chain.Org(each), StringComparison.Ordinal))))
                foreach (var (path, nobodys) in PathsOf(id).Zip(PathsOf($"nobody:{Guid.NewGuid()}")))
                    Assert.True((await reader.GetAsync(path)).Text == (await reader.GetAsync(nobodys)).Text, $"{name} {path}");
            foreach (var told in chain.Told.Where(told => told.By != name))
            {
                Assert.Equal("not-found", (await reader.GetAsync($"/v1/custody-events/{told.Id}")).Problem);
                var taken = await reader.PostAsync($$"""
                    {"id":"{{told.Id}}","type":"weighed","eventTime":"2026-03-02T09:00:00+02:00",
                     "lotId":"{{reader.Organisation}}:1","netKg":1,"method":"measured","purpose":"check"}
                    """);
                Assert.Equal("id-in-use", taken.Problem);
                AssertSecret(chain, name, "a post under a taken id", taken.Text.Replace(told.Id, "", StringComparison.Ordinal));
            }
        }
    }

    [Fact]
    public async Task What_a_reader_dealt_with_stands_by_name_in_the_provenance_of_what_it_made_and_the_rest_does_not()
    {
        var chain = new TradeChain(ledger.Server);
        await chain.TellAsync();
        using var exporter = await chain.AsAsync("exporter");
        using var second = await chain.AsAsync("second");

        var provenance = (await exporter.GetAsync($"/v1/lots/{chain.Own("exporter:X-1")}/provenance")).Body;
        var nodes = provenance["nodes"]!.AsArray().Select(node => (string)node!["id"]!).ToList();

        Assert.Equal(1m, provenance["sites"]!.AsArray().Sum(site => (decimal)site!["share"]!) + (decimal)provenance["unattributedShare"]!);
        Assert.Contains("S-1", provenance["sites"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains($"run:{chain.Own("exporter:R-2")}", nodes);
        // The bag, the first's run and what came out of it.
        Assert.Equal(3, nodes.Count(node => node.Contains(":~", StringComparison.Ordinal)));
        var made = nodes.Single(node => node.StartsWith("lot:~", StringComparison.Ordinal) && provenance["edges"]!.AsArray().Any(edge =>
            (string)edge!["from"]! == node && (string)edge["to"]! == $"run:{chain.Own("exporter:R-2")}"))["lot:".Length..];
        Assert.Equal(HttpStatusCode.OK, (await exporter.GetAsync($"/v1/lots/{made}/history")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await second.GetAsync($"/v1/lots/{made}/history")).Status);
    }

    private static async Task<Dictionary<string, string>> CrawlAsync(TradeChain chain, LedgerClient reader)
    {
        var answers = new Dictionary<string, string>();
        var next = new Queue<string>([
            "/v1/lots", "/v1/lots?limit=1", "/v1/findings", "/v1/incidents", $"/v1/parties/{reader.Organisation}/holdings",
            .. PathsOfTag(chain, "mine/0000001"), .. PathsOfTag(chain, "negociant/0000002"), .. chain.Ids.SelectMany(PathsOf),
            .. chain.Told.Select(told => $"/v1/findings?custodyEvent={told.Id}"),
        ]);
        while (next.TryDequeue(out var path))
        {
            if (answers.ContainsKey(path)) continue;
            Assert.True(answers.Count < MostAnswers, "the crawl does not end");
            var text = (await reader.GetAsync(path)).Text;
            answers[path] = text;
            foreach (var found in PathsIn(text)) next.Enqueue(found);
        }

        return answers;
    }

    private static IEnumerable<string> PathsIn(string text) =>
    [
        .. ScopedId().Matches(text).SelectMany(match => PathsOf(match.Groups["id"].Value)),
        .. FindingId().Matches(text).Select(match => $"/v1/{match.Groups["kind"].Value}s/{match.Groups["id"].Value}"),
        .. NextLink().Matches(text).Select(match => match.Groups["path"].Value),
    ];

    private static void AssertSecret(TradeChain chain, string name, string path, string text)
    {
        foreach (var other in TradeChain.Parties.Keys.Except([name, .. TradeChain.Parties[name].Knows]))
            Assert.False(text.Contains(chain.Org(other), StringComparison.Ordinal), $"{name} reads {other} in {path}: {text}");
        foreach (var told in chain.Told.Where(told => !chain.MayKnow(name, told)))
            Assert.False(
                text.Contains(told.Id, StringComparison.Ordinal), $"{name} reads the id of an event of {told.By} in {path}: {text}");
        if (name is not ("exporter" or "smelter")) Assert.DoesNotContain(TradeChain.SmelterNumber, text, StringComparison.Ordinal);
        if (name is not ("first" or "stranger")) Assert.DoesNotContain("Shed of the first", text, StringComparison.Ordinal);
    }

    private static IEnumerable<string> PathsOf(string id) =>
    [
        $"/v1/lots/{id}", $"/v1/lots/{id}/history", $"/v1/lots/{id}/provenance", $"/v1/runs/{id}", $"/v1/sales/{id}", $"/v1/movements/{id}",
        $"/v1/findings?subject=lot:{id}", $"/v1/findings?subject=run:{id}", $"/v1/lots/{id}/destinations",
        .. Moments.Select(moment => $"/v1/lots/{id}/history{moment}"), .. Moments.Select(moment => $"/v1/lots/{id}/provenance{moment}"),
    ];

    private static IEnumerable<string> PathsOfTag(TradeChain chain, string tag) => Moments.Prepend("")
        .SelectMany(moment => (string[])[$"/v1/tags/{chain.Series}/{tag}{moment}", $"/v1/tags/{chain.Series}/{tag}/provenance{moment}"])
        .Append($"/v1/findings?subject=tag:{chain.Series}/{tag}");

    /// <summary>A tag used twice, and a receipt that differs.</summary>
    private async Task RulesHaveLookedAsync(TradeChain chain)
    {
        using var programme = await ledger.Server.AsAsync("demo-programme", "programme");
        foreach (var subject in (string[])[$"tag:{chain.Series}/mine/0000001&tier=incident", $"lot:{chain.Own("first:P-1")}"])
            await Eventually.IsAsync(
                async () => (await programme.GetAsync($"/v1/findings?subject={subject}")).Body["items"]!.AsArray(),
                found => found.Count > 0, subject);
    }

    [GeneratedRegex("(?:\"|:)(?<id>(~[0-9a-f]{12}|[a-z]+-[0-9a-f]{8}):~?[A-Za-z0-9_.-]+)")]
    private static partial Regex ScopedId();

    [GeneratedRegex("\"(?<kind>finding|incident)Id\":\"(?<id>[0-9a-f-]{36})\"")]
    private static partial Regex FindingId();

    [GeneratedRegex("\"next\":\"(?<path>[^\"]+)\"")]
    private static partial Regex NextLink();
}
