using System.Net;
using System.Text.Json.Nodes;
using Ledger.Api.OpenApi;
using Ledger.Projections.Hosting;
using Ledger.Projections.Integration;
using Microsoft.Extensions.DependencyInjection;

namespace Ledger.Api.Tests;

/// <summary>Commands to the registers, as a programme's office sends them.</summary>
internal static class Commands
{
    public static Task<Answer> CommandAsync(this LedgerClient client, string path, JsonObject command, string? ifMatch = null) =>
        client.SendAsync(HttpMethod.Post, path, Sample.Json(command), request =>
        {
            if (ifMatch is not null) request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        });

    public static async Task<Answer> DoneAsync(this LedgerClient client, string path, JsonObject command)
    {
        var answer = await client.CommandAsync(path, command);
        Assert.True(answer.Status == HttpStatusCode.Created, $"{path}: {answer.Status} {answer.Text}");
        return answer;
    }

    /// <summary>The example the documentation shows, under an id of its own.</summary>
    public static JsonObject Example(string path)
    {
        var example = (JsonObject)CommandSchemas.ExampleOf(RegisterRoutes.Commands.Single(command => command.Path == path).Kind);
        example["id"] = Guid.NewGuid().ToString();
        return example;
    }

    public static JsonObject Site(string siteId, string country = "RW", string mineral = "cassiterite") => new()
    {
        ["id"] = Guid.NewGuid().ToString(), ["siteId"] = siteId, ["name"] = $"Hill of {siteId}", ["country"] = country,
        ["lat"] = -1.9641, ["lon"] = 30.0619, ["minerals"] = new JsonArray(mineral),
    };

    public static JsonObject Tags(string series, int from, int to, string? requestId = null)
    {
        var tags = new JsonObject
        {
            ["id"] = Guid.NewGuid().ToString(), ["series"] = series, ["kind"] = "mine", ["from"] = $"{from:D7}", ["to"] = $"{to:D7}",
        };
        if (requestId is not null) tags["requestId"] = requestId;
        return tags;
    }

    /// <summary>Issues 1,000 tags of a series, asks for all of them and has that approved. Returns the request's id.</summary>
    public static async Task<string> ApprovedRequestAsync(
        this LedgerClient programme, string series, string siteId = "S-1", int allowance = 1_000)
    {
        var request = Guid.NewGuid().ToString();
        await programme.DoneAsync("/v1/tag-issues", Tags(series, 1, 1_000));
        await programme.DoneAsync("/v1/tag-requests", new()
        {
            ["id"] = request, ["series"] = series, ["siteId"] = siteId, ["kind"] = "mine", ["count"] = allowance,
        });
        await programme.DoneAsync("/v1/tag-request-reviews", new()
        {
            ["id"] = Guid.NewGuid().ToString(), ["series"] = series, ["requestId"] = request,
            ["verdict"] = "approved", ["allowance"] = allowance,
        });
        return request;
    }

    /// <summary>Waits until views reflect all that is stored.</summary>
    public static async Task CaughtUpAsync(this LedgerServer server)
    {
        var progress = server.App.Services.GetRequiredService<Progress>();
        Assert.True(await progress.WaitForViewsAsync(
            await server.HeadAsync(), TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken));
    }

    /// <summary>Waits until rules have looked at all that is stored, also at what they wrote, and views and log have it.</summary>
    public static async Task SettledAsync(this LedgerServer server)
    {
        var progress = server.App.Services.GetRequiredService<Progress>();
        var log = server.App.Services.GetRequiredService<PublishedLog>();
        await Eventually.IsAsync(
            async () =>
            {
                var cancellation = TestContext.Current.CancellationToken;
                var (evaluated, views) = (await progress.EvaluationAsync(cancellation), await progress.ViewsAsync(cancellation));
                return (long[])[evaluated, views, log.Current?.Head.Size ?? 0, await server.HeadAsync()];
            },
            reached => reached.Distinct().Count() == 1);
    }
}
