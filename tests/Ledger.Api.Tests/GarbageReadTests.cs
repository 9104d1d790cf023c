using System.Net;

namespace Ledger.Api.Tests;

/// <summary>Whatever is asked of the read side, the answer is an answer: never a fault of ours.</summary>
public sealed class GarbageReadTests(RunningLedger ledger) : IClassFixture<RunningLedger>
{
    private static readonly string[] Garbage =
    [
        "x", "%20", "%2F", "..%2F..", "%F0%9F%A6%8A", "%27%3B--", "a:b:c", ":", "demo-agent:",
        "-1", "99999999999999999999", "%FF%FE", "%22%7B",
    ];

    private static readonly string[] Moments =
    [
        "x", "now", "2026-13-01", "2026-02-30", "2026-03-01T09:30:00", "2026-03-01T09:30:00 02:00", "-9998-01-01", "-9998-01-01T00:00:00Z",
        "9999-12-31", "9999-12-31T23:59:59Z", "0001-01-01", "1e9", "%00",
    ];

    public static TheoryData<string> Paths =>
    [
        "/v1/lots/{0}", "/v1/lots/{0}/history", "/v1/lots/{0}/provenance", "/v1/lots/{0}/destinations", "/v1/tags/{0}/mine/1",
        "/v1/tags/RW/{0}/1", "/v1/tags/RW/mine/{0}", "/v1/tags/{0}/{0}/{0}/provenance", "/v1/runs/{0}",
        "/v1/findings/{0}", "/v1/incidents/{0}", "/v1/sites/{0}", "/v1/parties/{0}", "/v1/parties/{0}/details", "/v1/memberships/{0}",
        "/v1/areas/{0}",
        "/v1/tag-series/{0}",
    ];

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task Garbage_in_a_path_is_refused(string path)
    {
        using var programme = await ledger.Server.AsAsync("demo-programme", "programme");
        foreach (var garbage in Garbage.Append("%00").Append(new string('a', 2_000)))
        {
            var answer = await programme.GetAsync(path.Replace("{0}", garbage, StringComparison.Ordinal));
            Assert.True((int)answer.Status is >= 400 and < 500, $"{garbage}: {answer.Status}");
        }
    }

    [Theory]
    [InlineData("/v1/lots", "cursor", "custodian", "siteId", "status", "mineral")]
    [InlineData("/v1/findings", "cursor", "subject", "rule", "tier", "status", "party", "custodyEvent")]
    [InlineData("/v1/incidents", "cursor", "party")]
    [InlineData("/v1/parties/demo-agent/holdings", "knownAt")]
    [InlineData("/v1/sites", "cursor", "country", "mineral", "status", "activity", "name", "siteId", "sort", "west")]
    [InlineData("/v1/sites.geojson", "cursor", "siteId", "limit", "north")]
    [InlineData("/v1/areas.geojson", "cursor", "name", "kind", "detail", "east")]
    [InlineData("/v1/parties", "cursor", "country", "role", "membership")]
    [InlineData("/v1/tag-ranges", "cursor", "series", "siteId", "state", "requestedBy")]
    [InlineData("/v1/tag-requests", "cursor", "series", "siteId", "state", "requestedBy")]
    [InlineData("/v1/tag-register", "series", "siteId")]
    [InlineData("/v1/log/kept/records", "after", "limit")]
    [InlineData("/v1/log/kept/sealed", "after", "limit")]
    [InlineData("/v1/log/kept/heads", "after", "limit")]
    public async Task Garbage_in_a_query_finds_nothing_or_is_refused(string path, params string[] names)
    {
        using var programme = await ledger.Server.AsAsync("demo-programme", "programme");
        foreach (var name in names)
            foreach (var garbage in Garbage.Append("%00").Append("a%00b").Append(new string('a', 4_000)))
            {
                var answer = await programme.GetAsync($"{path}?{name}={garbage}");
                Assert.True((int)answer.Status is >= 200 and < 500, $"{name}={garbage}: {answer.Status}");
            }
    }

    [Theory]
    [InlineData("findings?status=banana")]
    [InlineData("findings?tier=high")]
    [InlineData("findings?rule=zz")]
    [InlineData("lots?status=gone")]
    [InlineData("lots?mineral=tin")]
    [InlineData("lots?cursor=zzz")]
    [InlineData("sites?status=purple")]
    [InlineData("sites?activity=busy")]
    [InlineData("parties?role=banana")]
    [InlineData("parties?membership=banana")]
    [InlineData("tag-ranges?state=z")]
    public async Task A_mistyped_filter_is_refused_and_does_not_look_like_nothing_there(string list)
    {
        using var programme = await ledger.Server.AsAsync("demo-programme", "programme");
        Assert.Equal("field-errors", (await programme.GetAsync($"/v1/{list}")).Problem);
    }

    [Theory]
    [InlineData("findings")]
    [InlineData("incidents")]
    public async Task A_cursor_no_link_gave_is_refused(string list)
    {
        using var programme = await ledger.Server.AsAsync("demo-programme", "programme");
        foreach (var cursor in (string[])["x", "-1", "1.5", "99999999999999999999"])
            Assert.Equal("field-errors", (await programme.GetAsync($"/v1/{list}?cursor={cursor}")).Problem);
    }

    [Theory]
    [InlineData("knownAt")]
    [InlineData("happenedBy")]
    public async Task A_moment_that_is_none_is_refused_and_a_far_one_is_answered(string name)
    {
        using var agent = await ledger.Server.AsAsync("demo-agent", "agent");
        var id = Guid.NewGuid();
        await agent.PostBaggedAsync(id);
        foreach (var view in (string[])["", "/history", "/provenance"])
            foreach (var moment in Moments)
            {
                var answer = await agent.GetAsync($"/v1/lots/demo-agent:{id}{view}?{name}={moment}");
                Assert.True((int)answer.Status is 200 or 400 or 404, $"{view} {moment}: {answer.Status}");
            }

        foreach (var moment in Moments.Take(6).Append("%00"))
            Assert.Equal("field-errors", (await agent.GetAsync($"/v1/lots/demo-agent:{id}?{name}={moment}")).Problem);
    }

    [Theory]
    [InlineData("wait=x")]
    [InlineData("wait=-1")]
    [InlineData("wait=99999999999")]
    [InlineData("wait=")]
    [InlineData(";,=,wait")]
    public async Task A_preference_that_is_none_is_passed_over(string prefer)
    {
        using var agent = await ledger.Server.AsAsync("demo-agent", "agent");
        var answer = await agent.PostAsync(Sample.Bagged(Guid.NewGuid()).ToJsonString(), prefer: prefer);
        Assert.Equal(HttpStatusCode.Created, answer.Status);
        Assert.Null(answer.Body["isEvaluated"]);
    }
}
