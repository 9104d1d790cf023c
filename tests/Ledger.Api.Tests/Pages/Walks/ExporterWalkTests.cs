using System.Text.Json;
using Ledger.Api.Pages.House;

namespace Ledger.Api.Tests.Pages.Walks;

/// <summary>
/// The exporter of the demo world on a working day, without script: what it holds, what comes in, what goes out, and what it is asked.
/// </summary>
[Collection(WorldWalks.Name)]
public sealed class ExporterWalkTests(PostedWorld world, RunningBrowser browser)
{
    private static readonly Language English = Language.English;

    [Fact]
    public async Task An_exporter_takes_in_bags_washes_them_ships_a_lot_corrects_a_day_and_answers_what_it_is_asked()
    {
        using var exporter = world.As(world.Posted("consigned").First().GetProperty("lotId").GetString()!.Split(':')[0]);
        await using var visitor = await browser.VisitAsync(world.Server, hasScript: false);
        await visitor.SignInAsync(exporter);
        Assert.Equal(exporter.Organisation, await visitor.Page.TextAsync(".who"));

        await ReadLotsAsync(visitor, exporter);
        var bags = await TakeInBagsAsync(visitor, exporter);
        await UploadSheetAsync(visitor, exporter, bags);
        await PrintTagListAsync(visitor, exporter);
        var lot = await PutTogetherAsync(visitor, exporter);
        await ExportAndCorrectAsync(visitor, lot);
        await AnswerFindingAsync(visitor, exporter);
        await ReadBalanceAsync(visitor, exporter);

        await visitor.SignOutAsync();
        await visitor.GoAsync("/en/lots/" + Uri.EscapeDataString(lot));
        Assert.Equal(English["sign-in"], await visitor.HeadingAsync());
    }

    // Its lots, those it holds of one mineral, from the heaviest on, and one of them.
    private async Task ReadLotsAsync(Visitor visitor, LedgerClient exporter)
    {
        await visitor.TurnToAsync("/en/lots");
        var mineral = world.Posted("consigned").Last().GetProperty("mineral").GetString()!;
        await visitor.FillAsync(("status", "held"), ("mineral", mineral), ("sort", "-mass"));
        await visitor.PressAsync("form.beside button");
        var held = (await PostedWorld.AllAsync(exporter, $"/v1/lots?status=held&mineral={mineral}&sort=-mass"))
            .Select(lot => lot.GetProperty("lotId").GetString()!).ToList();
        Assert.Equal(held.Take(20), await visitor.TextsAsync("main table a"));

        var heaviest = JsonDocument.Parse((await exporter.GetAsync("/v1/lots/" + Uri.EscapeDataString(held[0]))).Text).RootElement;
        await visitor.PressAsync("main table a");
        Assert.Equal(held[0], await visitor.HeadingAsync());
        await visitor.SeesAsync(English.Kg(heaviest.GetProperty("massKg").GetDecimal()), English.Word("mineral", mineral));
        await PrintPackingListAsync(visitor, held[0]);
    }

    // A lot that the world put together: each of its drums with its weight and a code to scan, and on paper nothing to press.
    private async Task PrintPackingListAsync(Visitor visitor, string lot)
    {
        var packing = world.Posted("consigned").Single(each => each.GetProperty("lotId").GetString() == lot)
            .GetProperty("packing").EnumerateArray().ToList();
        await visitor.FollowAsync("/en/desk/packing-list/" + Uri.EscapeDataString(lot));
        await visitor.SeesAsync(
            English.With("packing.total", English.Count("packing.pieces", packing.Count),
                English.Kg(packing.Sum(drum => drum.GetProperty("netKg").GetDecimal()))));
        Assert.Equal(
            packing.Select(drum => drum.GetProperty("tag").GetProperty("number").GetString()),
            await visitor.TextsAsync(".tag-mark .number"));
        Assert.Equal(packing.Count, await visitor.CountAsync(".tag-mark .qr"));
    }

