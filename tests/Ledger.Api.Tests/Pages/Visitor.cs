using System.Text.Json;
using Ledger.Testing;
using Ledger.Testing.Browser;

namespace Ledger.Api.Tests.Pages;

/// <summary>Class fixture: one browser for the tests of a class.</summary>
public sealed class RunningBrowser : IAsyncLifetime
{
    private ChromiumBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        try
        {
            _browser = await ChromiumBrowser.StartAsync();
        }
        catch (Xunit.Sdk.SkipException)
        {
            // said again by each test
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
    }

    /// <summary>An empty page.</summary>
    internal Task<BrowserPage> OpenAsync()
    {
        if (_browser is null) Requirement.Missing("Chromium: tools/browser/fetch.sh installs it.");
        return _browser!.OpenAsync();
    }

    /// <summary>Somebody with a browser of their own before the service.</summary>
    internal Task<Visitor> VisitAsync(LedgerServer server, string path = "/en/", bool hasScript = true) =>
        VisitAsync(server.Address, path, hasScript);

    /// <summary>The same over another line.</summary>
    internal async Task<Visitor> VisitAsync(Uri address, string path = "/en/", bool hasScript = true)
    {
        var visitor = new Visitor(await OpenAsync(), address);
        await visitor.Page.AppearAsync(hasScript: hasScript);
        await visitor.GoAsync(path);
        return visitor;
    }
}

/// <summary>A person before the pages.</summary>
internal sealed class Visitor(BrowserPage page, Uri address) : IAsyncDisposable
{
    private static readonly Lazy<string> Axe = new(ReadAxe);

    public BrowserPage Page => page;

    public Task GoAsync(string path) => page.GoAsync(new(address, path));

    public Task SubmitAsync(string form = "main form") => page.LoadingAsync(() => page.ClickAsync(form + " button:not([type])"));

    public async Task SignInAsync(LedgerClient client, string language = "en")
    {
        await GoAsync($"/{language}/sign-in");
        await page.TypeAsync("#key", client.Key!);
        await SubmitAsync();
    }

    public async Task<string> PathAsync() => (await page.EvaluateAsync("location.pathname + location.search")).GetString()!;

    public Task<string> HeadingAsync() => page.TextAsync("h1");

    public Task<string> MainAsync() => page.TextAsync("main");

    /// <summary>What axe-core finds wrong, as `rule: element`.</summary>
    public async Task<IReadOnlyList<string>> BarriersAsync()
    {
        await page.EvaluateAsync(Axe.Value + ";true");
        var found = await page.EvaluateAsync(
            "axe.run().then(r => JSON.stringify(r.violations.flatMap(v => v.nodes.map(n => v.id + ': ' + n.html))))");
        return JsonSerializer.Deserialize<List<string>>(found.GetString()!)!;
    }

    /// <summary>Ends the visit, and fails the test where a page broke its own policy or a script of it failed.</summary>
    public async ValueTask DisposeAsync()
    {
        await page.DisposeAsync();
        Assert.Equal("", string.Join('\n', page.Complaints.Where(IsOfThePage)));
    }

    // A refusal is an answer, and a line may be down: the browser notes both. But what a page is made of must be there.
    private static bool IsOfThePage(string complaint) => complaint.Contains("/assets/", StringComparison.Ordinal)
        || !complaint.StartsWith("Failed to load resource: ", StringComparison.Ordinal);

    private static string ReadAxe()
    {
        var file = Path.Combine(Repository.Root, "tools/browser/node_modules/axe-core/axe.min.js");
        if (!File.Exists(file)) Requirement.Missing("axe-core: tools/browser/fetch.sh fetches it.");
        return File.ReadAllText(file);
    }
}
