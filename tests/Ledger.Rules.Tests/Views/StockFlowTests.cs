using System.Text.Json.Nodes;
using Ledger.Domain.Json;
using Ledger.Domain.Values;
using Ledger.Rules.Facts;
using Ledger.Rules.Tests.Recorders;
using Ledger.Rules.Views;
using NodaTime;

namespace Ledger.Rules.Tests.Views;

/// <summary>What every hand had of a lot, entry by entry, and months made of it.</summary>
public sealed class StockFlowTests
{
    [Fact]
    public void A_bag_goes_from_hand_to_hand_into_a_run_and_what_scales_say_between_is_told_apart()
    {
        var world = new World();
        world.By("coop", "03-01 08:00").Bagged("coop:1", kg: 50, holder: "coop");
        world.By("trader", "03-03 08:00").Received([new("coop:1", 49)], from: "coop");
        world.By("trader", "04-02 08:00").Weighed("coop:1", 48);
        world.By("trader", "04-03 08:00").Processed("trader:r", [new("coop:1", 48.5m)], [new("trader:p", 47), new("trader:h", 2)]);
        world.By("exporter", "05-01 08:00").Received([new("trader:p", 46.5m)], from: "trader");

        Assert.Equal(["03 bagged 50", "03 sent -50 trader"], Flows(world, "coop"));
        Assert.Equal(
            ["03 received 49 coop", "04 difference -1", "04 consumed -48.5", "04 difference 0.5", "04 produced 47", "04 produced 2",
                "05 sent -47 exporter"], Flows(world, "trader"));
        var months = Months(world, "trader", new(2026, 4), new(2026, 6));
        Assert.Equal(["04: 49 + 0 + 0.5 + -0.5 = 0 + 49", "05: 49 + 0 + 0 + 0 = 47 + 2", "06: 2 + 0 + 0 + 0 = 0 + 2"], months);
    }

    [Fact]
    public void What_was_consigned_and_exported_left_and_is_the_smelters_when_it_took_it_in()
    {
        var world = new World();
        SmelterStory(world);

        Assert.Equal(
            ["03 produced 900", "03 composed 900", "03 consigned -900", "04 exported -900"],
            Flows(world, "exporter").Where(flow => flow[3..] is not ("consumed -900" or "unrecorded 900")));
        Assert.Equal(["05 received 890 exporter"], Flows(world, "smelter"));
    }

    [Fact]
    public void A_smelters_year_is_what_it_received_and_what_its_heats_took()
    {
        var world = new World();
        SmelterStory(world);
        world.By("smelter", "06-01 08:00").Post("smelted", new()
        {
            ["heatId"] = "smelter:h1", ["smelter"] = "CID000000",
            ["inputs"] = new JsonArray((JsonNode)new JsonObject { ["lotId"] = "exporter:x", ["netKg"] = 600 }),
            ["outputs"] = new JsonArray((JsonNode)new JsonObject { ["product"] = "tin-metal", ["kg"] = 400 }),
        });

        Assert.Equal(["05 received 890 exporter", "06 smelted -600"], Flows(world, "smelter"));
        var year = Assert.Single(Years(LotsOf(world.Arrived()), new("smelter"), 2026));
        Assert.Equal((890m, 600m, 290m), (year.ReceiptsKg, year.SmeltedKg, year.ClosingKg));
    }

    [Fact]
    public void What_a_run_took_that_never_came_is_told_as_such()
    {
        var world = new World();
        world.By("coop", "03-01 08:00").Bagged("coop:1", kg: 50, holder: "coop");
        world.By("mill", "03-02 08:00").Processed("mill:r", [new("coop:1", 20), new("x:2", 30)], [new("mill:p", 49)]);
        world.By("x", "03-01 08:00").Bagged("x:2", kg: 30);

        Assert.Equal(["03 bagged 50", "03 sent -20"], Flows(world, "coop"));
        Assert.Equal(["03: 0 + 50 + -1 + 0 = 0 + 49"], Months(world, "mill", new(2026, 3), new(2026, 3)));
    }

    [Fact]
    public void Whom_another_named_is_told_to_nobody_whom_the_record_does_not_name()
    {
        var world = new World();
        world.By("coop", "03-01 08:00").Bagged("coop:1", kg: 50, holder: "coop");
        world.By("stranger", "03-03 08:00").Received([new("coop:1", 49)], from: "middleman");

        Assert.Equal(["03 bagged 50", "03 sent -50"], Flows(world, "coop"));
        Assert.Equal(["03 received 49 middleman"], Flows(world, "stranger"));
    }

    [Fact]
    public void Whatever_is_recorded_entries_add_up_to_what_the_lot_says_and_to_nothing_with_those_who_had_it_before()
    {
        for (var seed = 0; seed < 500; seed++)
        {
            var (world, random) = (AnyWorld.Of(new Random(seed)), new Random(seed));
            var (book, again) = (world.Arrived(), world.ArrivedInAnyOrder(random));
            foreach (var lot in LotsOf(book))
            {
                var view = LotView.Of(lot);
                foreach (var party in StockFlow.Of(lot).GroupBy(flow => flow.Party))
                {
                    var isThere = view is { Status: LotStatus.Held or LotStatus.PartlyConsumed or LotStatus.InTransit }
                        && party.Key == view.Custodian;
                    var there = isThere ? view!.RemainingKg?.Grams ?? 0 : 0;
                    Assert.True(there == party.Sum(flow => flow.Grams), $"seed {seed}: {lot.Lot} with {party.Key}");
                }

                Assert.Equal(Said(StockFlow.Of(lot)), Said(StockFlow.Of(again.Lot(lot.Lot.Value))));
            }
        }
    }

