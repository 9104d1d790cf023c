using System.Net;
using System.Text.Json.Nodes;
using Ledger.Projections.Hosting;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace Ledger.Api.Tests;

/// <summary>What those named answer to a finding, who reads it, and when others see the finding.</summary>
public sealed class AnswerTests(RunningLedger ledger) : IClassFixture<RunningLedger>
{
    private const string Text = "The bag was torn on the way; 10 kg were swept up.";

    [Fact]
    public async Task An_answer_goes_with_the_finding_wherever_it_is_shown()
    {
        using var story = await Story.BeginAsync(ledger.Server);
        var (bag, finding) = await DifferingAsync(story);
        var answered = await story.TellAndWaitAsync(story.Trader, "finding-answered", Answer(finding));

        foreach (var reader in (LedgerClient[])[story.Miner, story.Trader, story.Programme])
        {
            var one = (await reader.GetAsync($"/v1/findings/{finding}")).Body;
            Assert.Equal(["finding_raised"], one["history"]!.AsArray().Select(entry => (string)entry!["type"]!));
            var listed = (await reader.GetAsync($"/v1/findings?subject=lot:{bag.LotId}")).Body["items"]!.AsArray().Single()!;
            var onLot = (await reader.GetAsync(bag.Path)).Body["findings"]!.AsArray().Single()!;
            foreach (var shown in (JsonNode[])[one, listed, onLot])
            {
                var answer = shown["answers"]!.AsArray().Single()!;
                Assert.Equal(
                    (Text, true, story.Trader.Organisation),
                    ((string)answer["text"]!, (bool)answer["isNamed"]!, (string)answer["by"]!));
                Assert.Equal(reader != story.Miner, (string)answered["id"]! == (string)answer["custodyEvent"]!);
            }
        }
    }

    [Fact]
    public async Task Others_who_hold_the_lot_see_a_finding_once_it_is_answered_but_not_what_was_written()
    {
        using var story = await Story.BeginAsync(ledger.Server);
        var (bag, finding) = await DifferingAsync(story);
        await story.TellAsync(story.Stranger, "received", new()
        {
            ["receiver"] = story.Stranger.Organisation, ["from"] = story.Trader.Organisation, ["basis"] = "sale",
            ["lots"] = new JsonArray(new JsonObject { ["lotId"] = bag.LotId }),
        });
        await story.SettleAsync();
        Assert.Empty((await story.Stranger.GetAsync(bag.Path)).Body["findings"]!.AsArray());
        Assert.Empty((await story.Stranger.GetAsync($"/v1/findings?subject=lot:{bag.LotId}")).Body["items"]!.AsArray());
        Assert.Equal(HttpStatusCode.NotFound, (await story.Stranger.GetAsync($"/v1/findings/{finding}")).Status);

        await story.TellAndWaitAsync(story.Miner, "finding-answered", Answer(finding));

        var shown = await story.Stranger.GetAsync($"/v1/findings/{finding}");
        Assert.Null(shown.Body["answers"]!.AsArray().Single()!["text"]);
        Assert.DoesNotContain("torn", shown.Text, StringComparison.Ordinal);
        Assert.Single((await story.Stranger.GetAsync(bag.Path)).Body["findings"]!.AsArray());
        Assert.Single((await story.Stranger.GetAsync($"/v1/findings?subject=lot:{bag.LotId}")).Body["items"]!.AsArray());
        Assert.Empty((await story.Stranger.GetAsync("/v1/findings")).Body["items"]!.AsArray());
        using var afar = await ledger.Server.AsAsync("somebody-afar", "trader"); // never had the lot
        Assert.Equal(HttpStatusCode.NotFound, (await afar.GetAsync($"/v1/findings/{finding}")).Status);
        Assert.Empty((await afar.GetAsync($"/v1/findings?subject=lot:{bag.LotId}")).Body["items"]!.AsArray());
    }

