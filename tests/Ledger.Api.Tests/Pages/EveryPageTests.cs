namespace Ledger.Api.Tests.Pages;

/// <summary>What every page owes its readers: no barrier, no sideways scrolling, no broken policy, little to carry, and a look.</summary>
public sealed class EveryPageTests(PageWorld world, RunningBrowser browser) : IClassFixture<PageWorld>, IClassFixture<RunningBrowser>
{
    internal const string Fits = "document.documentElement.scrollWidth <= document.documentElement.clientWidth";

    // Page, style and scripts, as they came over the line.
    internal const string Weight = "[...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]"
        + ".reduce((sum, each) => sum + each.encodedBodySize, 0)";

    private const int MostBytes = 100_000;

    internal static readonly string Pictures = Path.Combine(AppContext.BaseDirectory, "pictures");

    // Colours do not depend on the language; whether words fit does.
    private static readonly (int Width, bool IsDark)[] Looks = [(360, false), (360, true), (1280, false), (1280, true)];

    public static TheoryData<string> Pages => [.. PageWorld.Names];

    [Theory, MemberData(nameof(Pages))]
    public async Task Each_page_in_each_language_and_light_has_no_barriers_and_fits_its_window(string name)
    {
        var page = await world.FindAsync(name);
        foreach (var language in (string[])["en", "fr"])
        {
            await using var visitor = await browser.VisitAsync(world.Server, $"/{language}/");
            if (page.Reader is { } reader) await visitor.SignInAsync(reader, language);
            foreach (var (width, isDark) in language == "en" ? Looks : Looks[1..3])
            {
                await visitor.Page.AppearAsync(width, isDark);
                await visitor.GoAsync($"/{language}{page.Path}");
                await LooksRightAsync(visitor, $"{name} {language} {width} {(isDark ? "dark" : "light")}");
            }
        }
    }

    [Theory, MemberData(nameof(Pages))]
    public async Task Each_page_says_the_same_without_script(string name)
    {
        var page = await world.FindAsync(name);
        var texts = new List<string>();
        long minute;
        do
        {
            // A page that says when it was made says the same within a minute.
            minute = Minute();
            texts.Clear();
            foreach (var hasScript in (bool[])[true, false])
            {
                await using var visitor = await browser.VisitAsync(world.Server, hasScript: hasScript);
                if (page.Reader is { } reader) await visitor.SignInAsync(reader);
                await visitor.GoAsync("/en" + page.Path);
                texts.Add(await visitor.MainAsync());
            }
        }
        while (minute != Minute());

        Assert.Equal(texts[0], texts[1]);

        static long Minute() => DateTime.UtcNow.Ticks / TimeSpan.TicksPerMinute;
    }

    [Theory, MemberData(nameof(Pages))]
    public async Task Each_page_with_its_style_and_script_is_small(string name)
    {
        var page = await world.FindAsync(name);
        await using var visitor = await browser.VisitAsync(world.Server);
        if (page.Reader is { } reader) await visitor.SignInAsync(reader);
        await visitor.GoAsync("/en" + page.Path);
        var bytes = await visitor.Page.EvaluateAsync(Weight);

        Assert.InRange(bytes.GetInt64(), 1, MostBytes);
        // On a slow line: nothing but the page and its style stands before the first words.
        var blocking = await visitor.Page.EvaluateAsync(
            "performance.getEntriesByType('resource').filter(each => each.renderBlockingStatus === 'blocking')"
            + ".map(each => each.name.split('/').at(-1).replace(/[.][0-9a-f]{12}/, ''))");
        Assert.Equal(["ledger.css"], blocking.EnumerateArray().Select(each => each.GetString()));
    }

    [Theory]
    [InlineData("lot")]
    [InlineData("provenance")]
    [InlineData("finding")]
    [InlineData("balance")]
    [InlineData("tag-list")]
    [InlineData("packing-list")]
    public async Task On_paper_there_is_nothing_to_press_and_nothing_is_cut_off(string name)
    {
        const int a4 = 794; // dots an inch: 96
        var page = await world.FindAsync(name);
        await using var visitor = await browser.VisitAsync(world.Server);
        await visitor.SignInAsync(page.Reader!);
        await visitor.GoAsync("/en" + page.Path);
        await visitor.Page.AppearAsync(a4, media: "print");
        await SaveAsync(visitor, $"{name} print");

        var pressed = await visitor.Page.EvaluateAsync(
            "[...document.querySelectorAll('nav, form, button, input, select, .button')].filter(each => each.checkVisibility())"
            + ".map(each => each.outerHTML.slice(0, 80))");
        Assert.Equal([], pressed.EnumerateArray().Select(each => each.GetString()));
        Assert.True((await visitor.Page.EvaluateAsync(Fits)).GetBoolean());
    }

    [Fact]
    public async Task A_page_that_is_not_right_would_be_noticed()
    {
        await using var visitor = await browser.VisitAsync(world.Server);
        await visitor.Page.EvaluateAsync("document.querySelector('label').remove()");
        Assert.Contains(await visitor.BarriersAsync(), barrier => barrier.StartsWith("label: ", StringComparison.Ordinal));
    }

    /// <summary>No barrier, no sideways scrolling; and its picture is kept.</summary>
    internal static async Task LooksRightAsync(Visitor visitor, string look)
    {
        await SaveAsync(visitor, look);
        Assert.True((await visitor.Page.EvaluateAsync(Fits)).GetBoolean(), look + " scrolls sideways");
        Assert.Equal((look, ""), (look, string.Join('\n', await visitor.BarriersAsync())));
    }

    internal static async Task SaveAsync(Visitor visitor, string look)
    {
        Directory.CreateDirectory(Pictures);
        var file = Path.Combine(Pictures, look.Replace(' ', '-') + ".png");
        await File.WriteAllBytesAsync(file, await visitor.Page.PictureAsync(), TestContext.Current.CancellationToken);
    }
}
