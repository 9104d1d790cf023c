using System.Text.Json.Nodes;
using Ledger.Domain.Values;
using Ledger.Rules.Tests.Recorders;
using Ledger.Rules.Views;

namespace Ledger.Rules.Tests.Views;

/// <summary>Sales and movements: both halves side by side, and title to the whole of a sale in the lots it covers.</summary>
public sealed class TransferTests
{
    [Fact]
    public void A_movement_shows_both_halves_by_lot_with_weights_seals_and_difference()
    {
        var world = Moved();
        world.By("mill", "03-03 14:00").Post("arrived", new()
        {
            ["movementId"] = "coop:m", ["lots"] = new JsonArray(Item("100", 59.5m), Item("coop:2", 40.2m)),
            ["seals"] = new JsonArray(new JsonObject { ["issuer"] = "coop", ["number"] = "S-1", ["intact"] = false }),
        });

        var movement = MovementOf(world)!;

        Assert.Equal((MovementStatus.Arrived, "coop", "mill"), (movement.Status, movement.From?.Value, movement.To?.Value));
        Assert.Equal((100m, 99.7m, -0.3m), (movement.DispatchedKg?.Kg, movement.ArrivedKg?.Kg, movement.DifferenceKg?.Kg));
        Assert.Equal(
            [(-0.5m, MovedLotState.Arrived), (0.2m, MovedLotState.Arrived)],
            movement.Lots.Select(lot => (lot.DifferenceKg!.Value.Kg, lot.State)));
        Assert.Equal(
            [("S-1", true, false), ("S-2", true, (bool?)null)],
            movement.Seals.Select(seal => (seal.Seal.Number, seal.IsDispatched, seal.IsIntact)));
        Assert.Empty(movement.Silent);
    }

    [Fact]
    public void Until_the_other_side_spoke_it_is_silent_and_a_receipt_without_the_id_speaks_too()
    {
        var world = Moved();
        var onTheWay = MovementOf(world)!;
        Assert.Equal((MovementStatus.OnTheWay, "mill", null), (onTheWay.Status, Assert.Single(onTheWay.Silent).Value, onTheWay.ArrivedKg));

        world.By("mill", "03-03").Received([new("coop:1", 59)], from: "coop");
        var partly = MovementOf(world)!;
        Assert.Equal((MovementStatus.PartlyArrived, 59m, -1m), (partly.Status, partly.ArrivedKg?.Kg, partly.DifferenceKg?.Kg));
        Assert.Empty(partly.Silent);

        world.By("mill", "03-03").Received([], from: "coop", refused: ["coop:2"]);
        Assert.Equal(
            [MovedLotState.Arrived, MovedLotState.Refused], MovementOf(world)!.Lots.Select(lot => lot.State));
    }

    [Fact]
    public void An_arrival_of_what_nobody_sent_leaves_the_sender_silent()
    {
        var world = new World();
        world.By("mill", "03-03").Arrived("coop:m", [new("coop:1", 59)], from: "coop");
        var movement = MovementOf(world)!;
        Assert.Equal((MovementStatus.ArrivedOnly, "coop"), (movement.Status, Assert.Single(movement.Silent).Value));
        Assert.Equal(MovedLotState.ArrivedOnly, Assert.Single(movement.Lots).State);
    }

    [Fact]
    public void A_countersigned_half_is_nobodys_silence()
    {
        var world = new World();
        world.By("coop", "03-03").CountersignedBy("mill").Dispatched("coop:m", "mill", ["coop:1"]);
        Assert.Empty(MovementOf(world)!.Silent);
    }

    [Theory]
    [InlineData("agreed", "mill", "mill")]
    [InlineData("delivered", "coop", "mill")]
    [InlineData("paid", "coop", "coop")]
    public void Title_to_a_sold_lot_passes_as_agreed_upon(string passes, string ownerWhenAgreed, string ownerWhenReceived)
    {
        var world = Sold(passes);
        Assert.Equal((SaleStatus.Agreed, ownerWhenAgreed), (SaleOf(world).Status, SaleOf(world).Lots[0].Owner?.Value));
        Assert.Equal("mill", Assert.Single(SaleOf(world).Silent).Value);

        world.By("mill", "03-03").Received([new("100", 59.8m), new("coop:2", 40)], from: "coop", sale: "coop:s");
        var sale = SaleOf(world);
        Assert.Equal((SaleStatus.Received, ownerWhenReceived), (sale.Status, sale.Lots[0].Owner?.Value));
        Assert.Equal((100m, 99.8m, -0.2m), (sale.SoldKg?.Kg, sale.ReceivedKg?.Kg, sale.DifferenceKg?.Kg));
        Assert.Equal(("mill", 2, 0), (Assert.Single(sale.Receipts).Receiver.Value, sale.Receipts[0].Lots, sale.Receipts[0].Refused));
        Assert.Empty(sale.Silent);
    }

