using System.Net;
using System.Text.Json.Nodes;

namespace Ledger.Api.Tests;

/// <summary>Wherever a finding is shown it says itself, in the reader's language, what there is to explain.</summary>
public sealed class ExplanationTests(RunningLedger ledger) : IClassFixture<RunningLedger>
{
    [Theory]
    [InlineData("", null, "en")]
    [InlineData("", "de-CH, fr-CD;q=0.8, en;q=0.5", "fr")]
    [InlineData("", "fr;q=0, en;q=0.1", "en")]
    [InlineData("", "sw, ln", "en")]
    [InlineData("lang=fr", "en", "fr")]
    public async Task A_finding_is_explained_in_the_language_that_is_asked_for(string query, string? accept, string language)
    {
        using var story = await Story.BeginAsync(ledger.Server);
        var id = await TwiceUsedTagAsync(story);

        foreach (var path in (string[])[$"/v1/findings/{id}?", $"/v1/findings?rule=R1&subject={Subject(story)}&", $"{story.TagPath("7")}?"])
        {
            var answer = await story.Miner.SendAsync(HttpMethod.Get, path + query, adjust: request =>
            {
                if (accept is not null) request.Headers.Add("Accept-Language", accept);
            });
            Assert.Equal(HttpStatusCode.OK, answer.Status);
            Assert.Contains("Accept-Language", answer.Message.Headers.Vary);
            var finding = (answer.Body["items"] ?? answer.Body["findings"])?.AsArray().Single(one => RuleOf(one!) == "R1") ?? answer.Body;
            var said = finding["explanation"]!;
            Assert.Equal(language, (string)said["language"]!);
            Assert.Equal(
                language == "fr" ? "Cette étiquette a été posée sur 2\u00A0lots." : "This tag was tied on 2\u00A0lots.",
                (string)said["observed"]!);
            Assert.All((string[])["title", "expected", "innocent"], member => Assert.NotEmpty((string)said[member]!));
            Assert.Null(said["tolerance"]);
            Assert.NotEmpty(said["nextSteps"]!.AsArray());
        }
    }

    [Fact]
    public async Task A_language_there_are_no_texts_in_is_refused()
    {
        using var story = await Story.BeginAsync(ledger.Server);

        var answer = await story.Miner.GetAsync("/v1/findings?lang=de");

        Assert.Equal("field-errors", answer.Problem);
        Assert.Contains("must be one of en, fr", answer.Text, StringComparison.Ordinal);
    }

    private static string RuleOf(JsonNode finding) => (string)finding["content"]!["rule"]!;

    private static string Subject(Story story) => "tag:" + story.TagPath("7")["/v1/tags/".Length..];

    private static async Task<string> TwiceUsedTagAsync(Story story)
    {
        await story.BagAsync(tag: "7");
        var second = await story.TellAndWaitAsync(story.Miner, "bagged", new()
        {
            ["mineral"] = "cassiterite", ["siteId"] = "RW-0412", ["holder"] = story.Miner.Organisation, ["tag"] = story.Tag("7"),
        });
        return (string)second["findings"]!.AsArray().Single(one => (string)one!["rule"]! == "R1")!["findingId"]!;
    }
}
