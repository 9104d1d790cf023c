using System.Net;
using Ledger.Api.Pages.House;
using NodaTime;

namespace Ledger.Api.Tests.Pages;

/// <summary>Administration in a browser: keys, settings, the state of the service, and nobody there who should not be.</summary>
public sealed class AdminPageTests(RunningLedger ledger, RunningBrowser browser)
    : IClassFixture<RunningLedger>, IClassFixture<RunningBrowser>
{
    [Fact]
    public async Task An_administrator_makes_a_key_is_shown_it_once_and_revokes_it_without_script()
    {
        using var admin = ledger.Server.Admin();
        await using var visitor = await browser.VisitAsync(ledger.Server, hasScript: false);
        await visitor.SignInAsync(admin);
        Assert.Contains("Administration", await visitor.Page.TextAsync(".nav"), StringComparison.Ordinal);
        await visitor.GoAsync("/en/admin/keys/new");
        await visitor.Page.TypeAsync("#organisation", "a b");
        await visitor.Page.TypeAsync("#name", "office");
        await visitor.SubmitAsync();
        Assert.Contains("Choose at least one role", await visitor.Page.TextAsync("main fieldset .error"), StringComparison.Ordinal);
        Assert.NotEqual("", await visitor.Page.TextAsync("#organisation-error"));
        Assert.Equal("office", (await visitor.Page.EvaluateAsync("document.getElementById('name').value")).GetString());

        await visitor.Page.TypeAsync("#organisation", "admin-coop");
        foreach (var role in (string[])["miner", "trader"]) await visitor.Page.ClickAsync($"input[value={role}]");
        await visitor.SubmitAsync();

        var text = await visitor.Page.TextAsync("#made");
        using var coop = new LedgerClient(ledger.Server.Address, "admin-coop", text);
        var caller = (await coop.GetAsync("/v1/caller")).Body;
        Assert.Equal(["miner", "trader"], caller["roles"]!.AsArray().Select(role => (string)role!));
        await visitor.GoAsync("/en/admin/keys?organisation=admin-coop");
        Assert.Contains("miner, trader", await visitor.MainAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain(text.Split('_', 3)[2], (await visitor.Page.EvaluateAsync("document.documentElement.outerHTML")).GetString()!,
            StringComparison.Ordinal);

        await visitor.Page.ClickAsync("td summary");
        await visitor.SubmitAsync("td form");
        Assert.Contains("The key is revoked", await visitor.MainAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, (await coop.GetAsync("/v1/caller")).Status);
        await visitor.GoAsync("/en/admin/keys?organisation=admin-coop&revoked=false");
        Assert.Contains("No key is like this", await visitor.MainAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_long_list_of_keys_is_paged()
    {
        using var admin = ledger.Server.Admin();
        for (var each = 0; each < 25; each++)
            await admin.SendAsync(HttpMethod.Post, "/v1/keys", Sample.Json(
                new { organisation = "long-coop", roles = new[] { "miner" }, name = $"key {each}" }));
        await using var visitor = await browser.VisitAsync(ledger.Server);
        await visitor.SignInAsync(admin);
        await visitor.GoAsync("/en/admin/keys?organisation=long-coop");
        Assert.Equal(20, (await visitor.Page.EvaluateAsync("document.querySelectorAll('tbody tr').length")).GetInt32());
        await visitor.Page.LoadingAsync(() => visitor.Page.ClickAsync(".pager a"));
        Assert.Equal(5, (await visitor.Page.EvaluateAsync("document.querySelectorAll('tbody tr').length")).GetInt32());
    }

    [Fact]
    public async Task Administration_is_not_there_for_others_and_its_forms_do_nothing_for_them()
    {
        using var trader = await ledger.Server.AsAsync("admin-trader", "trader");
        await using var visitor = await browser.VisitAsync(ledger.Server);
        await visitor.SignInAsync(trader);
        Assert.DoesNotContain("Administration", await visitor.Page.TextAsync(".nav"), StringComparison.Ordinal);
        foreach (var path in (string[])["/admin", "/admin/keys", "/admin/keys/new", "/admin/settings", "/admin/settings/R4.bagKg"])
        {
            await visitor.GoAsync("/en" + path);
            Assert.Equal((path, "Your roles do not allow this"), (path, await visitor.HeadingAsync()));
        }

        // With a token of its own, posted to the forms it never sees.
        string[] forms = ["/admin/rebuild", "/admin/keys/new", "/admin/keys/0123456789abcdef/revoke", "/admin/settings/R4.bagKg"];
        foreach (var path in forms)
        {
            var status = await visitor.Page.EvaluateAsync(
                $"fetch('/en{path}', {{ method: 'POST', body: new URLSearchParams(new FormData(document.querySelector('.mast form'))) }})"
                + ".then((answer) => answer.status)");
            Assert.Equal((path, 403), (path, status.GetInt32()));
        }

        await visitor.Page.SendAsync("Network.clearBrowserCookies");
        await visitor.GoAsync("/en/admin/keys");
        Assert.Equal("Sign in", await visitor.HeadingAsync());
    }

    [Fact]
    public async Task The_programme_changes_a_setting_and_is_told_at_the_field_what_is_wrong()
    {
        using var programme = await ledger.Server.AsAsync("admin-programme", "programme");
        await using var visitor = await browser.VisitAsync(ledger.Server, hasScript: false);
        await visitor.SignInAsync(programme, "fr");
        await visitor.GoAsync("/fr/admin");
        Assert.Equal("/fr/admin/settings", await visitor.PathAsync());
        Assert.Contains("Coltan qu’un mineur sort en un jour", await visitor.MainAsync(), StringComparison.Ordinal);

        await visitor.GoAsync("/fr/admin/settings/R5.dryingPct");
        var then = new LocalDate(SystemClock.Instance.GetCurrentInstant().InUtc().Year + 5, 1, 1);
        await FillAsync("99", $"{then:R}");
        Assert.Contains("De 0 à 50, avec 4 décimales au plus", await visitor.Page.TextAsync("#value-error"), StringComparison.Ordinal);
        await FillAsync("beaucoup", $"{then:R}");
        Assert.NotEqual("", await visitor.Page.TextAsync("#value-error"));
        await FillAsync("1,7", "2020-01-01");
        Assert.Contains("une minute au moins", await visitor.Page.TextAsync("#date-error"), StringComparison.Ordinal);
        Assert.Empty((await programme.GetAsync("/v1/settings/R5.dryingPct")).Body["history"]!.AsArray());
        await FillAsync("1,7", $"{then:R}");

        Assert.Contains("Le changement est enregistré", await visitor.MainAsync(), StringComparison.Ordinal);
        Assert.Contains(Language.French.Minute(then + new LocalTime(6, 30)),
            await visitor.Page.TextAsync(".table"), StringComparison.Ordinal);
        var change = (await programme.GetAsync("/v1/settings/R5.dryingPct")).Body["history"]![0]!;
        Assert.Equal((1.7m, $"{then:R}T04:30:00Z", "admin-programme"), (
            (decimal)change["value"]!, (string)change["effectiveFrom"]!, (string)change["recordedBy"]!));

        using var admin = ledger.Server.Admin();
        await visitor.SignInAsync(admin);
        await visitor.GoAsync("/en/admin/settings/R5.dryingPct");
        Assert.Contains("Only the programme changes settings", await visitor.MainAsync(), StringComparison.Ordinal);
        Assert.False((await visitor.Page.EvaluateAsync("document.querySelector('main form') !== null")).GetBoolean());

        async Task FillAsync(string value, string date)
        {
            await visitor.Page.TypeAsync("#value", value);
            await visitor.Page.EvaluateAsync($"(document.getElementById('date').value = '{date}', true)");
            await visitor.Page.EvaluateAsync("(document.getElementById('time').value = '06:30', true)");
            await visitor.SubmitAsync();
        }
    }

    [Fact]
    public async Task The_state_is_shown_and_the_views_are_made_anew_after_a_confirmation()
    {
        using var admin = ledger.Server.Admin();
        using var agent = await ledger.Server.AsAsync("admin-agent", "agent");
        await agent.PostBaggedAsync();
        await using var visitor = await browser.VisitAsync(ledger.Server, hasScript: false);
        await visitor.SignInAsync(admin);
        await visitor.GoAsync("/en/admin");
        foreach (var said in (string[])["Signed log", "PostgreSQL 1", "No witness is asked", "of at most 8,192"])
            Assert.Contains(said, await visitor.MainAsync(), StringComparison.Ordinal);

        await visitor.Page.ClickAsync("main details summary");
        await visitor.SubmitAsync();
        await Eventually.IsAsync(
            async () =>
            {
                await visitor.GoAsync("/en/admin");
                return await visitor.MainAsync();
            },
            text => text.Contains("asked for by operator", StringComparison.Ordinal)
                && text.Contains("Last made anew", StringComparison.Ordinal));
        Assert.Equal("finished", (string)(await admin.GetAsync("/v1/admin/state")).Body["rebuild"]!["state"]!);
    }
}