    [Fact]
    public void Title_that_passed_for_a_whole_sale_is_its_lots_and_goes_back_when_it_is_cancelled()
    {
        var world = Sold("paid");
        Assert.Equal("coop", OwnerOf(world, "coop:1"));

        TitlePassed(world, "03-05");
        Assert.Equal(["mill", "mill"], Owners(world));
        Assert.Equal("mill", SaleOf(world).Lots[1].Owner?.Value);
        Assert.Equal(TitleGround.Paid, Assert.Single(SaleOf(world).Title).Ground);

        world.By("coop", "03-06").Post("sale-cancelled", new()
        {
            ["saleId"] = "coop:s", ["seller"] = "coop", ["buyer"] = "mill", ["reason"] = "not-delivered",
        });
        Assert.Equal(["coop", "coop"], Owners(world));
        Assert.Equal((SaleStatus.Cancelled, "coop"), (SaleOf(world).Status, SaleOf(world).Lots[0].Owner?.Value));
    }

    [Fact]
    public void Title_to_a_sale_leaves_alone_a_lot_that_was_sold_on_or_taken_out_of_it()
    {
        var world = Sold("agreed");
        world.By("mill", "03-03").Sold("mill:s", "mill", "smelter", [new("coop:1", 60)], titlePasses: "agreed");
        world.By("coop", "03-03").Post("sale-cancelled", new()
        {
            ["saleId"] = "coop:s", ["lots"] = new JsonArray(Line.Named("coop:2", [])), ["seller"] = "coop", ["buyer"] = "mill",
            ["reason"] = "refused",
        });
        TitlePassed(world, "03-05");
        Assert.Equal(["smelter", "coop"], Owners(world));
    }

    [Fact]
    public void Title_to_a_sale_that_was_corrected_away_never_passed()
    {
        var world = Sold("paid");
        var passed = TitlePassed(world, "03-05");
        world.By("coop", "03-06").Corrected(passed);
        Assert.Equal(["coop", "coop"], Owners(world));
    }

    private static World Moved()
    {
        var world = Bags();
        world.By("coop", "03-02 09:00").Post("dispatched", new()
        {
            ["movementId"] = "coop:m", ["to"] = "mill", ["lots"] = new JsonArray(Item("coop:1", 60), Item("coop:2", 40)),
            ["seals"] = new JsonArray(new[] { "S-1", "S-2" }.Select(number =>
                (JsonNode)new JsonObject { ["issuer"] = "coop", ["number"] = number }).ToArray()),
        });
        return world;
    }

    private static World Sold(string titlePasses)
    {
        var world = Bags();
        world.By("coop", "03-02").Sold("coop:s", "coop", "mill", [new("coop:1", 60), new("coop:2", 40)], titlePasses);
        return world;
    }

    private static World Bags()
    {
        var world = new World();
        world.By("coop", "03-01").Bagged("coop:1", tag: "100", kg: 60, holder: "coop");
        world.By("coop", "03-01").Bagged("coop:2", tag: "200", kg: 40, holder: "coop");
        return world;
    }

    private static CustodyEventId TitlePassed(World world, string day) => world.By("coop", day).Post("title-passed", new()
    {
        ["saleId"] = "coop:s", ["from"] = "coop", ["to"] = "mill", ["ground"] = "paid",
    });

    private static JsonObject Item(string lot, decimal kg) => new Line(lot, kg).Item();

    private static MovementView? MovementOf(World world) => MovementView.Of(new("coop:m"), world.Arrived().Movement("coop:m"));

    private static SaleView SaleOf(World world) => SaleView.Of(new("coop:s"), world.Arrived().Sale("coop:s"))!;

    private static IEnumerable<string?> Owners(World world) => new[] { "coop:1", "coop:2" }.Select(lot => OwnerOf(world, lot));

    private static string? OwnerOf(World world, string lot) => LotView.Of(world.Arrived().Lot(lot))!.Owner?.Value;
}