    // Two honest bags of one mineral that a cooperative still holds.
    private async Task<IReadOnlyList<JsonElement>> TakeInBagsAsync(Visitor visitor, LedgerClient exporter)
    {
        using var auditor = await world.Server.AsAsync("demo-auditor", "auditor");
        var bags = (await PostedWorld.AllAsync(auditor, "/v1/lots?status=held&limit=100"))
            .Where(lot => lot.TryGetProperty("siteId", out _) && lot.GetProperty("tags").GetArrayLength() == 1 && world.IsHonest(lot)
                && lot.GetProperty("custodian").GetString()!.StartsWith("demo-coop", StringComparison.Ordinal))
            .GroupBy(lot => (lot.GetProperty("custodian").GetString()!, lot.GetProperty("mineral").GetString()))
            .First(group => group.Count() >= 2);
        var two = bags.Take(2).ToList();
        await visitor.TurnToAsync("/en/desk");
        await visitor.FollowAsync("/en/desk/record/received");
        await visitor.FillAsync(
            ("when.date", "2026-06-29"), ("when.precision", "morning"), ("tag-series", SeriesOf(two[0])), ("from", bags.Key.Item1),
            ("basis", "sale"), ("lots[0].lot", NumberOf(two[0])), ("lots[0].netKg", Kg(two[0])), ("lots[0].method", "measured"),
            ("lots.paste", $"{NumberOf(two[1])}\t{Kg(two[1])}\tmeasured"));
        await visitor.RecordAsync();

        await visitor.SeesAsync(English["record.done"], "29 June 2026, morning", bags.Key.Item1);
        await world.Server.SettledAsync();
        foreach (var bag in two)
        {
            await visitor.GoAsync("/en/lots?find=" + NumberOf(bag));
            Assert.NotEqual(English["lots"], await visitor.HeadingAsync());
            await visitor.SeesAsync(exporter.Organisation, NumberOf(bag), bag.GetProperty("siteId").GetString()!);
        }

        return two;
    }

    // A sheet of the plant, with a mass that is none; the cell is named, mended, and the run stands.
    private async Task UploadSheetAsync(Visitor visitor, LedgerClient exporter, IReadOnlyList<JsonElement> bags)
    {
        using var folder = new TemporaryFolder();
        var mineral = bags[0].GetProperty("mineral").GetString();
        string Sheet(string grade) => string.Concat(bags.Select((bag, at) =>
            $"W-1,2026-06-29,gravity,{mineral},{SeriesOf(bag)},{NumberOf(bag)},{Kg(bag)},{(at == 0 ? $"60,wash-1,{grade}" : ",,")}\n"));
        foreach (var (grade, isRight) in (List<(string, bool)>)[("much", false), ("55", true)])
        {
            var file = folder.File($"wash-{grade}.csv");
            await File.WriteAllTextAsync(
                file, "sheet,date,operation,mineral,series,mine tag,weight in,weight out,run,grade\n" + Sheet(grade),
                TestContext.Current.CancellationToken);
            await visitor.GoAsync("/en/desk/sheet");
            await visitor.FillAsync(("layout", "processing-sheet"));
            await visitor.Page.ChooseFileAsync("[name=file]", file);
            await visitor.SubmitAsync();
            Assert.All(await visitor.TextsAsync("main td.bad"), cell => Assert.StartsWith(grade, cell, StringComparison.Ordinal));
            Assert.Equal(isRight ? 0 : 1, await visitor.CountAsync("main td.bad"));
            await visitor.SeesAsync(isRight ? English["preview.right"] : English["preview.wrong-says"]);
        }

        await visitor.SubmitAsync();
        await visitor.Page.WaitAsync($"document.querySelector('h1').innerText === {JsonSerializer.Serialize(English["import.finished"])}");
        Assert.Equal([English["import-status.created"]], await visitor.TextsAsync("main td .mark"));
        await world.Server.SettledAsync();
        await visitor.GoAsync($"/en/runs/{exporter.Organisation}:wash-1");
        await visitor.SeesAsync(English.Kg(bags.Sum(bag => bag.GetProperty("massKg").GetDecimal())), English.Kg(60));
    }

