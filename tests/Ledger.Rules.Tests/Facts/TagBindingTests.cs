using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Tests.Recorders;
using Ledger.Rules.Tests.Views;

namespace Ledger.Rules.Tests.Facts;

public sealed class TagBindingTests
{
    /// <summary>"100@03-01 09:00=coop:1" ties tag 100 on that lot then. The question is whose weighing one by tag 100 is.</summary>
    [Theory]
    [InlineData("tied before", "100@03-01 09:00=coop:1", "03-02 09:00", "coop:1")]
    [InlineData("tied only days later", "100@03-02 09:02=coop:1", "03-01 09:00", null)]
    [InlineData("tied hours later: the sheet was typed late", "100@03-02 09:00=coop:1", "03-01 09:00", "coop:1")]
    [InlineData("worn before and tied on another hours later", "100@02-01=coop:2, 100@03-01 12:00=coop:1", "03-01 09:00", "coop:2")]
    [InlineData("never tied", "101@03-01 09:00=coop:1", "03-02 09:00", null)]
    [InlineData("the same day, nobody knows the hour", "100@03-01 15:00=coop:1", "03-01", "coop:1")]
    [InlineData("the same half day", "100@03-01 11:59=coop:1", "03-01 am", "coop:1")]
    [InlineData("the half day before", "100@03-01 12:00=coop:1", "03-01 am", "coop:1")]
    [InlineData("a paper day against a phone's minute", "100@03-01=coop:1", "03-01 00:01", "coop:1")]
    [InlineData("moved on: before", "100@03-01 09:00=coop:1, 100@03-05 09:00=coop:2", "03-04 09:00", "coop:1")]
    [InlineData("moved on: after", "100@03-01 09:00=coop:1, 100@03-05 09:00=coop:2", "03-06 09:00", "coop:2")]
    [InlineData("moved on: the day it moved", "100@03-01 09:00=coop:1, 100@03-05 09:00=coop:2", "03-05", "coop:2")]
    [InlineData("moved there and back", "100@03-01=coop:1, 100@03-05=coop:2, 100@03-08=coop:1", "03-09", "coop:1")]
    public void A_fact_that_names_the_tag_is_about_the_lot_that_wore_it_then(
        string why, string attachments, string weighed, string? expected)
    {
        var world = new World();
        foreach (var parts in attachments.Split(", ").Select(text => text.Split('@', '=')))
            world.By("coop", parts[1]).Tagged(parts[2], parts[0]);
        world.By("trader", weighed).Weighed("100", 60);

        var book = world.Arrived();
        var weighing = book.Stream(StreamName.Tag(new("RW", TagKind.Mine, "100"))).Single(fact => fact.Event is LotWeighed);
        foreach (var lot in (string[])["coop:1", "coop:2"])
            Assert.True((lot == expected) == book.Lot(lot).Facts.Contains(weighing), $"{why}: {lot}");
    }

    [Fact]
    public void A_corrected_attachment_moves_what_was_said_by_the_tag_to_the_other_lot()
    {
        var world = new World();
        world.By("coop", "03-01 09:00").Bagged("coop:1", tag: "100");
        var mistyped = world.By("coop", "03-02 09:00").Tagged("coop:2", "100");
        world.By("trader", "03-03 09:00").Weighed("100", 60);
        Assert.Null(LotViews.Of(world, "coop:1").MassKg);

        world.By("coop", "03-04 09:00").Corrected(mistyped, with => with.Tagged("coop:2", "101"));
        Assert.Equal(Mass.FromKg(60), LotViews.Of(world, "coop:1").MassKg);
        Assert.Null(LotViews.Of(world, "coop:2").MassKg);
    }

    [Fact]
    public void A_bag_is_found_by_the_tag_that_replaced_the_one_that_replaced_its_first()
    {
        var world = new World();
        world.By("coop", "03-01 09:00").Bagged("coop:1", tag: "100");
        world.By("trader", "03-02 09:00").Tagged(lot: null, "200", replaces: "100");
        world.By("trader", "03-03 09:00").Tagged(lot: null, "300", replaces: "200");
        world.By("trader", "03-04 09:00").Received([new("300", 60)], basis: "deposit");

        var lot = LotViews.Of(world, "coop:1");
        Assert.Equal(new PartyId("trader"), lot.Custodian);
        Assert.Equal(["300"], lot.Tags.Select(tag => tag.Number));
    }

    [Fact]
    public void A_replacement_of_the_same_day_finds_its_lot_whatever_order_the_sheets_sort_in()
    {
        var world = new World();
        world.By("trader", "03-01").Tagged(lot: null, "300", replaces: "200"); // the day alone sorts before any minute of it
        world.By("trader", "03-01 am").Tagged(lot: null, "200", replaces: "100");
        world.By("coop", "03-01 10:00").Bagged("coop:1", tag: "100");
        world.By("trader", "03-02").Weighed("300", 60);
        Assert.Equal(Mass.FromKg(60), LotViews.Of(world, "coop:1").MassKg);
    }

    [Fact]
    public void Tags_that_replace_each_other_in_a_circle_are_on_no_lot()
    {
        var world = new World();
        world.By("coop", "03-01").Tagged(lot: null, "100", replaces: "200");
        world.By("coop", "03-01").Tagged(lot: null, "200", replaces: "100");
        Assert.Empty(world.Arrived().Tag("100").Attachments);
    }

    [Fact]
    public void A_chain_of_a_thousand_replaced_tags_still_leads_to_the_bag()
    {
        var world = new World();
        world.By("coop", "03-01").Bagged("coop:1", tag: "T0");
        for (var i = 1; i <= 1_000; i++) world.By("coop", "03-01").Tagged(lot: null, $"T{i}", replaces: $"T{i - 1}");
        world.By("coop", "03-02").Weighed("T1000", 60);
        Assert.Equal(Mass.FromKg(60), LotViews.Of(world, "coop:1").MassKg);
    }
}
