using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Facts;
using Ledger.Rules.Provenance;
using Ledger.Rules.Tests.Recorders;
using Ledger.Rules.Views;
using NodaTime;

namespace Ledger.Rules.Tests.Balance;

/// <summary>A holder with all who supplied it, as one: what left it in a month was tagged or gained in some hand above it.</summary>
public sealed class SupplyBalanceTests
{
    private static readonly YearMonth March = new(2026, 3);

    [Fact]
    public void Gains_in_several_hands_add_up_at_the_last_and_what_the_next_hand_weighs_is_no_part_of_it()
    {
        var world = new World();
        for (var bag = 1; bag <= 10; bag++)
        {
            world.By("coop", "03-01 08:00").Bagged($"coop:{bag}", kg: 50, holder: "coop");
            world.By("trader", "03-02 08:00").Received([new($"coop:{bag}", 51)], from: "coop");
        }

        world.By("trader", "03-03 08:00").Processed(
            "trader:r", [.. Enumerable.Range(1, 10).Select(bag => new Line($"coop:{bag}", 51, Moisture: 5))],
            [new("trader:p", 300, Moisture: 5), new("trader:q", 220, Moisture: 5)]);
        world.By("exporter", "03-04 08:00").Received([new("trader:p", 310)], from: "trader");
        world.By("exporter", "03-05 08:00").Received([new("trader:q", 230)], from: "trader");

        var supply = Supply(world, "trader");

        Assert.Equal((2, new(2026, 3, 1), new(2026, 3, 31)), (supply.Lots, supply.From, supply.To));
        Assert.Equal((520m, 500m, 10m, 10m, 0m, 0m), Kg(supply));
        Assert.Equal(["trader:r 1 10"], supply.Balance.RunGains.Select(each => $"{each.RunId} {each.Share:0.##} {each.Kg.Kg:0}"));
        Assert.True(supply.Balance.Beyond!.Z > supply.Balance.Transfers.Beyond!.Z);
        Assert.Null(supply.Balance.LotId);
        // The cooperative gave away what it had tagged: its own scale, and nothing above it.
        Assert.Equal((500m, 500m, 0m, 0m, 0m, 0m), Kg(Supply(world, "coop")));
        Assert.Equal((0, null), (Supply(world, "exporter").Lots, Supply(world, "exporter").Balance.MassKg));
        Assert.Equal(0, Supply(world, "trader", March.PlusMonths(1)).Lots);
    }

    [Fact]
    public void What_came_back_and_went_into_another_lot_counts_once()
    {
        var world = new World();
        world.By("coop", "03-01 08:00").Bagged("coop:1", kg: 100, holder: "coop");
        world.By("trader", "03-02 08:00").Received([new("coop:1", 100)], from: "coop");
        world.By("exporter", "03-03 08:00").Received([new("coop:1", 100)], from: "trader");
        world.By("trader", "03-04 08:00").Received([new("coop:1", 100)], from: "exporter", basis: "return");
        Assert.Equal(0, Supply(world, "trader").Lots);

        world.By("trader", "03-05 08:00").Processed("trader:r", [new("coop:1", 100)], [new("trader:p", 90)]);
        world.By("exporter", "03-06 08:00").Received([new("trader:p", 90)], from: "trader");

        Assert.Equal((90m, 100m, 0m, -10m, 0m, 0m), Kg(Supply(world, "trader")));
    }

    [Fact]
    public void What_went_into_a_product_and_what_was_left_of_the_bag_are_both_told()
    {
        var world = new World();
        world.By("coop", "03-01 08:00").Bagged("coop:1", kg: 100, holder: "coop");
        world.By("trader", "03-02 08:00").Received([new("coop:1", 102)], from: "coop");
        world.By("trader", "03-03 08:00").Processed("trader:r", [new("coop:1", 61)], [new("trader:p", 55)]);
        world.By("exporter", "03-04 08:00").Received([new("coop:1", 40)], from: "trader");
        world.By("exporter", "03-05 08:00").Received([new("trader:p", 55)], from: "trader");

        Assert.Equal(2, Supply(world, "trader").Lots);
        Assert.Equal((96m, 100m, 2m, -6m, 0m, 0m), Kg(Supply(world, "trader")));
    }

    private static (decimal Mass, decimal Tagged, decimal Transfers, decimal Runs, decimal Stocks, decimal Unattributed) Kg(
        SupplyBalanceView supply) => (
        supply.Balance.MassKg!.Value.Kg, supply.Balance.Tagged.Kg.Kg, supply.Balance.Transfers.Kg.Kg, supply.Balance.Runs.Kg.Kg,
        supply.Balance.Stocks.Kg.Kg, supply.Balance.UnattributedKg.Kg);

    private static SupplyBalanceView Supply(World world, string party, YearMonth? month = null)
    {
        var book = world.Arrived();
        List<LotId> all = [.. book.Subjects.Where(subject => subject.Kind is "lot").Select(subject => new LotId(subject.Value[4..]))];
        var graph = CompositionGraph.AboveAll(all, book.Facts());
        var lots = graph.Lots.Keys.ToDictionary(id => id, id => book.Lot(id.Value));
        var runs = graph.Runs.Keys.Where(run => Consignment.LotOf(run) is null).ToDictionary(run => run, run => book.Run(run.Value));
        return SupplyBalanceView.Of(
            (new(party), month ?? March, null), all, graph, lots, runs, new Dictionary<ScaleId, IReadOnlyList<Fact>>(), book.Settings);
    }
}
