using System.IO.Compression;
using System.Net;
using System.Text;
using Ledger.Api.Tests.SignOn;

namespace Ledger.Api.Tests.Pages;

/// <summary>Sheets as people upload them: right, wrong, broken, and by whom they are not.</summary>
public sealed class SheetPageTests(RunningLedger ledger, RunningBrowser browser)
    : IClassFixture<RunningLedger>, IClassFixture<RunningBrowser>
{
    private const string Headings = "date,site,mineral,series,tag,kg\n";

    [Fact]
    public async Task A_pasted_sheet_is_shown_cell_by_cell_then_recorded_and_counts_once()
    {
        using var story = await Story.BeginAsync(ledger.Server);
        await using var visitor = await PastedAsync(
            story, Headings + "2026-03-01,RW-0412,cassiterite,S1,7001,50.2\n2026-03-01,RW-0412,cassiterite,S1,7002,fifty\n");

        var shown = await visitor.MainAsync();
        Assert.Contains("1 cell is wrong", shown, StringComparison.Ordinal);
        Assert.Contains("Row 3, kg: must be a number such as 50.2, without thousands separators", shown, StringComparison.Ordinal);
        Assert.Contains("Record the row that is right", shown, StringComparison.Ordinal);
        Assert.Empty((await story.Miner.GetAsync("/v1/custody-events")).Body["items"]!.AsArray());
        var preview = await visitor.PathAsync();
        await visitor.SubmitAsync();
        await visitor.Page.WaitAsync("document.querySelector('main').innerText.includes('Recorded now')");
        Assert.Contains("Recorded now\n1", await visitor.MainAsync(), StringComparison.Ordinal);
        await visitor.Page.LoadingAsync(() => visitor.Page.ClickAsync("td a[href*='/desk/records/']"));
        Assert.Contains("Net mass\t50.2", await visitor.MainAsync(), StringComparison.Ordinal);

        await visitor.GoAsync(preview);
        await visitor.SubmitAsync();
        await visitor.Page.WaitAsync("document.querySelector('main').innerText.includes('Recorded now')");
        Assert.Contains("Recorded before\n1", await visitor.MainAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_workbook_is_read_with_its_days_its_decimals_and_the_zeros_of_its_tags()
    {
        using var story = await Story.BeginAsync(ledger.Server);
        using var client = await SignedInAsync(story);
        var page = await UploadAsync(client, "march.xlsx", SimpleWorkbook.Of(
            "<row r=\"1\">" + string.Concat("date,site,mineral,series,tag,kg".Split(',').Select(SimpleWorkbook.Text)) + "</row>"
            + "<row r=\"2\"><c s=\"1\"><v>46082</v></c>" + string.Concat("RW-0412,cassiterite,S1".Split(',').Select(SimpleWorkbook.Text))
            + "<c s=\"2\"><v>12345</v></c><c><v>50.25</v></c></row>"));

        Assert.Contains("All cells can be read", page, StringComparison.Ordinal);
        foreach (var cell in (string[])["2026-03-01", "0012345", "50.25"]) Assert.Contains(cell, page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("empty.csv", "", "Choose a file, or paste the sheet.")]
    [InlineData("picture.png", "\u0089PNG\r\n\u001a\n", "The file is neither UTF-8 nor Latin-1.")]
    [InlineData("words.csv", "hello", "The column &#x27;hello&#x27; is not known here.")]
    [InlineData("short.csv", "date,site\n2026-03-01,RW-0412\n", "No column for mineral, series, tag, kg")]
    [InlineData("torn.csv", "date,site,mineral,series,tag,kg\n1,2\n", "Row 2 has 2 cells, the header 6.")]
    [InlineData("quote.csv", "date,site,mineral,series,tag,kg\n\"open", "Row 2 opens a quote that is never closed.")]
    [InlineData("torn.xlsx", "PK\u0003\u0004 no zip", "The file is no workbook that can be read.")]
    public async Task A_broken_sheet_is_a_page_that_says_what_is_wrong_and_nothing_is_recorded(string name, string content, string says)
    {
        using var story = await Story.BeginAsync(ledger.Server);
        using var client = await SignedInAsync(story);

        var page = await UploadAsync(client, name, Encoding.Latin1.GetBytes(content));

        Assert.Contains("The sheet cannot be read", page, StringComparison.Ordinal);
        Assert.Contains(says, page.Replace("&#39;", "&#x27;", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Empty((await story.Miner.GetAsync("/v1/custody-events")).Body["items"]!.AsArray());
    }

    [Fact]
    public async Task A_workbook_that_unpacks_to_more_than_a_sheet_is_is_not_unpacked()
    {
        using var story = await Story.BeginAsync(ledger.Server);
        using var client = await SignedInAsync(story);
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            await using var bomb = await zip.CreateEntry("xl/sharedStrings.xml").OpenAsync(TestContext.Current.CancellationToken);
            var zeros = new byte[1 << 20];
            for (var each = 0; each < 300; each++) bomb.Write(zeros);
        }

        Assert.Contains("The workbook is too large.", await UploadAsync(client, "bomb.xlsx", file.ToArray()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<row r=\"2\"><c r=\"ZZZZZZ2\"><v>1</v></c></row>", "more than 100 columns")]
    [InlineData("<row r=\"999999999\"><c r=\"A999999999\"><v>1</v></c></row>", "more than 20000 rows")]
    [InlineData("<row r=\"2\"><c r=\"A2\" s=\"1\"><v>1e300</v></c></row>", "cells? (is|are) wrong|cannot be read")]
    public async Task A_workbook_with_a_cell_at_the_end_of_the_world_takes_no_room(string row, string says)
    {
        using var story = await Story.BeginAsync(ledger.Server);
        using var client = await SignedInAsync(story);
        var heading = "<row r=\"1\">" + string.Concat("date,site,mineral,series,tag,kg".Split(',').Select(SimpleWorkbook.Text)) + "</row>";
        var before = GC.GetTotalAllocatedBytes();

        var page = await UploadAsync(client, "far.xlsx", SimpleWorkbook.Of(heading + row));

        Assert.Matches(says, page);
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 200L << 20);
    }

    [Fact]
    public async Task A_day_that_reads_two_ways_is_shown_as_it_was_read_and_a_row_that_stands_twice_is_one_record()
    {
        using var story = await Story.BeginAsync(ledger.Server);
        await using var visitor = await browser.VisitAsync(ledger.Server, hasScript: false);
        await visitor.SignInAsync(story.Miner);
        const string row = "03/04/2026,RW-0412,cassiterite,S1,7001,50.2\n";
        await PasteAsync(visitor, Headings + row + row);

        Assert.Contains("3 April 2026", await visitor.MainAsync(), StringComparison.Ordinal);
        Assert.Contains("2 rows, 1 record.", await visitor.MainAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("application/x-www-form-urlencoded", "key=a%00b")]
    [InlineData("application/x-www-form-urlencoded; charset=utf-7", "key=a")]
    [InlineData("multipart/form-data", "--x")]
    [InlineData("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"key\"\r\n\r\ntorn")]
    [InlineData("application/json", "{}")]
    public async Task A_form_that_is_none_is_refused_with_a_page(string type, string body)
    {
        using var client = new HttpClient { BaseAddress = ledger.Server.Address };
        using var content = new StringContent(body);
        content.Headers.ContentType = System.Net.Http.Headers.MediaTypeHeaderValue.Parse(type);

        var answer = await client.PostAsync(new Uri("/en/sign-in", UriKind.Relative), content, TestContext.Current.CancellationToken);

        Assert.InRange((int)answer.StatusCode, 400, 413);
        Assert.Equal("text/html", answer.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task A_form_with_more_fields_than_a_form_has_is_refused_with_a_page()
    {
        using var client = new HttpClient { BaseAddress = ledger.Server.Address };
        using var content = new FormUrlEncodedContent(Enumerable.Range(0, 20_001).Select(at => KeyValuePair.Create($"f{at}", "1")));
        var answer = await client.PostAsync(new Uri("/en/sign-in", UriKind.Relative), content, TestContext.Current.CancellationToken);
        Assert.Equal((413, "text/html"), ((int)answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
    }

    [Fact]
    public async Task An_upload_is_for_who_uploaded_it()
    {
        using var story = await Story.BeginAsync(ledger.Server);
        await using var visitor = await PastedAsync(story, Headings + "2026-03-01,RW-0412,cassiterite,S1,7001,50.2\n");
        var preview = await visitor.PathAsync();
        await using var other = await browser.VisitAsync(ledger.Server, hasScript: false);
        await other.SignInAsync(story.Trader);

        await other.GoAsync(preview);

        Assert.Equal("The sheet is no longer here", await other.HeadingAsync());
        await other.GoAsync("/en/desk/sheet");
        Assert.DoesNotContain("7001", await other.MainAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sheet_is_confirmed_after_the_session_ended_only_by_signing_in_again()
    {
        using var story = await Story.BeginAsync(ledger.Server);
        await using var visitor = await PastedAsync(story, Headings + "2026-03-01,RW-0412,cassiterite,S1,7001,50.2\n");
        using var admin = ledger.Server.Admin();
        await admin.SendAsync(HttpMethod.Delete, "/v1/keys/" + story.Miner.Key!.Split('_')[1]);

        await visitor.SubmitAsync();

        Assert.Equal("Sign in", await visitor.HeadingAsync());
        using var auditor = await ledger.Server.AsAsync("demo-auditor", "auditor");
        Assert.Empty((await auditor.GetAsync("/v1/custody-events?recordedBy=" + story.Miner.Organisation)).Body["items"]!.AsArray());
    }

    [Fact]
    public async Task An_empty_sheet_to_fill_has_the_headings_that_are_read()
    {
        using var story = await Story.BeginAsync(ledger.Server);
        using var client = await SignedInAsync(story);
        var template = await client.ReadAsync("/en/desk/sheet/mine-sheet.csv");
        Assert.StartsWith("date,time,site,mineral,series,tag,kg,", template, StringComparison.Ordinal);
    }

    private static async Task PasteAsync(Visitor visitor, string sheet)
    {
        await visitor.GoAsync("/en/desk/sheet");
        await visitor.Page.TypeAsync("[name=text]", sheet);
        await visitor.SubmitAsync();
    }

    // The miner's browser without scripts, a sheet pasted and read.
    private async Task<Visitor> PastedAsync(Story story, string sheet)
    {
        var visitor = await browser.VisitAsync(ledger.Server, hasScript: false);
        await visitor.SignInAsync(story.Miner);
        await PasteAsync(visitor, sheet);
        return visitor;
    }

    // A browser without a screen.
    private async Task<PlainWalk> SignedInAsync(Story story)
    {
        var walk = new PlainWalk(ledger.Server);
        using var answer = await walk.PostAsync("/en/sign-in", "/en/sign-in", ("key", story.Miner.Key!));
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        return walk;
    }

    // A file as a form sends it; what is then to be seen.
    private static async Task<string> UploadAsync(PlainWalk client, string name, byte[] content)
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent(await client.TokenAsync("/en/desk/sheet")), "form-token" }, { new StringContent("mine-sheet"), "layout" },
            { new StringContent("point"), "decimals" }, { new ByteArrayContent(content), "file", name },
        };
        using var answer = await client.PostAsync("/en/desk/sheet", form);
        return answer.Headers.Location is { } shown ? await client.ReadAsync(shown.ToString())
            : await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }
}
