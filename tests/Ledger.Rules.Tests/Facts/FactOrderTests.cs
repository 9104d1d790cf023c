using Ledger.Rules.Facts;
using Ledger.Rules.Tests.Recorders;

namespace Ledger.Rules.Tests.Facts;

public sealed class FactOrderTests
{
    [Fact]
    public void Facts_of_one_day_stand_in_the_order_of_trade()
    {
        var world = new World();
        world.By("smelter", "03-01").Exported("coop:1", "2026-03-01");
        world.By("trader", "03-01").Processed("trader:r", [new("coop:1", 60)], [new("trader:2", 60)]);
        world.By("trader", "03-01").Post("tags-cut", new() { ["lots"] = new System.Text.Json.Nodes.JsonArray(Line.Named("coop:1", [])) });
        world.By("trader", "03-01").Received([new("coop:1", 60)]);
        world.By("trader", "03-01").Arrived(null, ["coop:1"]);
        world.By("coop", "03-01").Dispatched("coop:m", "trader", ["coop:1"]);
        world.By("coop", "03-01").Sold("coop:s", "coop", "trader", ["coop:1"]);
        world.By("coop", "03-01").Weighed("coop:1", 60);
        world.By("coop", "03-01").Tagged("coop:1", "100");
        world.By("coop", "03-01").Bagged("coop:1");

        Assert.Equal(
            ["lot_bagged", "lot_tagged", "lot_weighed", "lot_sold", "lot_dispatched", "lot_arrived", "lot_received", "lot_untagged",
                "lot_consumed", "lot_exported"],
            world.Arrived().Lot("coop:1").Facts.Select(fact => fact.Type));
    }

    [Theory]
    [InlineData("03-01 09:00", "03-01 09:01", true)]
    [InlineData("03-01 09:00", "03-01 09:00", false)]
    [InlineData("03-01", "03-01 23:59", false)]
    [InlineData("03-01", "03-02 00:00", true)]
    [InlineData("03-01 am", "03-01 pm", true)]
    [InlineData("03-01 pm", "03-01 am", false)]
    public void One_thing_is_before_another_only_when_its_span_had_ended(string one, string other, bool isBefore)
    {
        var world = new World();
        world.By("coop", one).Weighed("coop:1", 1);
        world.By("coop", other).Weighed("coop:2", 1);
        var book = world.Arrived();
        Assert.Equal(isBefore, book.Lot("coop:1").Facts[0].DefinitelyBefore(book.Lot("coop:2").Facts[0]));
    }

    [Fact]
    public void Ordinals_order_what_one_paper_says()
    {
        var world = new World();
        world.By("trader", "03-01").Received([new("coop:1", 60)], refused: ["100"]);
        world.By("coop", "02-01").Tagged("coop:1", "100");
        Assert.Equal(["lot_tagged", "lot_received", "lot_refused"], world.Arrived().Lot("coop:1").Facts.Select(fact => fact.Type));
    }
}
