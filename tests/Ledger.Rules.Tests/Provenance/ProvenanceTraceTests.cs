using System.Text.Json.Nodes;
using Ledger.Domain.Values;
using Ledger.Rules.Provenance;
using Ledger.Rules.Tests.Recorders;

namespace Ledger.Rules.Tests.Provenance;

public sealed class ProvenanceTraceTests
{
    [Fact]
    public void A_bag_is_wholly_from_its_site() => Check(new Drawing().Bag("a:1", "north"), "a:1", "north 1000000 ? 0");

    [Fact]
    public void Shares_follow_the_input_masses() => Check(
        new Drawing().Bag("a:1", "north").Bag("a:2", "south").Run("m:r", ["a:1 60", "a:2 20"], "m:1 70"),
        "m:1", "north 750000 south 250000 ? 0");

    // 60 of north and 30 of south make a heap; 40 of it with 60 of south: north 2/3 * 0.4, south 1/3 * 0.4 + 0.6.
    [Fact]
    public void Shares_multiply_along_runs() => Check(
        new Drawing().Bag("a:1", "north").Bag("a:2", "south").Bag("a:3", "south").Run("m:r", ["a:1 60", "a:2 30"], "m:1 85")
            .Run("x:r", ["m:1 40", "a:3 60"], "x:1 99"), "x:1", "north 266667 south 733333 ? 0");

    [Fact]
    public void What_came_out_changes_nothing() => Check(
        new Drawing().Bag("a:1", "north").Bag("a:2", "south").Run("m:r", ["a:1 50", "a:2 50"], "m:1 1", "m:2 98"),
        "m:1", "north 500000 south 500000 ? 0");

    [Theory]
    [InlineData("exporter:x", null, "site-1 600000 site-2 400000 ? 0")]
    [InlineData("exporter:x", 25, "site-1 480000 site-2 320000 ? 200000")] // 25 kg more on the sheet, of a lot nobody knows
    public void An_export_lot_comes_from_what_was_put_together(string lot, int? unknownKg, string expected)
    {
        var world = new World();
        world.By("coop", "03-01").Bagged("coop:1", tag: "100", kg: 60);
        world.By("coop", "03-01").Bagged("coop:2", tag: "101", kg: 40, site: "site-2");
        List<JsonNode> lots = [new Line("100", 60).Item(), new Line("coop:2", 40).Item()];
        if (unknownKg is { } kg) lots.Add(new Line("999", kg).Item());
        world.By("exporter", "03-20").Post("consigned", new() { ["lotId"] = lot, ["lots"] = new JsonArray([.. lots]) });

        var graph = CompositionGraph.Above(new(lot), world.Arrived().Facts());

        Assert.Equal(expected, Drawing.Text(ProvenanceTrace.Of(graph).MassOf(new LotId(lot))));
    }

    [Fact]
    public void An_input_nobody_knows_is_unattributed() => Check(
        new Drawing().Bag("a:1", "north").Run("m:r", ["a:1 60", "? 30", "a:9 10"], "m:1 90"), "m:1", "north 600000 ? 400000");

    [Fact]
    public void A_lot_without_a_beginning_and_a_lot_nobody_drew_are_unattributed()
    {
        Check(new Drawing().Bag("a:1", site: null), "a:1", "? 1000000");
        Check(new Drawing(), "a:1", "? 1000000");
    }

    [Fact]
    public void A_run_nobody_recorded_leaves_its_lot_unattributed() => Check(
        new Drawing { Lots = { [new("m:1")] = new(null, null, [(new RunId("m:gone"), Mass.FromKg(5))]) } }, "m:1", "? 1000000");

    [Fact]
    public void Three_equal_sites_share_exactly_one()
    {
        var drawing = new Drawing().Bag("a:1", "a").Bag("a:2", "b").Bag("a:3", "c").Run("m:r", ["a:1 1", "a:2 1", "a:3 1"], "m:1 3");
        Check(drawing, "m:1", "a 333334 b 333333 c 333333 ? 0");
    }

    // 1/6 and 4/6 both round up in the last digit a decimal has: unrounded they are more than 1 together.
    [Fact]
    public void Rounding_never_makes_shares_of_more_than_1()
    {
        var drawing = new Drawing().Bag("a:1", "a").Bag("a:2", "b").Bag("a:3", "c").Run("m:r", ["a:1 1", "a:2 1", "a:3 4"], "m:1 6");
        Assert.InRange(ProvenanceTrace.Of(drawing.Graph()).MassOf(new LotId("m:1")).Unattributed, 0m, 1e-20m);
    }

