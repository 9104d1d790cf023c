using System.Text.Json;

namespace Ledger.Api.Tests.Pages;

/// <summary>A whole task with the keyboard alone, as who cannot use a mouse does it: no script, no pointer.</summary>
public sealed class KeyboardTests(RunningLedger ledger, RunningBrowser browser)
    : IClassFixture<RunningLedger>, IClassFixture<RunningBrowser>
{
    private const int MostTabs = 120;
    private const string Focused = "document.activeElement";

    [Fact]
    public async Task A_bag_is_recorded_by_keys_alone_and_the_focus_is_seen_all_the_way_and_goes_to_what_is_wrong()
    {
        using var story = await Story.BeginAsync(ledger.Server);
        await using var visitor = await browser.VisitAsync(ledger.Server, "/en/sign-in", hasScript: false);
        await ReachAsync(visitor, "id === 'key'");
        await visitor.Page.StrikeAsync(story.Miner.Key!);
        await EnterAsync(visitor);
        Assert.Equal(story.Miner.Organisation, await visitor.Page.TextAsync(".who"));

        foreach (var path in (string[])["/en/desk", "/en/desk/record/bagged"])
        {
            await ReachAsync(visitor, $"getAttribute('href') === '{path}'");
            await EnterAsync(visitor);
        }

        await FillAsync(
            visitor, ("when.date", "03022026"), ("when.time", "0840AM"), ("tag-series", (string)story.Tag("1")["series"]!),
            ("mineral", "C"), ("siteId", "RW-0412"), ("tag", "0000077"), ("weighing.netKg", "heavy"), ("weighing.method", "m"));
        await ReachAsync(visitor, "matches('main form > button')");
        await EnterAsync(visitor);
        Assert.Equal("alert", (await visitor.Page.EvaluateAsync(Focused + ".getAttribute('role')")).GetString());
        await SeenAsync(visitor);

        await visitor.Page.PressAsync("Tab"); // to what the summary leads to first
        await visitor.Page.PressAsync("Enter");
        await visitor.Page.WaitAsync($"{Focused}.name === 'weighing.netKg'");
        await visitor.Page.PressAsync("End");
        foreach (var _ in "heavy") await visitor.Page.PressAsync("Backspace");
        await visitor.Page.StrikeAsync("50.4");
        await EnterAsync(visitor);

        Assert.StartsWith("/en/desk/records/", await visitor.PathAsync(), StringComparison.Ordinal);
        await visitor.SeesAsync("It is safe now", "Net mass\t50.4", "2 March 2026, 08:40");
        var recorded = (await story.Miner.GetAsync("/v1/custody-events")).Body["items"]!.AsArray();
        Assert.Equal("bagged", (string)Assert.Single(recorded)!["type"]!);
    }

    private static async Task FillAsync(Visitor visitor, params (string Name, string Keys)[] fields)
    {
        foreach (var (name, keys) in fields)
        {
            await ReachAsync(visitor, $"name === {JsonSerializer.Serialize(name)}");
            await visitor.Page.StrikeAsync(keys);
        }
    }

    // By Tab, from wherever the focus is; each stop on the way is to be seen.
    private static async Task ReachAsync(Visitor visitor, string what)
    {
        for (var tab = 0; tab < MostTabs; tab++)
        {
            if ((await visitor.Page.EvaluateAsync($"{Focused}.{what}")).GetBoolean()) return;
            await visitor.Page.PressAsync("Tab");
            await SeenAsync(visitor);
        }

        Assert.Fail($"Tab does not come to {what}.");
    }

    // The parts of a day or time are the browser's own, and show it themselves.
    private static async Task SeenAsync(Visitor visitor) => Assert.Equal("", (await visitor.Page.EvaluateAsync(
        "(e => e.matches('body, main, [type=date], [type=time]') || getComputedStyle(e).outlineStyle === 'solid' ? '' : e.outerHTML)"
        + $"({Focused})")).GetString());

    private static Task EnterAsync(Visitor visitor) => visitor.Page.LoadingAsync(() => visitor.Page.PressAsync("Enter"));
}
