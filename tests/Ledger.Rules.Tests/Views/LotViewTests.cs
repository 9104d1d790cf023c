using Ledger.Domain.Values;
using Ledger.Rules.Tests.Recorders;
using Ledger.Rules.Views;

namespace Ledger.Rules.Tests.Views;

public sealed class LotViewTests
{
    [Fact]
    public void Nothing_is_said_of_a_lot_nobody_spoke_of() => Assert.Null(LotView.Of(new World().Arrived().Lot("coop:1")));

    [Fact]
    public void A_bag_is_with_its_holder_at_its_mine_weight()
    {
        var world = new World();
        world.By("agency", "03-01 09:00").Bagged("agency:1", tag: "100", kg: 60.5m, holder: "coop");
        var lot = LotViews.Of(world, "agency:1");
        Assert.Equal((LotStatus.Held, "coop", "coop", 60.5m), (lot.Status, lot.Custodian?.Value, lot.Owner?.Value, lot.MassKg?.Kg));
        Assert.Equal((new SiteId("site-1"), Mineral.Cassiterite), (lot.SiteId, lot.Mineral));
    }

    /// <summary>The bag holds 60 kg at the mine, where the agency bagged it for the coop; the trader took it in on 03-05.</summary>
    [Theory]
    [InlineData("the custodian weighs it again", "trader", "03-06", 59, "measured", "wet", 59)]
    [InlineData("somebody else weighs it", "rival", "03-06", 10, "measured", "wet", 60)]
    [InlineData("who held it before weighs it", "coop", "03-06", 10, "measured", "wet", 60)]
    [InlineData("the custodian only estimates", "trader", "03-06", 55, "estimated", "wet", 60)]
    [InlineData("the custodian dried it on paper", "trader", "03-06", 50, "measured", "dry", 60)]
    [InlineData("the agency weighs again at the mine", "agency", "03-04", 58, "measured", "wet", 58)]
    public void Its_mass_is_its_custodians_latest_measured_weight(
        string why, string by, string when, decimal kg, string method, string basis, decimal expected)
    {
        var world = new World();
        world.By("agency", "03-01 09:00").Bagged("agency:1", tag: "100", kg: 60, holder: "coop");
        world.By("trader", "03-05 09:00").Received(["100"], from: "coop");
        world.By(by, when).Weighed("100", kg, method, basis);
        Assert.True(expected == LotViews.Of(world, "agency:1").MassKg?.Kg, why);
    }

    [Fact]
    public void The_programme_and_a_countersigned_scale_are_the_custodians_word()
    {
        var world = new World();
        world.By("coop", "03-01 09:00").Bagged("coop:1", tag: "100", kg: 60, holder: "coop");
        world.By("inspector", "03-02").AsProgramme().Weighed("coop:1", 59);
        Assert.Equal(59, LotViews.Of(world, "coop:1").MassKg?.Kg);
        world.By("neighbour", "03-03").CountersignedBy("coop").Weighed("coop:1", 58);
        Assert.Equal(58, LotViews.Of(world, "coop:1").MassKg?.Kg);
    }

    [Theory]
    [InlineData("agreed", null, "trader")]
    [InlineData("delivered", null, "coop")]
    [InlineData("delivered", "03-05", "trader")]
    [InlineData("delivered", "03-02", "trader")]
    [InlineData("paid", "03-05", "coop")]
    public void Title_passes_when_the_sale_says(string titlePasses, string? received, string owner)
    {
        var world = new World();
        world.By("coop", "03-01 09:00").Bagged("coop:1", tag: "100", kg: 60, holder: "coop");
        world.By("coop", "03-03 09:00").Sold("coop:s", "coop", "trader", ["coop:1"], titlePasses);
        if (received is not null) world.By("trader", received).Received(["100"], from: "coop");
        Assert.Equal(owner, LotViews.Of(world, "coop:1").Owner?.Value);
    }

    [Fact]
    public void Paid_title_passes_by_its_own_record_and_a_cancelled_sale_gives_it_back()
    {
        var world = new World();
        world.By("coop", "03-01 09:00").Bagged("coop:1", tag: "100", kg: 60, holder: "coop");
        world.By("coop", "03-03").Sold("coop:s", "coop", "trader", ["coop:1"], "paid");
        world.By("trader", "03-04").Post("title-passed", SaleOf("paid", "ground", "from", "to"));
        Assert.Equal("trader", LotViews.Of(world, "coop:1").Owner?.Value);
        world.By("trader", "03-05").Post("sale-cancelled", SaleOf("not-delivered", "reason", "seller", "buyer"));
        Assert.Equal("coop", LotViews.Of(world, "coop:1").Owner?.Value);
    }

    [Fact]
    public void A_refused_bag_goes_back_with_its_title()
    {
        var world = new World();
        world.By("coop", "03-01 09:00").Bagged("coop:1", tag: "100", kg: 60, holder: "coop");
        world.By("coop", "03-03").Sold("coop:s", "coop", "trader", ["coop:1"], "agreed");
        world.By("trader", "03-05").Received([], from: "coop", sale: "coop:s", refused: ["100"]);
        var lot = LotViews.Of(world, "coop:1");
        Assert.Equal(("coop", "coop"), (lot.Custodian?.Value, lot.Owner?.Value));
    }

