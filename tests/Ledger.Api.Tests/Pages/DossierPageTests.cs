using Ledger.Api.Tests.Dossiers;
using Ledger.Transparency.Dossiers;

namespace Ledger.Api.Tests.Pages;

/// <summary>The page in a dossier, opened from a disk: no service, no script, on paper too.</summary>
public sealed class DossierPageTests(ToldStory told, RunningBrowser browser)
    : IClassFixture<ToldStory>, IClassFixture<RunningBrowser>, IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ledger-dossier-page-");

    private Uri Page => new(Path.Combine(_folder.FullName, DossierFormat.Page));

    public async ValueTask InitializeAsync()
    {
        var files = new DossierFiles(await told.Auditor.DownloadAsync($"/v1/lots/{told.Product}/dossier.zip"));
        await File.WriteAllBytesAsync(Page.LocalPath, files[DossierFormat.Page], TestContext.Current.CancellationToken);
    }

    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return default;
    }

    [Theory]
    [InlineData(360, false, "screen")]
    [InlineData(1280, false, "screen")]
    [InlineData(1280, true, "screen")]
    [InlineData(794, false, "print")] // A4 at 96 dots an inch
    public async Task It_has_no_barriers_and_fits_its_window(int width, bool isDark, string media)
    {
        await using var visitor = await browser.VisitAsync(told.Server);
        await visitor.Page.AppearAsync(width, isDark, media: media);
        await visitor.Page.GoAsync(Page);
        await EveryPageTests.SaveAsync(visitor, $"dossier {width} {(isDark ? "dark" : "light")} {media}");

        Assert.Contains(told.Product, await visitor.Page.TextAsync(), StringComparison.Ordinal);
        Assert.True((await visitor.Page.EvaluateAsync(EveryPageTests.Fits)).GetBoolean(), "it scrolls sideways");
        Assert.Equal("", string.Join('\n', await visitor.BarriersAsync()));
        Assert.Equal([], visitor.Page.Complaints);
    }

    [Fact]
    public async Task It_asks_nobody_for_anything()
    {
        await using var visitor = await browser.VisitAsync(told.Server);
        await visitor.Page.AppearAsync(hasScript: false);
        await visitor.Page.GoAsync(Page);
        Assert.Equal(0, (await visitor.Page.EvaluateAsync("performance.getEntriesByType('resource').length")).GetInt32());
        Assert.Equal(0, (await visitor.Page.EvaluateAsync("document.scripts.length")).GetInt32());
    }
}
