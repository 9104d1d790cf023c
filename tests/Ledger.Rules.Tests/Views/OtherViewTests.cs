using System.Text.Json.Nodes;
using Ledger.Domain.Values;
using Ledger.Rules.Tests.Recorders;
using Ledger.Rules.Views;

namespace Ledger.Rules.Tests.Views;

public sealed class OtherViewTests
{
    [Fact]
    public void A_run_adds_up_its_sheets()
    {
        var world = new World();
        world.By("mill", "03-01").Processed("mill:r", [new("coop:1", 60)], [], "washing", final: false);
        world.By("mill", "03-02").Processed("mill:r", [new("coop:2", 40)], [new("mill:3", 70)], "washing", lossKg: 5);
        var run = RunView.Of(world.Arrived().Run("mill:r"))!;
        Assert.Equal((100m, 70m, 5m, 25m), (run.InputKg.Kg, run.OutputKg.Kg, run.MeasuredLossKg.Kg, run.UnmeasuredLossKg.Kg));
        Assert.Equal((true, 2, "mill"), (run.IsClosed, run.PartCount, run.Holder.Value));
    }

    [Fact]
    public void A_run_of_which_every_sheet_was_corrected_away_is_no_run()
    {
        var world = new World();
        world.By("mill", "03-02").Corrected(world.By("mill", "03-01").Processed("mill:r", [new("coop:1", 60)], []));
        Assert.Null(RunView.Of(world.Arrived().Run("mill:r")));
    }

    [Theory]
    [InlineData("", TransferStatus.Agreed)]
    [InlineData("100", TransferStatus.PartlyReceived)]
    [InlineData("100 coop:2", TransferStatus.Received)]
    public void A_sale_is_received_as_far_as_the_buyer_says_by_lot_or_by_tag(string received, TransferStatus status)
    {
        foreach (var sale in (string?[])["coop:s", null])
        {
            var world = new World();
            world.By("coop", "03-01").Bagged("coop:1", tag: "100", kg: 60);
            world.By("coop", "03-02").Sold("coop:s", "coop", "trader", ["coop:1", "coop:2"]);
            if (received.Length > 0)
                world.By("trader", "03-05").Received([.. received.Split(' ').Select(lot => new Line(lot))], from: "coop", sale: sale);
            var view = TransferView.Of(world.Arrived().Sale("coop:s"))!;
            Assert.Equal((status, "coop", "trader"), (view.Status, view.Seller?.Value, view.Buyer?.Value));
        }
    }

    [Theory]
    [InlineData("bagged", TagStatus.Attached)]
    [InlineData("bagged replaced", TagStatus.Replaced)]
    [InlineData("bagged twice", TagStatus.OnSeveralLots)]
    [InlineData("bagged cut", TagStatus.Cut)]
    [InlineData("weighed", TagStatus.NamedOnly)]
    [InlineData("void", TagStatus.Void)]
    [InlineData("replacing", TagStatus.Attached)]
    public void A_tag_is_where_its_records_leave_it(string records, TagStatus status)
    {
        var world = new World();
        foreach (var record in records.Split(' ')) Record(world, record);
        Assert.Equal(status, TagView.Of(world.Arrived().Tag("100"))?.Status);
    }

    private static CustodyEventId Record(World world, string record) => record switch
    {
        "bagged" => world.By("coop", "03-01").Bagged("coop:1", tag: "100"),
        "twice" => world.By("coop", "03-02").Bagged("coop:2", tag: "100"),
        "replaced" => world.By("coop", "03-03").Tagged("coop:1", "101", replaces: "100"),
        "replacing" => world.By("coop", "03-03").Tagged(lot: null, "100", replaces: "999"),
        "cut" => world.By("coop", "03-04").Post("tags-cut", new() { ["tags"] = new JsonArray(Line.TagNamed("100")) }),
        "void" => world.By("agency", "03-04").Post("tag-voided", new() { ["series"] = "RW", ["kind"] = "mine", ["from"] = "100" }),
        _ => world.By("coop", "03-05").Weighed("100", 60),
    };
}
