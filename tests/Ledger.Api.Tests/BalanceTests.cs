using System.Globalization;
using System.Net;

namespace Ledger.Api.Tests;

/// <summary>What a holder's runs add up to, as it and the programme read it.</summary>
public sealed class BalanceTests(RunningLedger ledger) : IClassFixture<RunningLedger>
{
    [Fact]
    public async Task A_holder_reads_its_months_with_their_uncertainty_and_takes_them_away_as_a_sheet()
    {
        using var story = await Story.BeginAsync(ledger.Server);
        var bag = await story.BagAsync();
        string? run = null;
        for (var made = 0; made < 4; made++) (run, _) = await story.WashAsync(505m, (bag, 500m));
        await story.SettleAsync();
        var address = $"/v1/parties/{story.Trader.Organisation}/balance";

        var balance = (await story.Trader.GetAsync(address + "?year=2026")).Body;
        var month = Assert.Single(balance["months"]!.AsArray())!;

        Assert.Equal(("cassiterite", "dry", "2026-03-01"), ((string)month["mineral"]!, (string)month["matter"]!, (string)month["from"]!));
        Assert.Equal(4, (int)month["runCount"]!);
        Assert.Equal((1_900m, 1_919m, 19m), ((decimal)month["inputKg"]!, (decimal)month["outputKg"]!, (decimal)month["gainKg"]!));
        Assert.InRange((decimal)month["sigmaKg"]!, 5, 8); // eight lines of 500 kg, 0.4 % moisture each, and 0.2 % between scales on 2 t
        Assert.Equal("single-readings", (string)month["sources"]![0]!["source"]!);
        Assert.True((decimal)balance["thresholds"]!["protracted"]! > (decimal)month["gained"]![0]!);

        var sheet = await story.Programme.GetAsync(address + ".csv?year=2026");
        Assert.Equal(HttpStatusCode.OK, sheet.Status);
        var lines = sheet.Text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        Assert.Equal(lines[0].Count(each => each == ','), lines[1].Count(each => each == ','));
        Assert.StartsWith("cassiterite,dry,2026-03,2026-03,4,0,1900,1919,0,19,", lines[1], StringComparison.Ordinal);

        Assert.Equal((19m, (decimal)month["sigmaKg"]!), ((decimal)month["cumulativeKg"]!, (decimal)month["cumulativeSigmaKg"]!));
        Assert.Empty(month["beyond"]!.AsArray());
        Assert.Equal(4, month["runIds"]!.AsArray().Count);

        var whole = (await story.Trader.GetAsync($"/v1/runs/{run}")).Body;
        Assert.Equal(["wet", "dry"], whole["balances"]!.AsArray().Select(each => (string)each!["matter"]!));
        Assert.Equal((false, 0, 0, 2), (
            (bool)whole["needs"]!["lastSheet"]!, (int)whole["needs"]!["weighings"]!, (int)whole["needs"]!["moistures"]!,
            (int)whole["needs"]!["grades"]!));
        var gain = (await story.Trader.GetAsync($"/v1/runs/{run}")).Body["balance"]!;
        Assert.Equal(("dry", 4.75m), ((string)gain["matter"]!, (decimal)gain["gainKg"]!));
    }

    [Fact]
    public async Task Heaps_that_were_counted_close_a_month_and_open_the_next_and_all_that_was_there_adds_up()
    {
        using var story = await Story.BeginAsync(ledger.Server);
        await Pages.WeighedStory.LeaveHeapAsync(story);
        await story.SettleAsync();
        var address = $"/v1/parties/{story.Trader.Organisation}";

        var balance = (await story.Trader.GetAsync(address + "/balance?year=2026")).Body;

        var dry = balance["months"]!.AsArray().Where(month => (string)month!["matter"]! == "dry").ToList();
        Assert.Equal(
            [(0m, 950m, 855m, 95.95m, 0.95m), (95.95m, 855m, 950m, 0m, -0.95m)],
            dry.Select(month => (
                Kg(month, "openingKg"), Kg(month, "inputKg"), Kg(month, "outputKg"), Kg(month, "closingKg"), Kg(month, "gainKg"))));
        Assert.Equal([1, 0], dry.Select(month => month!["countRecords"]!.AsArray().Count));
        Assert.All(balance["stock"]!.AsArray(), month => Assert.Equal(
            Kg(month, "openingKg") + Kg(month, "inKg") + Kg(month, "processingKg") + Kg(month, "differenceKg"),
            Kg(month, "outKg") + Kg(month, "closingKg")));
        Assert.Equal([(1_001m, 1m), (1_900m, 0m)], balance["stock"]!.AsArray().Take(2)
            .Select(month => (Kg(month, "closingKg"), Kg(month, "differenceKg"))));

        var year = Assert.Single(balance["reconciliation"]!.AsArray())!;
        Assert.Equal(
            (Kg(balance["stock"]![0], "openingKg"), balance["stock"]!.AsArray().Sum(month => Kg(month, "inKg")),
                Kg(balance["stock"]!.AsArray()[^1], "closingKg")),
            (Kg(year, "openingKg"), Kg(year, "receiptsKg") + Kg(year, "unrecordedKg"), Kg(year, "closingKg")));
        Assert.Equal(
            Kg(year, "openingKg") + Kg(year, "receiptsKg") + Kg(year, "unrecordedKg") + Kg(year, "processingKg") + Kg(year, "differenceKg"),
            Kg(year, "salesKg") + Kg(year, "smeltedKg") + Kg(year, "lossesKg") + Kg(year, "closingKg"));
        var reconciled = await story.Trader.GetAsync(address + "/reconciliation.csv?year=2026");
        Assert.StartsWith("mineral,opening_kg,receipts_kg,unrecorded_kg,sales_kg,smelted_kg,losses_kg,processing_kg,difference_kg,"
            + "closing_kg,unaccounted_pct\r\ncassiterite,0,", reconciled.Text, StringComparison.Ordinal);

        var sheet = await story.Programme.GetAsync(address + "/stock.csv?year=2026");
        Assert.StartsWith("mineral,month,opening_kg,in_kg,out_kg,processing_kg,difference_kg,closing_kg\r\n"
            + "cassiterite,2026-03,0,1000,0,0,1,1001", sheet.Text, StringComparison.Ordinal);
        Assert.Equal("no-right", (await story.Stranger.GetAsync(address + "/stock.csv")).Problem);
    }

    private static decimal Kg(System.Text.Json.Nodes.JsonNode? month, string name) => (decimal)month![name]!;

    [Fact]
    public async Task Where_nothing_was_run_there_are_no_months_and_others_may_not_look()
    {
        using var story = await Story.BeginAsync(ledger.Server);
        var address = $"/v1/parties/{story.Trader.Organisation}/balance";

        var balance = await story.Trader.GetAsync(address);

        Assert.Empty(balance.Body["months"]!.AsArray());
        Assert.Null(balance.Body["thresholds"]);
        Assert.Equal(DateTime.Parse((string)balance.Body["until"]!, CultureInfo.InvariantCulture).Year, (int)balance.Body["year"]!);
        Assert.Equal("no-right", (await story.Stranger.GetAsync(address)).Problem);
        Assert.Equal("no-right", (await story.Stranger.GetAsync(address + ".csv")).Problem);
        Assert.Equal("field-errors", (await story.Trader.GetAsync(address + "?year=last")).Problem);
        Assert.Equal("field-errors", (await story.Programme.GetAsync("/v1/parties/%20/balance")).Problem);
    }
}
