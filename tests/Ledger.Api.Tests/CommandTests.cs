using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Ledger.Api.Http;

namespace Ledger.Api.Tests;

public sealed partial class CommandTests(RunningLedger ledger) : IClassFixture<RunningLedger>
{
    [Fact]
    public async Task Every_example_is_carried_out_and_a_retry_is_answered_as_the_first_time()
    {
        using var office = await ledger.Server.AsAsync("demo-programme", "programme");
        var examples = RegisterRoutes.Commands
            .Select(each => (each.Path, Body: (JsonObject)OpenApi.CommandSchemas.ExampleOf(each.Kind))).ToList();
        var firsts = new List<Answer>();
        foreach (var (path, body) in examples) firsts.Add(await office.DoneAsync(path, body));
        var head = await ledger.Server.StoredAsync();

        foreach (var ((path, body), first) in examples.Zip(firsts))
        {
            var again = await office.CommandAsync(path, body, ifMatch: "\"v0\""); // idempotence comes before any precondition
            Assert.Equal((path, HttpStatusCode.OK, "duplicate"), (path, again.Status, (string?)again.Body["status"]));
            Assert.Equal(first.Body["events"]!.ToJsonString(), again.Body["events"]!.ToJsonString());
            Assert.Equal(first.Message.Headers.ETag, again.Message.Headers.ETag);
        }

        Assert.Equal(head, await ledger.Server.StoredAsync());
    }

    [Fact]
    public async Task The_same_id_with_other_content_or_as_another_command_is_refused()
    {
        using var office = await ledger.Server.AsAsync("demo-programme", "programme");
        using var other = await ledger.Server.AsAsync("other-programme", "programme");
        var site = Commands.Site("S-IDS");
        await office.DoneAsync("/v1/sites", site);

        var asChange = await office.CommandAsync("/v1/site-changes", site);
        var byAnother = await other.CommandAsync("/v1/sites", site);
        site["name"] = "Another hill";
        var changed = await office.CommandAsync("/v1/sites", site);

        Assert.All([asChange, byAnother, changed], answer =>
            Assert.Equal((HttpStatusCode.Conflict, "id-in-use"), (answer.Status, answer.Problem)));
    }

    [Fact]
    public async Task Every_wrong_field_is_named_and_nothing_is_stored()
    {
        using var office = await ledger.Server.AsAsync("demo-programme", "programme");
        var site = Commands.Site("S-WRONG");
        (site["id"], site["country"], site["lat"], site["colour"]) = ("7", "Rwanda", 91, "red");
        var before = await ledger.Server.StoredAsync();

        var answer = await office.CommandAsync("/v1/sites", site);

        Assert.Equal((HttpStatusCode.BadRequest, "field-errors"), (answer.Status, answer.Problem));
        Assert.Equal(["colour", "country", "id", "lat"],
            answer.Body["errors"]!.AsArray().Select(error => (string)error!["field"]!).Order(StringComparer.Ordinal));
        foreach (var body in (string[])["[]", "7", "null"])
            Assert.Equal("field-errors", (await office.SendAsync(HttpMethod.Post, "/v1/sites", new StringContent(body))).Problem);
        foreach (var body in (string[])["", "{", """{"id":1,"id":2}"""])
            Assert.Equal("malformed-json", (await office.SendAsync(HttpMethod.Post, "/v1/sites", new StringContent(body))).Problem);
        Assert.Equal(before, await ledger.Server.StoredAsync());
    }

