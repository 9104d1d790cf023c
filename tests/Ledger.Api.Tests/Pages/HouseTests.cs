using System.Net;
using Ledger.Api.Pages.House;
using Xunit.Sdk;

namespace Ledger.Api.Tests.Pages;

/// <summary>What holds for all pages: language, sign-in, policy, errors.</summary>
public sealed class HouseTests(RunningLedger ledger, RunningBrowser browser) : IClassFixture<RunningLedger>, IClassFixture<RunningBrowser>
{
    [Fact]
    public async Task The_front_door_speaks_the_browsers_language_and_every_page_is_there_in_the_other()
    {
        using var nobody = ledger.Server.Anonymous();
        var french = await nobody.SendAsync(HttpMethod.Get, "/", null, request => request.Headers.Add("Accept-Language", "fr-CD"));
        Assert.Contains("<html lang=\"fr\">", french.Text, StringComparison.Ordinal);

        await using var visitor = await browser.VisitAsync(ledger.Server, "/en/tag-check?number=1%2F2");
        await visitor.Page.LoadingAsync(() => visitor.Page.ClickAsync("a[hreflang=fr]"));

        Assert.Equal("/fr/tag-check?number=1%2F2", await visitor.PathAsync());
        Assert.Equal("fr", (await visitor.Page.EvaluateAsync("document.documentElement.lang")).GetString());
    }

    [Fact]
    public async Task A_key_becomes_a_session_that_no_script_reads_and_that_ends_when_asked()
    {
        using var trader = await ledger.Server.AsAsync("house-trader", "trader");
        await using var visitor = await browser.VisitAsync(ledger.Server, "/en/sign-in", hasScript: false);
        await visitor.Page.TypeAsync("#key", "ledger_0000000000000000_wrong");
        await visitor.SubmitAsync();
        Assert.Contains("This key is not known here", await visitor.MainAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain("wrong", await visitor.Page.TextAsync("form.as, main form"), StringComparison.Ordinal);

        await visitor.Page.TypeAsync("#key", trader.Key!);
        await visitor.SubmitAsync();

        Assert.Equal("house-trader", await visitor.Page.TextAsync(".who"));
        Assert.Equal("", (await visitor.Page.EvaluateAsync("document.cookie")).GetString());
        Assert.DoesNotContain(trader.Key!, (await visitor.Page.EvaluateAsync("document.documentElement.outerHTML")).GetString()!,
            StringComparison.Ordinal);

        await visitor.Page.LoadingAsync(() => visitor.Page.ClickAsync(".mast button"));
        Assert.Equal("/en/", await visitor.PathAsync());
        Assert.Contains("Sign in", await visitor.Page.TextAsync(".mast"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_revoked_key_ends_its_session_and_the_reader_is_told()
    {
        using var trader = await ledger.Server.AsAsync("house-revoked", "trader");
        await using var visitor = await browser.VisitAsync(ledger.Server);
        await visitor.SignInAsync(trader);
        using var admin = ledger.Server.Admin();
        await admin.SendAsync(HttpMethod.Delete, "/v1/keys/" + trader.Key!.Split('_')[1]);

        await visitor.GoAsync("/en/sign-in");

        Assert.Contains("Your session is over", await visitor.MainAsync(), StringComparison.Ordinal);
        Assert.Contains("Sign in", await visitor.Page.TextAsync(".mast"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_that_is_not_ours_signs_nobody_in_or_out()
    {
        using var trader = await ledger.Server.AsAsync("house-forged", "trader");
        using var nobody = ledger.Server.Anonymous();
        foreach (var path in (string[])["/en/sign-in", "/fr/sign-out"])
        {
            using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["key"] = trader.Key! });
            var answer = await nobody.SendAsync(HttpMethod.Post, path, form);
            Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
            Assert.False(answer.Message.Headers.Contains("Set-Cookie"), "no session begins");
        }
    }

    [Fact]
    public async Task A_session_cookie_is_for_no_other_site_and_no_script_and_encrypted_where_the_way_is()
    {
        using var trader = await ledger.Server.AsAsync("house-cookie", "trader");
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = ledger.Server.Address };
        http.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        var page = await http.GetStringAsync(new Uri("/en/sign-in", UriKind.Relative), TestContext.Current.CancellationToken);
        var token = page.Split("name=\"form-token\" value=\"")[1].Split('"')[0];
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["key"] = trader.Key!, ["form-token"] = token });

        var answer = await http.PostAsync(
            new Uri("/en/sign-in?next=//evil.example", UriKind.Relative), form, TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.SeeOther, "/en/"), (answer.StatusCode, answer.Headers.Location!.ToString()));
        var cookie = answer.Headers.GetValues("Set-Cookie").Single(each => each.StartsWith("ledger-session=", StringComparison.Ordinal));
        foreach (var word in (string[])["httponly", "secure", "samesite=lax", "path=/"])
            Assert.Contains(word, cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(trader.Key!.Split('_', 3)[2], cookie, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_allow_no_inline_script_or_style_and_a_broken_policy_is_noticed()
    {
        var visitor = await browser.VisitAsync(ledger.Server);
        Assert.Empty(visitor.Page.Complaints);

        await visitor.Page.EvaluateAsync(
            "document.body.append(Object.assign(document.createElement('script'), { text: 'window.bad = 1' }))");
        await visitor.Page.EvaluateAsync("document.body.setAttribute('style', 'color: red')");
        await visitor.Page.WaitAsync("true");

        Assert.False((await visitor.Page.EvaluateAsync("'bad' in window")).GetBoolean());
        await Eventually.IsAsync(() => Task.FromResult(visitor.Page.Complaints.Count), count => count >= 2);
        Assert.All(visitor.Page.Complaints, complaint => Assert.Contains("Content Security Policy", complaint, StringComparison.Ordinal));
        await Assert.ThrowsAsync<EqualException>(() => visitor.DisposeAsync().AsTask()); // as each visit does
    }

    [Theory]
    [InlineData("/en/nowhere", "There is nothing here for you")]
    [InlineData("/fr/nulle/part", "Il n’y a rien ici pour vous")]
    public async Task What_is_not_there_is_said_on_a_page(string path, string heading)
    {
        using var nobody = ledger.Server.Anonymous();
        Assert.Equal(HttpStatusCode.NotFound, (await nobody.GetAsync(path)).Status);
        await using var visitor = await browser.VisitAsync(ledger.Server, path);
        Assert.Equal(heading, await visitor.HeadingAsync());
    }

    [Fact]
    public async Task By_keyboard_alone_a_reader_skips_to_the_content()
    {
        await using var visitor = await browser.VisitAsync(ledger.Server);
        await visitor.Page.PressAsync("Tab");
        Assert.Equal("Skip to content", (await visitor.Page.EvaluateAsync("document.activeElement.innerText")).GetString());
        await visitor.Page.PressAsync("Enter");
        await visitor.Page.PressAsync("Tab");
        Assert.Equal("number", (await visitor.Page.EvaluateAsync("document.activeElement.id")).GetString());
    }

    [Fact]
    public void Files_are_served_under_a_name_that_holds_their_hash() =>
        Assert.Matches("^/assets/ledger\\.[0-9a-f]{12}\\.css$", AssetFiles.AddressOf("ledger.css"));
}