    [Fact]
    public async Task An_answer_of_somebody_the_finding_does_not_name_is_kept_for_staff_and_opens_nothing()
    {
        using var story = await Story.BeginAsync(ledger.Server);
        var (_, finding) = await DifferingAsync(story);
        await story.TellAndWaitAsync(story.Stranger, "finding-answered", Answer(finding));

        var forStaff = (await story.Programme.GetAsync($"/v1/findings/{finding}")).Body["answers"]!.AsArray().Single()!;
        Assert.Equal((false, Text), ((bool)forStaff["isNamed"]!, (string)forStaff["text"]!));
        Assert.Empty((await story.Miner.GetAsync($"/v1/findings/{finding}")).Body["answers"]!.AsArray());
        Assert.Equal(HttpStatusCode.NotFound, (await story.Stranger.GetAsync($"/v1/findings/{finding}")).Status);
    }

    [Fact]
    public async Task An_incident_shows_what_was_answered_to_its_finding_and_is_withdrawn_with_it()
    {
        using var story = await Story.BeginAsync(ledger.Server);
        await story.TieTwiceAsync("0012345");
        await story.SettleAsync();
        var incident = (await story.Miner.GetAsync("/v1/incidents")).Body["items"]!.AsArray()
            .Single(one => ((string)one!["subject"]!).EndsWith("/mine/0012345", StringComparison.Ordinal))!;
        await story.TellAndWaitAsync(story.Miner, "finding-answered", Answer(Guid.Parse((string)incident["findingId"]!)));

        var path = $"/v1/incidents/{incident["incidentId"]}";
        Assert.Equal(Text, (string)(await story.Programme.GetAsync(path)).Body["answers"]!.AsArray().Single()!["text"]!);
        var onTag = (await story.Miner.GetAsync(story.TagPath("0012345"))).Body["findings"]!.AsArray().Single()!;
        Assert.Equal("R1", (string)onTag["content"]!["rule"]!);

        var raised = (await story.Programme.GetAsync($"/v1/findings/{incident["findingId"]}")).Body;
        await story.TellAndWaitAsync(story.Miner, "corrected", new()
        {
            ["target"] = raised["content"]!["evidence"]!["ids"]![0]!.DeepClone(), ["reason"] = "did-not-occur",
        });
        await Eventually.IsAsync(() => story.Miner.GetAsync(path), answer => (string)answer.Body["state"]! == "withdrawn");
        Assert.Equal("withdrawn", (string)(await story.Miner.GetAsync("/v1/incidents")).Body["items"]![0]!["state"]!);
    }

    /// <summary>A ledger of its own: closing days years ahead would open every finding of the others'.</summary>
    [Fact]
    public async Task Unanswered_it_is_seen_by_others_when_its_working_days_are_over()
    {
        await using var own = new RunningLedger();
        await own.InitializeAsync();
        using var story = await Story.BeginAsync(own.Server);
        var (bag, finding) = await DifferingAsync(story);
        await story.TellAsync(story.Stranger, "received", new()
        {
            ["receiver"] = story.Stranger.Organisation, ["basis"] = "storage",
            ["lots"] = new JsonArray(new JsonObject { ["lotId"] = bag.LotId }),
        });
        var named = (await story.Miner.GetAsync($"/v1/findings/{finding}")).Body;
        var opensOn = NodaTime.Text.LocalDatePattern.Iso.Parse((string)named["opensOn"]!).Value;
        var calendar = own.Server.App.Services.GetRequiredService<CalendarKeeper>();

        Assert.True(await calendar.CloseAsync(opensOn.PlusDays(-1), TestContext.Current.CancellationToken));
        Assert.Equal(HttpStatusCode.NotFound, (await story.Stranger.GetAsync($"/v1/findings/{finding}")).Status);
        Assert.True(await calendar.CloseAsync(opensOn, TestContext.Current.CancellationToken));
        Assert.Equal(HttpStatusCode.OK, (await story.Stranger.GetAsync($"/v1/findings/{finding}")).Status);
    }

    private static async Task<(Bag Bag, Guid Finding)> DifferingAsync(Story story)
    {
        var bag = await story.BagAsync(50m);
        var verdict = await story.TellAndWaitAsync(story.Trader, "received", story.Receipt(bag, 40m));
        var found = verdict["findings"]!.AsArray().Single(one => (string)one!["rule"]! == "R5")!;
        return (bag, Guid.Parse((string)found["findingId"]!));
    }

    private static JsonObject Answer(Guid finding) => new() { ["findingId"] = finding.ToString(), ["text"] = Text };
}
