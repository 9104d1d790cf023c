using Ledger.Api.Pages.Findings;
using Ledger.Api.Pages.House;

namespace Ledger.Api.Tests.Pages;

public sealed class FindingPageTests(RunningLedger ledger, RunningBrowser browser)
    : IClassFixture<RunningLedger>, IClassFixture<RunningBrowser>
{
    [Fact]
    public async Task Whom_a_finding_names_answers_it_by_form_without_script_and_once()
    {
        using var story = await Story.BeginAsync(ledger.Server);
        var id = await FoundAsync(story);
        await using var visitor = await browser.VisitAsync(ledger.Server, hasScript: false);
        await visitor.SignInAsync(story.Trader);
        await visitor.GoAsync("/en/findings");
        await visitor.Page.LoadingAsync(() => visitor.Page.ClickAsync("article h2 a"));
        Assert.Equal("/en/findings/" + id, await visitor.PathAsync());
        var said = await visitor.MainAsync();
        Assert.Contains("weighed 40\u00a0kg", said, StringComparison.Ordinal);
        Assert.Contains("What to check next", said, StringComparison.Ordinal);

        await visitor.SubmitAsync();
        Assert.Contains("Write an answer", await visitor.MainAsync(), StringComparison.Ordinal);
        await visitor.Page.TypeAsync("#text", "The scale stood on a slope; it was weighed again.");
        await visitor.SubmitAsync();

        Assert.Contains("Your answer is recorded", await visitor.MainAsync(), StringComparison.Ordinal);
        var answers = await Eventually.IsAsync(
            async () => (await story.Trader.GetAsync("/v1/findings/" + id)).Body["answers"]!.AsArray(), answers => answers.Count > 0);
        Assert.Equal("The scale stood on a slope; it was weighed again.", (string)answers.Single()!["text"]!);
        await visitor.GoAsync("/en/findings/" + id);
        Assert.Contains("The scale stood on a slope", await visitor.Page.TextAsync("blockquote"), StringComparison.Ordinal);
        Assert.All(visitor.Page.Complaints, complaint => Assert.Contains("status of 400", complaint, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_answer_typed_while_the_session_ended_is_not_recorded_and_the_reader_is_told()
    {
        using var story = await Story.BeginAsync(ledger.Server);
        var id = await FoundAsync(story);
        await using var visitor = await browser.VisitAsync(ledger.Server);
        await visitor.SignInAsync(story.Trader);
        await visitor.GoAsync("/en/findings/" + id);
        await visitor.Page.TypeAsync("#text", "Too late.");
        using var admin = ledger.Server.Admin();
        await admin.SendAsync(HttpMethod.Delete, "/v1/keys/" + story.Trader.Key!.Split('_')[1]);

        await visitor.SubmitAsync();

        Assert.Equal("Sign in", await visitor.HeadingAsync());
        Assert.Contains("Your session is over", await visitor.MainAsync(), StringComparison.Ordinal);
        using var auditor = await ledger.Server.AsAsync("demo-auditor", "auditor");
        Assert.Empty((await auditor.GetAsync("/v1/findings/" + id)).Body["answers"]!.AsArray());
    }

    [Fact]
    public async Task Before_it_was_answered_others_see_no_finding_on_no_page()
    {
        using var story = await Story.BeginAsync(ledger.Server);
        var id = await FoundAsync(story);
        await using var visitor = await browser.VisitAsync(ledger.Server);
        await visitor.SignInAsync(story.Stranger);

        await visitor.GoAsync("/en/findings/" + id);
        Assert.Equal("There is nothing here for you", await visitor.HeadingAsync());
        await visitor.GoAsync("/en/findings?status=all");
        Assert.Contains("No findings here", await visitor.MainAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_queue_is_filtered_and_paged_by_its_address()
    {
        using var story = await Story.BeginAsync(ledger.Server);
        for (var each = 0; each < 21; each++)
        {
            var bag = await story.BagAsync(50m);
            await story.HandOverAsync(bag, 50m, 30m);
        }

        await story.SettleAsync();
        await Eventually.IsAsync(
            async () => (await story.Trader.GetAsync("/v1/findings?limit=30")).Body["items"]!.AsArray().Count, count => count >= 21);
        await using var visitor = await browser.VisitAsync(ledger.Server);
        await visitor.SignInAsync(story.Trader);

        await visitor.GoAsync("/en/findings?rule=R5");
        var first = await ListedAsync(visitor);
        await visitor.Page.LoadingAsync(() => visitor.Page.ClickAsync("a[rel=next]"));
        var second = await ListedAsync(visitor);

        Assert.Equal(20, first.Count);
        Assert.Contains("rule=R5", await visitor.PathAsync(), StringComparison.Ordinal);
        Assert.NotEmpty(second);
        Assert.Empty(first.Intersect(second));
        await visitor.GoAsync("/en/findings?rule=R13");
        Assert.Contains("No findings here", await visitor.MainAsync(), StringComparison.Ordinal);
        await visitor.GoAsync("/en/findings?rule=fraud");
        Assert.Contains("rule: must be the id of a rule", await visitor.MainAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_subject_is_said_in_words_and_leads_to_its_page_where_there_is_one()
    {
        Assert.Equal("Lot a:1", Subjects.Say(Language.English, "lot:a:1"));
        Assert.Equal("Étiquette RW/mine/1", Subjects.Say(Language.French, "tag:RW/mine/1"));
        Assert.Equal("newer-kind x", Subjects.Say(Language.English, "newer-kind:x"));
        Assert.Equal("/lots/a%3A1", Subjects.PathOf("lot:a:1"));
        Assert.Equal("/runs/a%3A1", Subjects.PathOf("run:a:1"));
        Assert.Equal("/sales/a%3A1", Subjects.PathOf("sale:a:1"));
        Assert.Equal("/movements/a%3A1", Subjects.PathOf("movement:a:1"));
        Assert.Equal("/sites/a", Subjects.PathOf("site:a"));
        Assert.Equal("/findings/a", Subjects.PathOf("finding:a"));
        Assert.Equal("/parties/a", Subjects.PathOf("holder:a"));
        Assert.Equal("/parties/a/balance?year=2026", Subjects.PathOf("holder-balance:a/2026"));
        Assert.Equal("/parties/a/balance?year=2026", Subjects.PathOf("holder-month:a/2026-03"));
        Assert.Null(Subjects.PathOf("holder-balance:~3f9a0c12d4e7/2026"));
        Assert.Null(Subjects.PathOf("calendar"));
    }

    private static async Task<IReadOnlyList<string>> ListedAsync(Visitor visitor) =>
        [.. (await visitor.Page.EvaluateAsync("[...document.querySelectorAll('article h2 a')].map(link => link.href)"))
            .EnumerateArray().Select(link => link.GetString()!)];

    private static async Task<Guid> FoundAsync(Story story)
    {
        var bag = await story.BagAsync(50m);
        await story.HandOverAsync(bag, 50m, 40m);
        await story.SettleAsync();
        var found = await Eventually.IsAsync(
            async () => (await story.Trader.GetAsync("/v1/findings")).Body["items"]!.AsArray(), items => items.Count > 0);
        return (Guid)found.Single()!["findingId"]!;
    }
}