    [Fact]
    public void Two_beginnings_share_by_mass_and_without_a_mass_nothing_is_known()
    {
        var inputs = new Drawing().Bag("a:1", "north");
        Check(inputs.Bag("m:1", "south", kg: 30).Run("m:r", ["a:1 60"], "m:1 90"), "m:1", "north 750000 south 250000 ? 0");
        Check(new Drawing().Bag("a:1", "north").Bag("m:1", "south").Run("m:r", ["a:1 60"], "m:1 90"), "m:1", "? 1000000");
    }

    [Fact]
    public void A_heap_two_runs_gave_to_shares_by_what_each_gave() => Check(
        new Drawing().Bag("a:1", "north").Bag("a:2", "south").Run("m:r1", ["a:1 60"], "m:1 30").Run("m:r2", ["a:2 60"], "m:1 10"),
        "m:1", "north 750000 south 250000 ? 0");

    [Fact]
    public void Material_that_claims_to_come_from_itself_is_unattributed_whatever_came_first()
    {
        var drawing = new Drawing().Bag("a:1", "north").Run("m:r1", ["a:1 50", "m:2 50"], "m:1 100").Run("m:r2", ["m:1 100"], "m:2 50");
        Check(drawing, "m:1", "? 1000000"); // lot and run are one component: even what north gave cannot be told apart in it
        Assert.Equal([[new LotId("m:1"), new("m:2")]], ProvenanceTrace.Of(drawing.Graph()).Cycles);
    }

    [Fact]
    public void What_leaves_a_circle_keeps_its_other_origins() => Check(
        new Drawing().Bag("a:1", "north").Run("m:r1", ["m:2 50"], "m:1 50").Run("m:r2", ["m:1 50"], "m:2 50")
            .Run("x:r", ["m:1 25", "a:1 75"], "x:1 100"), "x:1", "north 750000 ? 250000");

    [Fact]
    public void Metal_is_shared_by_metal_not_by_mass()
    {
        var drawing = new Drawing().Bag("a:1", "rich").Bag("a:2", "poor").Run("m:r", ["a:1 50 35", "a:2 50 15"], "m:1 90");
        Check(drawing, "m:1", "poor 500000 rich 500000 ? 0");
        Assert.Equal("poor 300000 rich 700000 ? 0", Drawing.Text(ProvenanceTrace.Of(drawing.Graph()).MetalOf(new LotId("m:1"))));
    }

    [Theory]
    [InlineData("a grade missing", "a:2 50", "unknown")]
    [InlineData("a lot nobody knows, of known grade", "? 50 15", "rich 700000 ? 300000")]
    [InlineData("no metal at all in it", "a:2 50 0", "poor 0 rich 1000000 ? 0")]
    public void Metal_is_unknown_where_a_grade_is_missing_and_unattributed_where_an_origin_is(string why, string input, string metal)
    {
        var drawing = new Drawing().Bag("a:1", "rich").Bag("a:2", "poor").Run("m:r", ["a:1 50 35", input], "m:1 90");
        Assert.True(metal == Drawing.Text(ProvenanceTrace.Of(drawing.Graph()).MetalOf(new LotId("m:1"))), why);
    }

    [Fact]
    public void A_chain_of_a_hundred_thousand_runs_takes_no_stack_and_loses_nothing()
    {
        var graph = new CompositionGraph();
        graph.Add(new LotId("a:0"), new CompositionGraph.LotNode(new SiteId("north"), null, []));
        for (var i = 1; i <= 100_000; i++)
        {
            graph.Add(new RunId($"a:{i}"), new CompositionGraph.RunNode(
                [new(new LotId($"a:{i - 1}"), Mass.FromKg(60), null), new(new LotId("a:0"), Mass.FromKg(7), null)]));
            graph.Add(new LotId($"a:{i}"), new CompositionGraph.LotNode(null, null, [(new RunId($"a:{i}"), Mass.FromKg(66))]));
        }

        Assert.Equal("north 1000000 ? 0", Drawing.Text(ProvenanceTrace.Of(graph).MassOf(new LotId("a:100000"))));
    }

    [Fact]
    public void Two_thousand_of_the_largest_lots_do_not_overflow()
    {
        var drawing = new Drawing();
        for (var i = 0; i < 2_000; i++) drawing.Bag($"a:{i}", $"site-{i % 7}");
        drawing.Run("m:r", [.. Enumerable.Range(0, 2_000).Select(i => $"a:{i} 1000000 1000000")], "m:1 1000000");
        var trace = ProvenanceTrace.Of(drawing.Graph());
        Assert.Equal(0, trace.MassOf(new LotId("m:1")).Rounded().UnattributedMillionths);
        Assert.Equal(Drawing.Text(trace.MassOf(new LotId("m:1"))), Drawing.Text(trace.MetalOf(new LotId("m:1"))));
    }

    private static void Check(Drawing drawing, string lot, string expected) =>
        Assert.Equal(expected, Drawing.Text(ProvenanceTrace.Of(drawing.Graph()).MassOf(new LotId(lot))));
}
