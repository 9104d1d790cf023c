using System.Text.Json.Nodes;
using Ledger.Domain.Values;
using Ledger.Rules.Facts;
using Ledger.Rules.Provenance;
using Ledger.Rules.Tests.Recorders;
using Ledger.Rules.Views;

namespace Ledger.Rules.Tests.Balance;

/// <summary>Where a lot's mass comes from: tagged, gained on the way, or nobody knows; to the gram.</summary>
public sealed class LotBalanceTests
{
    [Fact]
    public void What_is_exported_was_tagged_or_gained_in_transfers_runs_and_stocks()
    {
        var world = new World();
        for (var bag = 1; bag <= 10; bag++)
        {
            world.By("coop", "03-01 08:00").Bagged($"coop:{bag}", kg: 50, holder: "coop", site: bag <= 4 ? "site-1" : "site-2");
            world.By("trader", "03-02 08:00").Received([new($"coop:{bag}", 51)], from: "coop", sale: "coop:s");
        }

        world.By("trader", "03-03 08:00").Weighed("coop:1", 49);
        world.By("trader", "03-04 08:00").Processed(
            "trader:r", [.. Enumerable.Range(1, 10).Select(bag => new Line($"coop:{bag}", bag == 1 ? 49 : 51, Moisture: 5))],
            [new("trader:p", 530, Moisture: 5)]);
        Export(world, "trader", "trader:p", packed: 531);

        var balance = Balance(world, "trader:x");

        Assert.Equal(
            (531m, 500m, 10m, 22m, -1m, 0m), (balance.MassKg!.Value.Kg, balance.Tagged.Kg.Kg, balance.Transfers.Kg.Kg, balance.Runs.Kg.Kg,
                balance.Stocks.Kg.Kg, balance.UnattributedKg.Kg));
        Assert.Equal(["site-2 300", "site-1 200"], balance.Sites.Select(site => $"{site.SiteId} {site.Kg.Kg:0}"));
        Assert.Equal(["sale:coop:s 10 10"], balance.TransferGains.Select(each => $"{each.Subject} {each.Lots} {each.Kg.Kg:0}"));
        Assert.Equal(["trader:r 1 22"], balance.RunGains.Select(each => $"{each.RunId} {each.Share:0.##} {each.Kg.Kg:0}"));
        Assert.Equal(["trader  -2", " trader:x 1"], balance.StockGains.Select(each => $"{each.PartyId} {each.Consignment} {each.Kg.Kg:0}"));
        // 22 kg beyond 508 kg, 5 % of it water, against 0.2 % between scales and 0.4 % moisture a line.
        Assert.InRange(balance.Runs.Beyond!.Kg, 20.8m, 21m);
        Assert.InRange(balance.Runs.Beyond.Z, 8, 10);
        // Ten bags that should have dried came in 2 % heavier: both scales unknown, 0.3 % each.
        Assert.InRange(balance.Transfers.Beyond!.Z, 4, 6);
        Assert.True(balance.Beyond!.Z > balance.Transfers.Beyond.Z);
        Assert.Equal(1m, balance.Stocks.UnmeasuredKg.Kg);
        Assert.NotNull(balance.ExportedAt);
    }

    [Fact]
    public void Of_a_run_that_went_elsewhere_too_only_the_part_that_came_here_counts()
    {
        var world = new World();
        world.By("coop", "03-01 08:00").Bagged("coop:1", kg: 100, holder: "coop");
        world.By("trader", "03-02 08:00").Received([new("coop:1", 102)], from: "coop");
        world.By("trader", "03-04 08:00").Processed(
            "trader:r", [new("coop:1", 51), new("nobody:9", 49)], [new("trader:p", 60), new("trader:q", 30)]);
        Export(world, "trader", "trader:p", packed: 60);

        var balance = Balance(world, "trader:x");

        // Two thirds of the run; of the bag 51 of 102, of that two thirds: 34 of which 100/102 were tagged.
        Assert.Equal(
            (60m, 33.333m, 0.667m, -6.667m, 0m, 32.667m), (balance.MassKg!.Value.Kg, balance.Tagged.Kg.Kg, balance.Transfers.Kg.Kg,
                balance.Runs.Kg.Kg, balance.Stocks.Kg.Kg, balance.UnattributedKg.Kg));
        Assert.Equal(0.666667m, Assert.Single(balance.RunGains).Share);
    }

    [Fact]
    public void What_is_missing_of_a_bag_that_was_used_up_was_lost_in_stock()
    {
        var world = new World();
        world.By("coop", "03-01 08:00").Bagged("coop:1", kg: 50, holder: "coop");
        world.By("coop", "03-04 08:00").Processed("coop:r", [new("coop:1", 49.95m)], [new("coop:p", 49)]);

        var balance = Balance(world, "coop:p");

        Assert.Equal((50m, -0.95m, -0.05m), (balance.Tagged.Kg.Kg, balance.Runs.Kg.Kg, balance.Stocks.Kg.Kg));
    }

