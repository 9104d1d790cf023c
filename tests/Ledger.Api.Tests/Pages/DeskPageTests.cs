using System.Text.Json.Nodes;
using Ledger.Testing.Browser;

namespace Ledger.Api.Tests.Pages;

/// <summary>Records made by form, as a trader makes them: without script, with mistakes, sent twice, and corrected.</summary>
public sealed class DeskPageTests(RunningLedger ledger, RunningBrowser browser)
    : IClassFixture<RunningLedger>, IClassFixture<RunningBrowser>
{
    [Fact]
    public async Task A_delivery_is_recorded_by_form_without_script_and_its_mistakes_are_named_at_their_fields()
    {
        using var story = await Story.BeginAsync(ledger.Server);
        var (first, second) = (await story.BagAsync(50m), await story.BagAsync(48m));
        await using var visitor = await browser.VisitAsync(ledger.Server, hasScript: false);
        await visitor.SignInAsync(story.Trader);
        await visitor.GoAsync("/en/desk");
        await visitor.FollowAsync("/en/desk/record/received");
        await visitor.FillAsync(
            ("when.date", "2026-03-02"), ("when.time", "15:40"), ("tag-series", (string)story.Tag("1")["series"]!),
            ("from", story.Miner.Organisation), ("lots[0].lot", first.Tag), ("lots[0].netKg", "heavy"));
        await visitor.Page.LoadingAsync(() => visitor.Page.ClickAsync("button[name=add][value=lots]"));
        await visitor.FillAsync(
            ("lots[1].lot", second.LotId), ("lots[1].netKg", "47.9"), ("lots[1].method", "measured"));

        await visitor.RecordAsync();
        var refused = await visitor.MainAsync();
        Assert.Contains("Not recorded yet", refused, StringComparison.Ordinal);
        Assert.Contains("On what ground: Is required.", refused, StringComparison.Ordinal);
        Assert.Contains("Lots 1, Net mass: Must be a number of kilograms.", refused, StringComparison.Ordinal);
        await visitor.FillAsync(
            ("basis", "sale"), ("lots[0].netKg", "49.8"), ("lots[0].method", "measured"));
        await visitor.RecordAsync();

        Assert.StartsWith("/en/desk/records/", await visitor.PathAsync(), StringComparison.Ordinal);
        Assert.Contains("It is safe now", await visitor.MainAsync(), StringComparison.Ordinal);
        var lot = await LotAsync(story.Trader, first);
        Assert.Equal((story.Trader.Organisation, 49.8m), ((string)lot["custodian"]!, (decimal)lot["massKg"]!));
        Assert.Equal(story.Trader.Organisation, (string)(await LotAsync(story.Trader, second))["custodian"]!);
    }

    [Fact]
    public async Task A_form_sent_twice_is_one_record()
    {
        using var story = await Story.BeginAsync(ledger.Server);
        var bag = await story.BagAsync(50m);
        await using var visitor = await WeighingAsync(story, bag, "49.5");
        var body = (await visitor.Page.EvaluateAsync(
            "new URLSearchParams(new FormData(document.querySelector('main form'))).toString()")).GetString()!;
        const string type = "'Content-Type': 'application/x-www-form-urlencoded'";
        const string send = $"fetch(location.href, {{ method: 'POST', headers: {{ {type} }}, body: ";

        // Twice the same, as by a hand that presses again while the first answer is on its way.
        var sent = $"{send}{System.Text.Json.JsonSerializer.Serialize(body)} }}).then(r => r.url)";
        var urls = await visitor.Page.EvaluateAsync($"Promise.all([{sent}, {sent}])");
        await visitor.RecordAsync();

        Assert.Equal(urls[0].GetString(), urls[1].GetString());
        Assert.EndsWith(await visitor.PathAsync(), urls[0].GetString()!, StringComparison.Ordinal);
        var history = await story.Miner.GetAsync($"/v1/lots/{Uri.EscapeDataString(bag.LotId)}/history");
        Assert.Single(history.Body["entries"]!.AsArray(), entry => (string)entry!["type"]! == "lot_weighed" && Net(entry!) == 49.5m);
    }

    [Fact]
    public async Task An_answer_that_is_lost_on_the_way_leads_to_one_record_when_the_form_is_sent_again()
    {
        using var story = await Story.BeginAsync(ledger.Server);
        var bag = await story.BagAsync(50m);
        await using var line = new CuttingProxy(ledger.Server.Address);
        await using var visitor = await WeighingAsync(story, bag, "48.75", line.Address);
        var before = await ledger.Server.StoredAsync();

        line.LosesAnswers = true;
        await visitor.Page.ClickAsync("main form > button");
        await visitor.Page.WaitAsync("location.protocol === 'chrome-error:'");
        Assert.True(line.LostAnswers > 0);
        Assert.Equal(before + 1, await ledger.Server.StoredAsync()); // it arrived, and nobody was told
        line.LosesAnswers = false;
        await visitor.Page.LoadingAsync(() => visitor.Page.EvaluateAsync("history.back()"));
        await visitor.Page.WaitAsync("document.querySelector('[name=netKg]')?.value === '48.75'");
        await visitor.RecordAsync();

        Assert.Equal(before + 1, await ledger.Server.StoredAsync());
        var history = await story.Miner.GetAsync($"/v1/lots/{Uri.EscapeDataString(bag.LotId)}/history");
        Assert.Single(history.Body["entries"]!.AsArray(), entry => (string)entry!["type"]! == "lot_weighed" && Net(entry!) == 48.75m);
    }

    [Fact]
    public async Task A_form_sent_while_the_line_is_down_is_still_filled_in_when_it_is_back()
    {
        using var story = await Story.BeginAsync(ledger.Server);
        var bag = await story.BagAsync(50m);
        await using var visitor = await WeighingAsync(story, bag, "49.25");
        await OnlineAsync(visitor, isOnline: false);

        await visitor.Page.ClickAsync("main form > button");
        await visitor.Page.WaitAsync("location.protocol === 'chrome-error:'");
        await OnlineAsync(visitor, isOnline: true);
        await visitor.Page.LoadingAsync(() => visitor.Page.EvaluateAsync("history.back()"));
        await visitor.Page.WaitAsync("document.querySelector('[name=netKg]')?.value === '49.25'");
        await visitor.RecordAsync();

        Assert.Contains("It is safe now", await visitor.MainAsync(), StringComparison.Ordinal);
        var history = await story.Miner.GetAsync($"/v1/lots/{Uri.EscapeDataString(bag.LotId)}/history");
        Assert.Single(history.Body["entries"]!.AsArray(), entry => (string)entry!["type"]! == "lot_weighed" && Net(entry!) == 49.25m);
    }

    [Fact]
    public async Task A_mistake_is_corrected_in_the_form_as_it_was_filled()
    {
        using var story = await Story.BeginAsync(ledger.Server);
        var bag = await story.BagAsync(50m);
        await using var visitor = await browser.VisitAsync(ledger.Server, hasScript: false);
        await visitor.SignInAsync(story.Miner);
        await visitor.GoAsync($"/en/desk/records/{bag.BaggedBy}");
        Assert.Contains("Net mass\t50", await visitor.MainAsync(), StringComparison.Ordinal);
        await visitor.FollowAsync($"/en/desk/records/{bag.BaggedBy}/correct");
        await visitor.FollowAsync($"/en/desk/records/{bag.BaggedBy}/correct?reason=incorrect-data");
        Assert.Equal("50", await visitor.ValueAsync("weighing.netKg"));
        Assert.EndsWith("/mine/" + bag.Tag, await visitor.ValueAsync("tag"), StringComparison.Ordinal);
        await visitor.FillAsync(("weighing.netKg", "-1"));
        await visitor.RecordAsync();
        Assert.Contains("Weighing, Net mass: Must be more than 0.", await visitor.MainAsync(), StringComparison.Ordinal);
        await visitor.FillAsync(("weighing.netKg", "45"));

        await visitor.RecordAsync();

        Assert.Contains("It is safe now", await visitor.MainAsync(), StringComparison.Ordinal);
        Assert.Equal(45m, (decimal)(await LotAsync(story.Miner, bag))["massKg"]!);
        await visitor.GoAsync($"/en/desk/records/{bag.BaggedBy}");
        Assert.Contains("This record was corrected.", await visitor.MainAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_never_occurred_is_taken_back_and_only_by_who_recorded_it()
    {
        using var story = await Story.BeginAsync(ledger.Server);
        var bag = await story.BagAsync(50m);
        await using var visitor = await browser.VisitAsync(ledger.Server, hasScript: false);
        await visitor.SignInAsync(story.Trader);
        await visitor.GoAsync($"/en/desk/records/{bag.BaggedBy}");
        Assert.Equal("There is nothing here for you", await visitor.HeadingAsync());
        await using var owner = await browser.VisitAsync(ledger.Server, hasScript: false);
        await owner.SignInAsync(story.Miner);
        await owner.GoAsync($"/en/desk/records/{bag.BaggedBy}/correct");

        await owner.SubmitAsync();

        Assert.Equal("Correction", await owner.HeadingAsync());
        var list = await Eventually.IsAsync(
            async () => (await story.Miner.GetAsync("/v1/custody-events")).Body["items"]!.AsArray(), items => items.Count == 2);
        Assert.Equal(["corrected", "bagged"], list.Select(each => (string)each!["type"]!));
        Assert.Equal((string)list[0]!["id"]!, (string)list[1]!["correctedBy"]!.AsArray().Single()!);
    }

    [Fact]
    public async Task Rows_pasted_from_a_spreadsheet_follow_those_that_were_typed()
    {
        using var story = await Story.BeginAsync(ledger.Server);
        var bags = new List<Bag>();
        for (var each = 0; each < 3; each++) bags.Add(await story.BagAsync(50m + each));
        await using var visitor = await browser.VisitAsync(ledger.Server, "/fr/", hasScript: false);
        await visitor.SignInAsync(story.Miner, "fr");
        await visitor.GoAsync("/fr/desk/record/sold");
        await visitor.FillAsync(
            ("when.date", "2026-03-03"), ("when.precision", "day"), ("tag-series", (string)story.Tag("1")["series"]!),
            ("buyer", story.Trader.Organisation), ("titlePasses", "delivered"), ("lots[0].lot", bags[0].Tag),
            ("lots.paste", $"{bags[1].Tag}\t51,5\tmesuré\n{bags[2].Tag};52,25;estimé"), ("price", "612500 RWF"));

        await visitor.RecordAsync();

        var said = await visitor.MainAsync();
        Assert.Contains("Lots 2, Masse nette\t51,5\u00a0kg", said, StringComparison.Ordinal);
        Assert.Contains("Lots 3, Comment la masse est connue\testimé", said, StringComparison.Ordinal);
        Assert.Contains("Prix\t612500 RWF", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/en/desk/record/exported", "Your roles do not allow this")]
    [InlineData("/en/desk/record/nothing", "There is nothing here for you")]
    [InlineData("/en/desk/records/0195f0c2-7d1e-7c3a-9b1f-2f7a1e5d9c01", "There is nothing here for you")]
    [InlineData("/en/desk/packing-list/nobody%3A1", "There is nothing here for you")]
    public async Task What_is_not_for_a_reader_is_a_page_that_says_so(string path, string heading)
    {
        using var story = await Story.BeginAsync(ledger.Server);
        await using var visitor = await browser.VisitAsync(ledger.Server);
        await visitor.SignInAsync(story.Miner);
        await visitor.GoAsync(path);
        Assert.Equal(heading, await visitor.HeadingAsync());
    }

    [Fact]
    public async Task The_desk_is_for_who_is_signed_in()
    {
        await using var visitor = await browser.VisitAsync(ledger.Server);
        foreach (var path in (string[])["/en/desk", "/en/desk/sheet", "/en/desk/record/sold", "/en/desk/tag-list"])
        {
            await visitor.GoAsync(path);
            Assert.Equal("Sign in", await visitor.HeadingAsync());
        }
    }

    // The miner's own form for a bag's weighing, filled in and not sent.
    private async Task<Visitor> WeighingAsync(Story story, Bag bag, string netKg, Uri? address = null)
    {
        var visitor = await browser.VisitAsync(address ?? ledger.Server.Address);
        await visitor.SignInAsync(story.Miner);
        await visitor.GoAsync($"/en/desk/record/weighed?lot={Uri.EscapeDataString(bag.LotId)}");
        await FillWeighingAsync(visitor, netKg);
        return visitor;
    }

    private static async Task FillWeighingAsync(Visitor visitor, string kg)
    {
        await visitor.FillAsync(
            ("when.date", "2026-03-02"), ("when.time", "15:40"), ("netKg", kg), ("method", "measured"), ("purpose", "check"));
    }

    private static async Task<JsonObject> LotAsync(LedgerClient reader, Bag bag) =>
        (await Eventually.IsAsync(
            () => reader.GetAsync("/v1/lots/" + Uri.EscapeDataString(bag.LotId)), answer => (int)answer.Status == 200))
        .Body.AsObject();

    private static decimal? Net(JsonNode entry) => (decimal?)entry["data"]!["netKg"];

    private static async Task OnlineAsync(Visitor visitor, bool isOnline) => await visitor.Page.SendAsync(
        "Network.emulateNetworkConditions", new { offline = !isOnline, latency = 0, downloadThroughput = -1, uploadThroughput = -1 });
}
