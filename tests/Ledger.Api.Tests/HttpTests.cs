using System.Text.Encodings.Web;
using System.Text.Json.Nodes;
using Ledger.Domain.CustodyEvents;

namespace Ledger.Api.Tests;

public sealed class HttpTests(RunningLedger ledger) : IClassFixture<RunningLedger>
{
    [Theory]
    [InlineData("GET", "/nowhere", "not-found")]
    [InlineData("GET", "/v1/custody-events/not-a-uuid", "not-found")]
    [InlineData("PUT", "/v1/events", "method-not-allowed")]
    [InlineData("GET", "/problems/none", "not-found")]
    [InlineData("POST", "/", "method-not-allowed")]
    public async Task What_is_not_offered_is_refused_as_a_problem(string method, string path, string problem)
    {
        using var auditor = await ledger.Server.AsAsync("demo-auditor", "auditor");
        Assert.Equal(problem, (await auditor.SendAsync(new HttpMethod(method), path)).Problem);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/health/live")]
    [InlineData("/nowhere")]
    [InlineData("/docs/index.html")]
    [InlineData("/v1/events")]
    [InlineData("/v1/log/proof?sequence=x")]
    public async Task Every_answer_carries_the_security_headers_and_says_nothing_of_the_server(string path)
    {
        using var nobody = ledger.Server.Anonymous();
        var headers = (await nobody.GetAsync(path)).Message.Headers;
        Assert.Equal("nosniff", headers.GetValues("X-Content-Type-Options").Single());
        Assert.Contains("frame-ancestors 'none'", headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal("no-referrer", headers.GetValues("Referrer-Policy").Single());
        Assert.False(headers.Contains("Server"));
    }

    [Fact]
    public async Task Who_came_by_TLS_is_told_to_come_by_it_again()
    {
        using var http = new HttpClient { BaseAddress = ledger.Server.Address };
        foreach (var (scheme, expected) in ((string, string?)[])[("https", "max-age=31536000"), ("http", null)])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/en/");
            request.Headers.Add("X-Forwarded-Proto", scheme);
            using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.Equal(expected, answer.Headers.TryGetValues("Strict-Transport-Security", out var told) ? told.Single() : null);
        }
    }

    [Fact]
    public async Task The_OpenAPI_document_is_the_approved_one()
    {
        using var nobody = ledger.Server.Anonymous();
        var document = (await nobody.GetAsync("/openapi/v1.json")).Body;
        Approved.Matches(
            document.ToJsonString(new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }), "json");
    }

    [Fact]
    public async Task The_OpenAPI_document_has_every_type_with_an_example_and_no_dangling_reference()
    {
        using var nobody = ledger.Server.Anonymous();
        var answer = await nobody.GetAsync("/openapi/v1.json");
        var schemas = answer.Body["components"]!["schemas"]!.AsObject();
        var body = answer.Body["paths"]!["/v1/custody-events"]!["post"]!["requestBody"]!;
        var posted = body["content"]!["application/json"]!["examples"]!.AsObject();

        Assert.Equal(CustodyEventReader.Types, posted.Select(example => example.Key));
        Assert.Equal(
            CustodyEventReader.Types, schemas["CustodyEvent"]!["discriminator"]!["mapping"]!.AsObject().Select(entry => entry.Key));
        foreach (var reference in References(answer.Body)) Assert.True(schemas.ContainsKey(reference), reference);
    }

    [Fact]
    public async Task A_problem_type_says_what_it_means()
    {
        using var nobody = ledger.Server.Anonymous();
        Assert.StartsWith("id-in-use (409): ", (await nobody.GetAsync("/problems/id-in-use")).Text, StringComparison.Ordinal);
    }

    private static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(member => member is { Key: "$ref", Value: JsonValue target }
            && target.GetValue<string>().StartsWith("#/components/schemas/", StringComparison.Ordinal)
            ? [target.GetValue<string>().Split('/')[^1]] : References(member.Value)),
        JsonArray items => items.SelectMany(References),
        _ => [],
    };
}