    [Fact]
    public async Task A_rule_that_says_no_is_a_problem_with_its_code()
    {
        using var office = await ledger.Server.AsAsync("demo-programme", "programme");
        var (site, unknown) = (Commands.Site("S-TWICE"), Commands.Site("S-NEVER"));
        await office.DoneAsync("/v1/sites", site);
        site["id"] = Guid.NewGuid().ToString();

        var twice = await office.CommandAsync("/v1/sites", site);
        var never = await office.CommandAsync("/v1/site-changes", unknown);

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "site-exists"), (twice.Status, twice.Problem));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "site-unknown"), (never.Status, never.Problem));
        Assert.Equal("S-NEVER is not in the register.", (string)never.Body["detail"]!);
        Assert.StartsWith("site-exists (422): ", (await office.GetAsync((string)twice.Body["type"]!)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_changed_since_it_was_read_is_not_overwritten()
    {
        using var office = await ledger.Server.AsAsync("demo-programme", "programme");
        var first = await office.DoneAsync("/v1/sites", Commands.Site("S-MATCH"));
        var read = (await office.GetAsync("/v1/sites/S-MATCH")).Message.Headers.ETag!.Tag;
        Assert.Equal(first.Message.Headers.ETag!.Tag, read);

        var second = await office.CommandAsync("/v1/site-changes", Commands.Site("S-MATCH"), read);
        var stale = await office.CommandAsync("/v1/site-changes", Commands.Site("S-MATCH"), read);
        var any = await office.CommandAsync("/v1/site-changes", Commands.Site("S-MATCH"), "*");
        var none = await office.CommandAsync("/v1/sites", Commands.Site("S-NOT-THERE"), "*");

        Assert.Equal((HttpStatusCode.Created, "\"v2\""), (second.Status, second.Message.Headers.ETag!.Tag));
        Assert.Equal((HttpStatusCode.PreconditionFailed, "stale-version"), (stale.Status, stale.Problem));
        Assert.Equal((HttpStatusCode.Created, "\"v3\""), (any.Status, any.Message.Headers.ETag!.Tag));
        Assert.Equal(HttpStatusCode.PreconditionFailed, none.Status);
    }

    [Fact]
    public async Task Eight_who_change_one_site_at_once_are_all_served_and_with_If_Match_one_is()
    {
        using var office = await ledger.Server.AsAsync("demo-programme", "programme");
        await office.DoneAsync("/v1/sites", Commands.Site("S-CROWD"));

        var free = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => office.CommandAsync("/v1/site-changes", Commands.Site("S-CROWD"))));
        var bound = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => office.CommandAsync("/v1/site-changes", Commands.Site("S-CROWD"), "\"v9\"")));

        Assert.All(free, answer => Assert.Equal(HttpStatusCode.Created, answer.Status));
        Assert.Equal(
            Enumerable.Range(2, 8).Select(version => $"\"v{version}\""), free.Select(answer => answer.Message.Headers.ETag!.Tag).Order());
        Assert.Equal(1, bound.Count(answer => answer.Status == HttpStatusCode.Created));
        Assert.Equal(7, bound.Count(answer => answer.Status == HttpStatusCode.PreconditionFailed));
    }

    [Fact]
    public async Task One_command_sent_eight_times_at_once_is_carried_out_once()
    {
        using var office = await ledger.Server.AsAsync("demo-programme", "programme");
        var site = Commands.Site("S-ECHO").ToJsonString();

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => office.CommandAsync("/v1/sites", (JsonObject)JsonNode.Parse(site)!)));

        Assert.Equal(1, answers.Count(answer => answer.Status == HttpStatusCode.Created));
        Assert.Equal(7, answers.Count(answer => answer.Status == HttpStatusCode.OK));
        Assert.Single(answers.Select(answer => answer.Body["events"]!.ToJsonString()).Distinct());
    }

    [Fact]
    public void Every_code_a_rule_says_no_with_has_its_words()
    {
        var folder = Path.Combine(Repository.Root, "src/Ledger.Domain/Guarded");
        var codes = Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => Rejection().Matches(File.ReadAllText(file))).Select(match => match.Groups[1].Value).Distinct();
        Assert.Equal(codes.Order(StringComparer.Ordinal), Rejections.Titles.Keys.Order(StringComparer.Ordinal));
    }

    [GeneratedRegex(@"Decision\.Reject\(\s*""([^""]+)""")]
    private static partial Regex Rejection();
}