    private static async Task PrintTagListAsync(Visitor visitor, LedgerClient exporter)
    {
        var held = await PostedWorld.AllAsync(exporter, $"/v1/lots?custodian={exporter.Organisation}&status=held&limit=100");
        await visitor.TurnToAsync("/en/desk");
        await visitor.FollowAsync("/en/desk/tag-list");
        await visitor.SeesAsync(English.With(
            "tag-list.total", English.Count("sale.lots", held.Count),
            English.Kg(held.Sum(lot => lot.GetProperty("remainingKg").GetDecimal()))));
        var tagged = held.Where(lot => lot.GetProperty("tags").GetArrayLength() > 0).Select(NumberOf).ToList();
        Assert.Equal(tagged, await visitor.TextsAsync(".tag-mark .number"));
        await visitor.Page.AppearAsync(hasScript: false, media: "print");
        Assert.Equal(tagged.Count, await visitor.CountAsync(".tag-mark .qr"));
        Assert.DoesNotContain(English["lots.filter-go"], await visitor.Page.TextAsync(), StringComparison.Ordinal);
        await visitor.Page.AppearAsync(hasScript: false);
    }

    // Two drums that it has tagged and holds become an export lot.
    private static async Task<string> PutTogetherAsync(Visitor visitor, LedgerClient exporter)
    {
        var drums = (await PostedWorld.AllAsync(exporter, $"/v1/lots?custodian={exporter.Organisation}&status=held&limit=100"))
            .Where(lot => lot.GetProperty("tags").GetArrayLength() > 0 && !lot.TryGetProperty("siteId", out _)
                && lot.GetProperty("tags")[0].GetProperty("kind").GetString() == "negociant")
            .GroupBy(lot => lot.GetProperty("mineral").GetString()!).First(group => group.Count() >= 2).Take(2).ToList();
        var lot = exporter.Organisation + ":SH/1";
        await visitor.GoAsync("/en/desk/record/consigned");
        await visitor.FillAsync(
            ("when.date", "2026-06-30"), ("when.precision", "day"), ("lotId", lot),
            ("mineral", drums[0].GetProperty("mineral").GetString()!), ("lots[0].lot", LotOf(drums[0])), ("lots[0].netKg", Kg(drums[0])),
            ("lots.paste", $"{LotOf(drums[1])}\t{Kg(drums[1])}"), ("packing[0].drum", "D-1"), ("packing[0].netKg", "60"),
            ("packing[0].grossKg", "62"));
        await visitor.RecordAsync();
        await visitor.SeesAsync(English["record.done"]);
        await visitor.GoAsync("/en/lots/" + Uri.EscapeDataString(lot));
        await visitor.FollowAsync("/en/desk/packing-list/" + Uri.EscapeDataString(lot));
        await visitor.SeesAsync(English.With(
            "packing.contents-total", English.Count("sale.lots", 2),
            English.Kg(drums.Sum(drum => drum.GetProperty("remainingKg").GetDecimal()))));
        return lot;
    }

    // A value that is no money is named at its field; the day of shipping was typed wrongly and is corrected.
    private static async Task ExportAndCorrectAsync(Visitor visitor, string lot)
    {
        await visitor.GoAsync("/en/desk/record/exported?lot=" + Uri.EscapeDataString(lot));
        Assert.Equal(lot, await visitor.ValueAsync("lot"));
        await visitor.FillAsync(
            ("when.date", "2026-06-30"), ("when.time", "16:00"), ("exitPoint", "Invented Gate"), ("mode", "road"),
            ("destination.country", "XB"), ("shippedOn", "2026-06-03"), ("customsValue", "a lot"));
        await visitor.RecordAsync();
        await visitor.SeesAsync(English["desk.wrong"]);
        Assert.Equal("a lot", await visitor.ValueAsync("customsValue"));
        await visitor.FillAsync(("customsValue", "4100.50 USD"));
        await visitor.RecordAsync();
        await visitor.SeesAsync(English["record.done"], "Shipped on\t2026-06-03");

        await visitor.PressAsync("a[href$=\"/correct\"]");
        await visitor.PressAsync("a[href$=\"reason=incorrect-data\"]");
        await visitor.FillAsync(("shippedOn", "2026-06-30"));
        await visitor.RecordAsync();
        await visitor.SeesAsync("Shipped on\t2026-06-30", "Customs value\t4100.5 USD");
        await visitor.GoAsync("/en/lots/" + Uri.EscapeDataString(lot));
        await visitor.SeesAsync(English.Word("lot-status", "exported"));
    }