    [Fact]
    public void What_nobody_weighed_is_told_and_what_nobody_knows_is_not_made_up()
    {
        var world = new World();
        world.By("coop", "03-01 08:00").Bagged("coop:1", holder: "coop");
        world.By("trader", "03-02 08:00").Received([new("coop:1", 40)], from: "coop");
        world.By("trader", "03-02 08:00").Received([new("other:7", 20)], from: "other");
        world.By("trader", "03-04 08:00").Processed("trader:r", [new("coop:1", 40), new("other:7", 20)], [new("trader:p", 60)]);
        world.By("coop", "03-01 08:00").Bagged("coop:2");

        var balance = Balance(world, "trader:p");
        Assert.Equal((60m, 40m, 1, 1, 20m), (
            balance.MassKg!.Value.Kg, balance.Tagged.Kg.Kg, balance.Tagged.Lots, balance.Tagged.FirstWeighedLater,
            balance.UnattributedKg.Kg));
        Assert.Null(balance.ExportedAt);
        Assert.Equal(0m, balance.Transfers.Kg.Kg);
        Assert.Null(Balance(world, "coop:2").MassKg);
    }

    [Fact]
    public void Whatever_is_recorded_all_parts_and_each_list_add_up_and_the_order_of_arrival_changes_nothing()
    {
        var seen = new HashSet<string>();
        for (var seed = 0; seed < 300; seed++)
        {
            var (world, random) = (AnyWorld.Of(new Random(seed)), new Random(seed));
            Export(world, "mill", "mill:0", packed: 55);
            var (book, again) = (world.Arrived(), world.ArrivedInAnyOrder(random));
            foreach (var lot in LotsOf(book).Where(lot => LotView.Of(lot) is not null))
            {
                var view = Balance(book, lot.Lot);
                var because = $"seed {seed}: {lot.Lot}";
                Check(because, view.MassKg ?? Mass.Zero,
                    view.Tagged.Kg, view.Transfers.Kg, view.Runs.Kg, view.Stocks.Kg, view.UnattributedKg);
                Check(because, view.Tagged.Kg, [.. view.Sites.Select(each => each.Kg)]);
                Check(because, view.Transfers.Kg, [.. view.TransferGains.Select(each => each.Kg)]);
                Check(because, view.Runs.Kg, [.. view.RunGains.Select(each => each.Kg)]);
                Check(because, view.Stocks.Kg, [.. view.StockGains.Select(each => each.Kg)]);
                if (view.Transfers.Kg != Mass.Zero) seen.Add("transfers");
                if (view.Runs.Kg != Mass.Zero) seen.Add("runs");
                if (view.Stocks.Kg != Mass.Zero) seen.Add("stocks");
                if (view.UnattributedKg != Mass.Zero) seen.Add("unattributed");
                Assert.Equal(Said(view), Said(Balance(again, lot.Lot)));
            }
        }

        Assert.Equal(4, seen.Count);
    }

    private static void Check(string because, Mass total, params IReadOnlyList<Mass> parts) =>
        Assert.True(total.Grams == parts.Sum(part => part.Grams), because);

    // Custody events of deliveries are the same in both; doubles may differ in their last digit.
    private static string Said(LotBalanceView view) => System.Text.Json.JsonSerializer.Serialize(
        view with { Beyond = null }, ViewJson.Plain.LotBalanceView);

    private static void Export(World world, string party, string product, decimal packed)
    {
        world.By(party, "04-01 08:00").Post("consigned", new()
        {
            ["lotId"] = $"{party}:x", ["mineral"] = "cassiterite", ["lots"] = new JsonArray(new Line(product).Item()),
            ["packing"] = new JsonArray(new JsonObject { ["drum"] = "1", ["netKg"] = packed }),
        });
        world.By(party, "04-10 08:00").Exported($"{party}:x", "2026-04-10");
    }

    private static LotBalanceView Balance(World world, string lot) => Balance(world.Arrived(), new(lot));

    private static LotBalanceView Balance(Book book, LotId lot)
    {
        var graph = CompositionGraph.Above(lot, book.Facts());
        var lots = graph.Lots.Keys.ToDictionary(id => id, id => book.Lot(id.Value));
        var runs = graph.Runs.Keys.Where(run => Consignment.LotOf(run) is null).ToDictionary(run => run, run => book.Run(run.Value));
        return LotBalanceView.Of(lot, graph, lots, runs, new Dictionary<ScaleId, IReadOnlyList<Fact>>(), book.Settings);
    }

    private static IEnumerable<LotFacts> LotsOf(Book book) =>
        book.Subjects.Where(subject => subject.Kind is "lot").Select(subject => book.Lot(subject.Value[4..]));
}
