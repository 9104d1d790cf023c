using System.Globalization;
using System.Text.Json.Nodes;
using Ledger.Api.Pages.Desk.Lists;
using Ledger.Testing.Browser;

namespace Ledger.Api.Tests.Pages;

/// <summary>Codes on lists to print, read from the picture of the page as a phone does.</summary>
public sealed class PrintedCodeTests(RunningLedger ledger, RunningBrowser browser)
    : IClassFixture<RunningLedger>, IClassFixture<RunningBrowser>
{
    private const int Paper = 794; // A4 at 96 dots an inch
    private const int MostBytes = 100_000;
    private const string Codes = ".tag-mark .qr";

    [Fact]
    public async Task Each_code_of_a_tag_list_leads_a_phone_to_the_check_of_its_tag()
    {
        using var story = await Story.BeginAsync(ledger.Server);
        var bags = new List<Bag>();
        for (var each = 0; each < 3; each++) bags.Add(await story.BagAsync());
        await story.SettleAsync();
        await ledger.Server.CaughtUpAsync();
        await using var visitor = await browser.VisitAsync(ledger.Server);
        await visitor.SignInAsync(story.Miner);
        await visitor.GoAsync("/fr/desk/tag-list");
        await visitor.Page.AppearAsync(Paper, media: "print");

        Assert.Equal(
            bags.Select(bag => AddressOf("fr", story, bag.Tag)).Order(StringComparer.Ordinal),
            (await ReadAsync(visitor, Enumerable.Range(0, bags.Count))).Order(StringComparer.Ordinal));

        await using var phone = await browser.VisitAsync(ledger.Server);
        await phone.Page.GoAsync(new(AddressOf("fr", story, bags[1].Tag)));
        Assert.Equal(1, await phone.CountAsync(".result .facts"));
        Assert.Contains(bags[1].Tag, await phone.MainAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_packing_list_of_hundreds_of_drums_has_a_code_for_each_on_pages_that_stay_small()
    {
        const int many = 310;
        using var story = await Story.BeginAsync(ledger.Server);
        using var exporter = await ledger.Server.AsAsync("packing-" + story.Trader.Organisation, "exporter");
        var lot = exporter.Organisation + ":X-1";
        await ComposeAsync(story, exporter, lot, many);
        await using var visitor = await browser.VisitAsync(ledger.Server);
        await visitor.SignInAsync(exporter);
        await visitor.GoAsync("/en/desk/packing-list/" + Uri.EscapeDataString(lot));

        var numbers = new List<string>();
        for (var isMore = true; isMore;)
        {
            await visitor.SeesAsync($"of {many + 1}."); // with the lot they were filled from
            var here = await visitor.TextsAsync(".tag-mark .number");
            Assert.InRange(here.Count, 1, PackingListModel.PageSize);
            Assert.Equal(here.Count, await visitor.CountAsync(Codes));
            int[] some = [0, here.Count / 2, here.Count - 1];
            Assert.Equal(some.Select(at => AddressOf("en", story, here[at])), await ReadAsync(visitor, some));
            var bytes = await visitor.Page.EvaluateAsync(EveryPageTests.Weight);
            Assert.InRange(bytes.GetInt64(), 1, MostBytes);
            numbers.AddRange(here);
            isMore = await visitor.CountAsync("a[rel=next]") == 1;
            if (isMore) await visitor.PressAsync("a[rel=next]");
        }

        Assert.Equal(Enumerable.Range(1, many).Select(NumberOf), numbers);
        await visitor.SeesAsync("1 lot, 50"); // the last page ends with what is in it
        await visitor.GoAsync($"/en/desk/packing-list/{Uri.EscapeDataString(lot)}?from=nowhere");
        await visitor.SeesAsync($"Lines 1 to {PackingListModel.PageSize} of {many + 1}.");
    }

    [Fact]
    public async Task A_code_of_which_a_little_is_missing_is_not_read()
    {
        using var story = await Story.BeginAsync(ledger.Server);
        await story.BagAsync();
        await story.SettleAsync();
        await ledger.Server.CaughtUpAsync();
        await using var visitor = await browser.VisitAsync(ledger.Server);
        await visitor.SignInAsync(story.Miner);
        await visitor.GoAsync("/en/desk/tag-list");
        Assert.Single(await ReadAsync(visitor, [0]));

        // One run of dark modules in the middle, where data is, is left out.
        await visitor.Page.EvaluateAsync(
            "(path => path.setAttribute('d', path.getAttribute('d').split('M').filter((_, at, all) => at !== all.length >> 1).join('M')))"
            + $"(document.querySelector('{Codes} path'))");

        await Assert.ThrowsAsync<FormatException>(() => ReadAsync(visitor, [0]));
    }

    private async Task<IReadOnlyList<string>> ReadAsync(Visitor visitor, IEnumerable<int> places)
    {
        await using var empty = await browser.OpenAsync();
        var texts = new List<string>();
        foreach (var at in places) texts.Add(QrReader.Read(await empty.DarkAsync(await visitor.Page.PictureAsync(Codes, at))));
        return texts;
    }

    private string AddressOf(string language, Story story, string number)
    {
        var tag = Uri.EscapeDataString($"{(string)story.Tag(number)["series"]!}/mine/{number}");
        return new Uri(ledger.Server.Address, $"/{language}/tag-check?number={tag}").AbsoluteUri;
    }

    private static async Task ComposeAsync(Story story, LedgerClient exporter, string lot, int drums)
    {
        var bag = await story.BagAsync(50m);
        await story.TellAsync(exporter, "consigned", new()
        {
            ["lotId"] = lot, ["mineral"] = "cassiterite", ["exporter"] = exporter.Organisation,
            ["lots"] = new JsonArray(new JsonObject { ["lotId"] = bag.LotId, ["netKg"] = 50, ["method"] = "measured" }),
            ["packing"] = new JsonArray([.. Enumerable.Range(1, drums).Select(number => (JsonNode)new JsonObject
            {
                ["drum"] = $"D-{number}", ["netKg"] = 40, ["grossKg"] = 41, ["tag"] = story.Tag(NumberOf(number)),
            })]),
        });
        await story.SettleAsync();
        await Eventually.IsAsync(
            () => exporter.GetAsync("/v1/lots/" + Uri.EscapeDataString(lot)), answer => (int)answer.Status == 200);
    }

    private static string NumberOf(int number) => (7_700_000 + number).ToString(CultureInfo.InvariantCulture);
}
