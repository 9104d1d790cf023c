namespace Ledger.Api.Tests.Pages;

/// <summary>What a page looks like that says what is wrong, or that something is done: no barrier there either.</summary>
public sealed class WrongInputTests(RunningLedger ledger, RunningBrowser browser)
    : IClassFixture<RunningLedger>, IClassFixture<RunningBrowser>
{
    public static TheoryData<string, string> States
    {
        get
        {
            var states = new TheoryData<string, string>();
            foreach (var language in (string[])["en", "fr"])
                foreach (var state in (string[])["form", "sheet", "cells", "setting", "key", "made", "sign-in"])
                    states.Add(language, state);
            return states;
        }
    }

    [Theory, MemberData(nameof(States))]
    public async Task A_page_that_answers_what_was_typed_has_no_barriers_and_fits_its_window(string language, string state)
    {
        await using var visitor = await browser.VisitAsync(ledger.Server, $"/{language}/");
        var shows = await ComeToAsync(visitor, language, state);
        Assert.NotEqual(0, await visitor.CountAsync(shows));
        foreach (var (width, isDark) in ((int, bool)[])[(360, false), (1280, true)])
        {
            await visitor.Page.AppearAsync(width, isDark);
            await EveryPageTests.LooksRightAsync(visitor, $"answer {state} {language} {width}");
        }
    }

    // Returns what is then to be seen.
    private async Task<string> ComeToAsync(Visitor visitor, string language, string state)
    {
        using var miner = await ledger.Server.AsAsync("wrong-miner", "miner");
        using var programme = await ledger.Server.AsAsync("wrong-programme", "programme");
        using var admin = ledger.Server.Admin();
        switch (state)
        {
            case "form":
                await GoAsync(miner, "/desk/record/weighed");
                await visitor.FillAsync(("lot", "nobody:1"), ("netKg", "?"), ("method", "measured"), ("purpose", "gate"));
                await visitor.FillAsync(("when.date", "2026-03-02"), ("when.time", "08:00"));
                await visitor.RecordAsync();
                return "[role=alert] a";
            case "sheet" or "cells":
                await GoAsync(miner, "/desk/sheet");
                await visitor.Page.TypeAsync("[name=text]", state == "sheet" ? "of,no\nsheet,known"
                    : "date,site,mineral,series,tag,kg\n2026-03-01,RW-0412,cassiterite,S1,7001,fifty\nsoon,,gold dust,S1,7002,-2\n");
                await visitor.SubmitAsync();
                return state == "sheet" ? "[role=alert]" : "td.bad .error";
            case "setting":
                await GoAsync(programme, "/admin/settings/R5.dryingPct");
                await visitor.Page.TypeAsync("#value", "99");
                await visitor.SubmitAsync();
                return "#value-error";
            case "key" or "made":
                await GoAsync(admin, "/admin/keys/new");
                await visitor.Page.TypeAsync("#organisation", state == "key" ? "a b" : "wrong-coop");
                await visitor.Page.TypeAsync("#name", "office");
                if (state == "made") await visitor.Page.ClickAsync("input[value=miner]");
                await visitor.SubmitAsync();
                return state == "key" ? "#organisation-error" : "#made";
            default:
                await visitor.GoAsync($"/{language}/sign-in");
                await visitor.Page.TypeAsync("#key", "ledger_0000000000000000_wrong");
                await visitor.SubmitAsync();
                return "#key-error";
        }

        async Task GoAsync(LedgerClient reader, string path)
        {
            await visitor.SignInAsync(reader, language);
            await visitor.GoAsync($"/{language}{path}");
        }
    }
}
