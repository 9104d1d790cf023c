using System.Diagnostics;
using Ledger.Testing;

namespace Ledger.Api.Tests.Pages;

/// <summary>The map with as many sites as there are.</summary>
public sealed class RealSitesTests(RunningLedger ledger, RunningBrowser browser)
    : IClassFixture<RunningLedger>, IClassFixture<RunningBrowser>
{
    [Fact]
    public async Task All_real_sites_and_areas_are_one_small_readable_page()
    {
        var file = Path.Combine(SharedData.Folder("geo"), "mine-sites.csv");
        var server = ledger.Server;
        using var office = await server.AsAsync("demo-programme", "programme");
        var sites = (await File.ReadAllLinesAsync(file, TestContext.Current.CancellationToken)).Skip(1)
            .Select(line => line.Split(',')).ToList();
        await Parallel.ForEachAsync(sites, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (site, _) =>
            await office.DoneAsync("/v1/sites", SitePageTests.Site(
                site[0], site[0], SitePageTests.Degrees(site[2]), SitePageTests.Degrees(site[1]))));
        var areas = await AreaDrawing.EnterRealAsync(office);
        await server.CaughtUpAsync();
        await using var visitor = await browser.VisitAsync(server);
        await visitor.SignInAsync(office);

        await visitor.GoAsync("/en/sites");
        var clock = Stopwatch.StartNew();
        await visitor.GoAsync("/en/sites");
        TestContext.Current.SendDiagnosticMessage($"{sites.Count} sites: {clock.ElapsedMilliseconds} ms to the loaded page");

        Assert.NotEmpty(sites);
        await visitor.SeesAsync(Ledger.Api.Pages.House.Language.English.Number(sites.Count) + " sites");
        var counts = (await visitor.Page.EvaluateAsync("[...document.querySelectorAll('.map .count')].map(e => +e.textContent)"))
            .EnumerateArray().Sum(count => count.GetInt32());
        var singles = (await visitor.Page.EvaluateAsync("document.querySelectorAll('.map .one').length")).GetInt32();
        Assert.Equal(sites.Count, counts + singles);
        Assert.InRange(await visitor.CountAsync(".map .protected"), 1, areas); // none of them so far off that it is out of the window
        var bytes = (await visitor.Page.EvaluateAsync(
            "performance.getEntriesByType('navigation')[0].encodedBodySize")).GetInt64();
        TestContext.Current.SendDiagnosticMessage($"{bytes} bytes compressed");
        Assert.InRange(bytes, 1, 100_000);
        foreach (var (width, isDark) in ((int, bool)[])[(360, false), (1280, false), (1280, true)])
        {
            await visitor.Page.AppearAsync(width, isDark);
            await visitor.GoAsync("/en/sites");
            await EveryPageTests.SaveAsync(visitor, $"sites real {width} {(isDark ? "dark" : "light")}");
        }
    }
}