    [Fact]
    public void A_strangers_refusal_moves_nothing()
    {
        var world = new World();
        world.By("coop", "03-01 09:00").Bagged("coop:1", tag: "100", kg: 60, holder: "coop");
        world.By("rival", "03-05").Received([], from: "friend", refused: ["100"]);
        Assert.Equal("coop", LotViews.Of(world, "coop:1").Custodian?.Value);
    }

    [Fact]
    public void A_buyers_paper_that_knows_only_the_day_does_not_lose_against_the_mines_phone()
    {
        var world = new World();
        world.By("agency", "03-01 15:00").Bagged("agency:1", tag: "100", kg: 60, holder: "coop");
        world.By("trader", "03-01").Received([new("100", 59.8m)], from: "coop");
        var lot = LotViews.Of(world, "agency:1");
        Assert.Equal(("trader", 59.8m), (lot.Custodian?.Value, lot.MassKg?.Kg));
    }

    [Fact]
    public void What_is_left_counts_from_the_last_weight()
    {
        var world = new World();
        world.By("coop", "03-01 09:00").Bagged("coop:1", tag: "100", kg: 60, holder: "coop");
        world.By("coop", "03-02").Processed("coop:r1", [new("coop:1", 20)], [new("coop:2", 20)]);
        Assert.Equal((LotStatus.PartlyConsumed, 40), Left(world));
        world.By("coop", "03-03").Weighed("coop:1", 39);
        Assert.Equal((LotStatus.PartlyConsumed, 39), Left(world));
        world.By("coop", "03-04").Processed("coop:r2", [new("coop:1", 38.9m)], [new("coop:3", 38)]);
        Assert.Equal((LotStatus.Consumed, 0.1m), Left(world));
    }

    [Fact]
    public void A_heap_grows_with_the_sheets_of_several_days_until_it_is_weighed()
    {
        var world = new World();
        world.By("coop", "03-01").Processed("coop:r1", [new("coop:1", 60)], [new("coop:heap", 50)], final: false);
        world.By("coop", "03-02").Processed("coop:r1", [new("coop:2", 60)], [new("coop:heap", 45)]);
        Assert.Equal(95, LotViews.Of(world, "coop:heap").MassKg?.Kg);
        world.By("coop", "03-03").Weighed("coop:heap", 94);
        Assert.Equal(94, LotViews.Of(world, "coop:heap").MassKg?.Kg);
        world.By("coop", "03-04").Processed("coop:r2", [new("coop:3", 60)], [new("coop:heap", 6)]);
        Assert.Equal(100, LotViews.Of(world, "coop:heap").MassKg?.Kg);
    }

    [Fact]
    public void The_carrier_has_it_on_the_way_and_nobody_sends_off_what_another_holds()
    {
        var world = new World();
        world.By("coop", "03-01 09:00").Bagged("coop:1", tag: "100", kg: 60, holder: "coop");
        world.By("rival", "03-02").Dispatched("rival:m", "friend", ["coop:1"]);
        Assert.Equal((LotStatus.Held, "coop"), Whereabouts(world));
        world.By("coop", "03-03").Dispatched("coop:m", "trader", ["coop:1"], carrier: "lorries");
        Assert.Equal((LotStatus.InTransit, "lorries"), Whereabouts(world));
        world.By("trader", "03-04").Arrived("coop:m", ["100"]);
        Assert.Equal((LotStatus.Held, "trader"), Whereabouts(world));
    }

    [Fact]
    public void A_lost_bag_is_lost_until_it_is_back()
    {
        var world = new World();
        world.By("coop", "03-01 09:00").Bagged("coop:1", tag: "100", kg: 60, holder: "coop");
        world.By("rival", "03-02").Post("lots-lost", Lines(cause: "theft", kg: null));
        Assert.Equal(LotStatus.Held, LotViews.Of(world, "coop:1").Status);
        world.By("coop", "03-03").Post("lots-lost", Lines(cause: "theft", kg: 60));
        Assert.Equal((LotStatus.Lost, 0), Left(world));
        world.By("coop", "03-04").Post("lots-recovered", Lines(cause: null, kg: 25));
        Assert.Equal((LotStatus.Held, 25), Left(world));
    }

    private static (LotStatus, decimal?) Left(World world) =>
        (LotViews.Of(world, "coop:1").Status, LotViews.Of(world, "coop:1").RemainingKg?.Kg);

    private static (LotStatus, string?) Whereabouts(World world) =>
        (LotViews.Of(world, "coop:1").Status, LotViews.Of(world, "coop:1").Custodian?.Value);

    private static System.Text.Json.Nodes.JsonObject Lines(string? cause, decimal? kg) =>
        cause is null ? new() { ["lots"] = Array(kg) } : new() { ["lots"] = Array(kg), ["cause"] = cause };

    private static System.Text.Json.Nodes.JsonArray Array(decimal? kg) => [new Line("coop:1", kg).Item()];

    private static System.Text.Json.Nodes.JsonObject SaleOf(string code, string codeName, string first, string second) => new()
    {
        ["saleId"] = "coop:s", ["lots"] = new System.Text.Json.Nodes.JsonArray(Line.Named("coop:1", [])),
        [first] = "coop", [second] = "trader", [codeName] = code,
    };
}