    [Fact]
    public void A_year_is_reconciled_with_suppliers_and_buyers()
    {
        var world = new World();
        world.By("coop", "03-01 08:00").Bagged("coop:1", kg: 50, holder: "coop");
        world.By("trader", "03-03 08:00").Received([new("coop:1", 49)], from: "coop");
        world.By("trader", "04-02 08:00").Weighed("coop:1", 48);
        world.By("trader", "04-03 08:00").Processed("trader:r", [new("coop:1", 48)], [new("trader:p", 44), new("trader:h", 2)]);
        world.By("exporter", "05-01 08:00").Received([new("trader:p", 44)], from: "trader");

        var year = Assert.Single(Years(LotsOf(world.Arrived()), new("trader"), 2026));
        Assert.Equal(
            (0m, 49m, 0m, 44m, 0m, 0m, -2m, -1m, 2m, -6.12m),
            (year.OpeningKg, year.ReceiptsKg, year.UnrecordedKg, year.SalesKg, year.SmeltedKg, year.LossesKg, year.ProcessingKg,
                year.DifferenceKg, year.ClosingKg, year.UnaccountedPct!.Value));
        Assert.Equal(["Received coop 49", "Sent exporter -44"],
            year.Parties.Select(part => FormattableString.Invariant($"{part.Move} {part.PartyId} {part.Kg:0}")));
        var next = Assert.Single(Years(LotsOf(world.Arrived()), new("trader"), 2027));
        Assert.Equal((2m, 0m, 2m), (next.OpeningKg, next.ReceiptsKg, next.ClosingKg));
    }

    [Fact]
    public void Whatever_is_recorded_both_sides_of_a_reconciled_year_are_the_same()
    {
        var seen = new HashSet<string>();
        for (var seed = 0; seed < 100; seed++)
        {
            var lots = LotsOf(AnyWorld.Of(new Random(seed)).Arrived()).ToList();
            foreach (var party in lots.SelectMany(StockFlow.Of).Select(flow => flow.Party).Distinct())
                foreach (var year in Years(lots, party, 2026))
                {
                    Assert.Equal(
                        year.OpeningKg + year.ReceiptsKg + year.UnrecordedKg + year.ProcessingKg + year.DifferenceKg,
                        year.SalesKg + year.SmeltedKg + year.LossesKg + year.ClosingKg);
                    if (year.UnrecordedKg != 0) seen.Add("unrecorded");
                    if (year.ProcessingKg != 0) seen.Add("processing");
                }
        }

        Assert.Equal(2, seen.Count);
    }

    private static IReadOnlyList<ReconciliationView> Years(IEnumerable<LotFacts> lots, PartyId party, int year) => ReconciliationView.Of(
        StockMonth.Of(StockSum.Of(lots.SelectMany(StockFlow.Of).Where(flow => flow.Party == party)), new(year, 1), new(year, 12)));

    private static void SmelterStory(World world)
    {
        world.By("exporter", "03-01 08:00").Processed("exporter:r", [new("x:1", 900)], [new("exporter:d", 900)]);
        world.By("exporter", "03-05 08:00").Post("consigned", new()
        {
            ["lotId"] = "exporter:x", ["mineral"] = "cassiterite", ["lots"] = new JsonArray(new Line("exporter:d").Item()),
            ["packing"] = new JsonArray(new JsonObject { ["drum"] = "1", ["netKg"] = 900 }),
        });
        world.By("exporter", "04-01 08:00").Exported("exporter:x", "2026-04-01");
        world.By("smelter", "05-01 08:00").Received([new("exporter:x", 890)], from: "exporter");
    }

    private static IEnumerable<string> Flows(World world, string party) => LotsOf(world.Arrived()).SelectMany(StockFlow.Of)
        .Where(flow => flow.Party.Value == party).OrderBy(flow => flow.Sequence).ThenBy(flow => flow.Move)
        .Select(flow => FormattableString.Invariant(
            $"{flow.Month.Month:00} {Code<StockMove>.Name(flow.Move)} {flow.Grams / 1000m:0.###} {flow.Other}").TrimEnd());

    // Opening + in + processing + difference = out + closing.
    private static IEnumerable<string> Months(World world, string party, YearMonth first, YearMonth last) => StockMonth.Of(
            StockSum.Of(LotsOf(world.Arrived()).SelectMany(StockFlow.Of).Where(flow => flow.Party.Value == party)), first, last)
        .Select(month => FormattableString.Invariant($"{month.From.Month:00}: {month.OpeningKg:0.##} + {month.InKg:0.##} + ")
            + FormattableString.Invariant($"{month.ProcessingKg:0.##} + {month.DifferenceKg:0.##} = ")
            + FormattableString.Invariant($"{month.OutKg:0.##} + {month.ClosingKg:0.##}"));

    private static IEnumerable<LotFacts> LotsOf(Book book) =>
        book.Subjects.Where(subject => subject.Kind is "lot").Select(subject => book.Lot(subject.Value[4..]));

    private static string Said(IEnumerable<StockFlow> flows) =>
        string.Join('\n', flows.Select(flow => (flow with { Sequence = 0 }).ToString()).Order(StringComparer.Ordinal));
}