    // Of the run in which mass went missing; the record that betrays it is linked, and what it says stands there for others.
    private async Task AnswerFindingAsync(Visitor visitor, LedgerClient exporter)
    {
        var planted = world.Planted("vanished-in-a-run");
        Assert.Equal(exporter.Organisation, planted.Place);
        await visitor.TurnToAsync("/en/findings");
        await visitor.FillAsync(("subject", planted.Subjects.Single()), ("rule", planted.ExpectedRules.Single()));
        await visitor.PressAsync("form[role=search] button");
        await visitor.PressAsync("article h2 a");
        var finding = JsonDocument.Parse((await exporter.GetAsync("/v1" + (await visitor.PathAsync())["/en".Length..])).Text).RootElement;
        await visitor.SeesAsync([
            finding.GetProperty("explanation").GetProperty("title").GetString()!,
            finding.GetProperty("explanation").GetProperty("observed").GetString()!,
            .. planted.CustodyEvents.Select(id => id.ToString())]);

        await visitor.SubmitAsync();
        Assert.NotEqual("", await visitor.Page.TextAsync("#text-error"));
        const string answer = "A drum of tailings was not on the sheet; it is being weighed.";
        await visitor.Page.TypeAsync("#text", answer);
        await visitor.SubmitAsync();
        await visitor.SeesAsync(English["finding.answered"]);
        await world.Server.SettledAsync();
        await visitor.GoAsync("/en/findings/" + finding.GetProperty("findingId").GetString());
        Assert.Contains(answer, await visitor.Page.TextAsync("blockquote"), StringComparison.Ordinal);
    }

    // Each month with its runs, and the same numbers as a sheet.
    private static async Task ReadBalanceAsync(Visitor visitor, LedgerClient exporter)
    {
        var path = $"/parties/{exporter.Organisation}/balance";
        await visitor.TurnToAsync($"/en{path}");
        await visitor.GoAsync($"/en{path}?year=2026");
        var months = JsonDocument.Parse((await exporter.GetAsync($"/v1{path}?year=2026")).Text).RootElement.GetProperty("months")
            .EnumerateArray().ToList();
        Assert.NotEmpty(months);
        await visitor.Page.EvaluateAsync("document.querySelectorAll('main details').forEach(each => each.open = true)");
        Assert.Equal(
            months.SelectMany(month => month.GetProperty("runIds").EnumerateArray()).Select(run => run.GetString()),
            await visitor.TextsAsync("main td a[href*='/runs/']"));
        using var folder = new TemporaryFolder();
        var sheet = await visitor.Page.DownloadAsync($"a[href^='/en{path}.csv']", folder.Folder);
        var lines = await File.ReadAllLinesAsync(sheet, TestContext.Current.CancellationToken);
        Assert.Equal(months.Count, lines.Length - 1);
    }

    private static string LotOf(JsonElement lot) => lot.GetProperty("lotId").GetString()!;

    private static string NumberOf(JsonElement lot) => lot.GetProperty("tags").EnumerateArray().Last().GetProperty("number").GetString()!;

    private static string SeriesOf(JsonElement lot) => lot.GetProperty("tags").EnumerateArray().Last().GetProperty("series").GetString()!;

    private static string Kg(JsonElement lot) => lot.GetProperty("remainingKg").GetRawText();
}
