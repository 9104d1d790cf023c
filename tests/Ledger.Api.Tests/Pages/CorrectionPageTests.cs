using System.Text.Json.Nodes;

namespace Ledger.Api.Tests.Pages;

/// <summary>A correction changes what is changed in its form, and nothing else.</summary>
public sealed class CorrectionPageTests(RunningLedger ledger, RunningBrowser browser)
    : IClassFixture<RunningLedger>, IClassFixture<RunningBrowser>
{
    [Fact]
    public async Task What_the_form_does_not_ask_stays_as_it_was()
    {
        using var story = await Story.BeginAsync(ledger.Server);
        var id = await story.TellAsync(story.Miner, "weighed", new()
        {
            ["lotId"] = story.Miner.Organisation + ":L-1", ["netKg"] = 50, ["method"] = "measured", ["purpose"] = "gate",
            ["eventTime"] = "2026-03-02T09:30:45.5+02:00", ["capturedAt"] = "2026-03-02T09:31:00+02:00", ["deviceId"] = "phone-1",
            ["deviceSeq"] = 7, ["note"] = "by the gate",
            ["place"] = new JsonObject { ["siteId"] = "RW-0412", ["lat"] = -1.98, ["lon"] = 29.61, ["source"] = "gps" },
            ["documents"] = new JsonArray(new JsonObject
            {
                ["sha256"] = new string('a', 64), ["mediaType"] = "application/pdf", ["name"] = "ticket.pdf",
            }),
        });
        await using var visitor = await OpenAsync(story.Miner, id);
        await visitor.FillAsync(("netKg", "48"));
        await visitor.RecordAsync();
        Assert.Contains("Net mass\t48", await visitor.MainAsync(), StringComparison.Ordinal);

        var replacement = (await visitor.PathAsync()).Split('/')[^1].Split('?')[0];
        var (was, now) = ((await story.Miner.GetAsync($"/v1/custody-events/{id}")).Body,
            (await story.Miner.GetAsync($"/v1/custody-events/{replacement}")).Body);
        foreach (var kept in (string[])["place", "documents", "deviceId", "deviceSeq", "capturedAt"])
            Assert.Equal(was["headers"]![kept]!.ToJsonString(), now["headers"]![kept]!.ToJsonString());
        Assert.Equal(was["events"]![0]!["data"]!["when"]!.ToJsonString(), now["events"]![0]!["data"]!["when"]!.ToJsonString());
        foreach (var part in (string[])["position", "document-names", "note"])
            Assert.Equal(
                (await story.Miner.GetAsync($"/v1/custody-events/{id}/sealed/{part}")).Body.ToJsonString(),
                (await story.Miner.GetAsync($"/v1/custody-events/{replacement}/sealed/{part}")).Body.ToJsonString());
    }

    [Fact]
    public async Task Lots_that_were_refused_are_not_received_by_a_correction()
    {
        using var story = await Story.BeginAsync(ledger.Server);
        var id = await story.TellAsync(story.Trader, "received", new()
        {
            ["basis"] = "sale", ["refused"] = new JsonArray(new JsonObject { ["tag"] = story.Tag("9555"), ["reason"] = "tag-missing" }),
        });
        await using var visitor = await OpenAsync(story.Trader, id);
        await visitor.FillAsync(("from", story.Miner.Organisation));
        await visitor.RecordAsync();

        var replacement = (await visitor.PathAsync()).Split('/')[^1].Split('?')[0];
        var events = (await story.Trader.GetAsync($"/v1/custody-events/{replacement}")).Body["events"]!.AsArray();
        Assert.Equal(["delivery_received", "lot_refused"], events.Select(each => (string)each!["type"]!));
    }

    [Fact]
    public async Task What_somebody_else_calls_a_correction_corrects_nothing_and_a_correction_leads_on_to_what_counts()
    {
        using var story = await Story.BeginAsync(ledger.Server);
        var bag = await story.BagAsync();
        await story.TellAsync(story.Stranger, "corrected", new() { ["target"] = bag.BaggedBy.ToString(), ["reason"] = "did-not-occur" });
        await story.SettleAsync();
        await using var visitor = await OpenAsync(story.Miner, bag.BaggedBy);
        Assert.Empty((await story.Miner.GetAsync($"/v1/custody-events/{bag.BaggedBy}")).Body["correctedBy"]!.AsArray());

        await visitor.FillAsync(("weighing.netKg", "45"));
        await visitor.RecordAsync();
        var replacement = (await visitor.PathAsync()).Split('?')[0];
        await story.SettleAsync();
        await visitor.GoAsync($"/en/desk/records/{bag.BaggedBy}");
        await visitor.Page.LoadingAsync(() => visitor.Page.ClickAsync(".notice a"));

        Assert.Equal("Correction", await visitor.HeadingAsync());
        Assert.Contains("what it says is wrong", await visitor.MainAsync(), StringComparison.Ordinal);
        await visitor.FollowAsync(replacement);
        Assert.Contains("Net mass\t45", await visitor.MainAsync(), StringComparison.Ordinal);
        await visitor.GoAsync($"/en/desk/records/{bag.BaggedBy}/correct?reason=incorrect-data");
        Assert.Contains("It was corrected before", await visitor.MainAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_changed_after_it_was_recorded_is_told_apart_from_a_new_one()
    {
        using var story = await Story.BeginAsync(ledger.Server);
        var bag = await story.BagAsync();
        await using var visitor = await browser.VisitAsync(ledger.Server, "/fr/");
        await visitor.SignInAsync(story.Miner, "fr");
        await visitor.GoAsync("/fr/desk/record/weighed?lot=" + Uri.EscapeDataString(bag.LotId));
        await visitor.FillAsync(
            ("when.date", "2026-03-02"), ("when.time", "15:40"), ("netKg", "50,5"), ("method", "measured"), ("purpose", "check"));
        await visitor.RecordAsync();
        await visitor.Page.EvaluateAsync("history.back()");
        await visitor.Page.WaitAsync("document.querySelector('[name=netKg]')");
        await visitor.FillAsync(("netKg", "49"));
        await visitor.RecordAsync();

        Assert.Contains("Ce formulaire est déjà enregistré, avec un autre contenu", await visitor.MainAsync(), StringComparison.Ordinal);
        await visitor.Page.LoadingAsync(() => visitor.Page.ClickAsync("[role=alert] a"));
        Assert.Contains("50,5\u00a0kg", await visitor.MainAsync(), StringComparison.Ordinal);
    }

    private async Task<Visitor> OpenAsync(LedgerClient reader, Guid id)
    {
        var visitor = await browser.VisitAsync(ledger.Server, hasScript: false);
        await visitor.SignInAsync(reader);
        await visitor.GoAsync($"/en/desk/records/{id}/correct?reason=incorrect-data");
        return visitor;
    }
}
