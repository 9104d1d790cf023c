using Ledger.Rules.Tests.Recorders;

namespace Ledger.Rules.Tests.Rules;

public sealed class ReceiptDiffersTests
{
    public static readonly Cases Table = new("R5")
    {
        { "the same weight", world => Delivered(world, 60, 60) },
        { "two spring-scale marks on a light bag", world => Delivered(world, 10, 10.4m) },
        { "two percent heavier", world => Delivered(world, 60, 61.2m) },
        { "dried on the way", world => Delivered(world, 60, 58.3m) },
        { "copied from the sheet: no evidence either way", world => Delivered(world, 60, 90, method: "copied-from-sheet") },
        { "estimated at the mine", world => Delivered(world, 50, 60, mine: "estimated") },
        { "not weighed by the buyer", world =>
        {
            world.By("coop", "03-01 09:00").Bagged("coop:1", tag: "100", kg: 60, holder: "coop");
            world.By("trader", "03-05").Received(["100"], from: "coop");
        } },
        { "opened before: part of it went into a run", world =>
        {
            world.By("coop", "03-01 09:00").Bagged("coop:1", tag: "100", kg: 60, holder: "coop");
            world.By("coop", "03-02").Processed("coop:r", [new("coop:1", 30)], [new("coop:2", 30)]);
            world.By("trader", "03-05").Received([new("100", 30)], from: "coop");
        } },
        { "a dry weight is not held against a wet one", world =>
        {
            world.By("coop", "03-01 09:00").Bagged("coop:1", tag: "100", holder: "coop");
            world.By("coop", "03-02").Weighed("coop:1", 52, basis: "dry");
            world.By("trader", "03-05").Received([new("100", 60)], from: "coop");
        } },
        { "a mistyped number, corrected", world =>
        {
            world.By("coop", "03-01 09:00").Bagged("coop:1", tag: "100", kg: 60, holder: "coop");
            var wrong = world.By("trader", "03-05").Received([new("100", 80)], from: "coop");
            world.By("trader", "03-06").Corrected(wrong, with => with.Received([new("100", 60)], from: "coop"));
        } },
        { "a drum, within two percent", world => Delivered(world, 800, 815) },
        { "a stranger's weight before the receipt is not the sender's", world =>
        {
            world.By("coop", "03-01 09:00").Bagged("coop:1", tag: "100", kg: 60, holder: "coop");
            world.By("rival", "03-02").Weighed("coop:1", 30);
            world.By("trader", "03-05").Received([new("100", 60)], from: "coop");
        } },
        { "heavier than two percent", world => Delivered(world, 60, 61.3m),
            "review delivery:#1 lot:coop:1 60 61.3 ±1.2 kg scale-or-typing-error by coop,trader on #0 #1" },
        { "lighter than drying explains", world => Delivered(world, 60, 57.8m),
            "review delivery:#1 lot:coop:1 60 57.8 ±1.755 kg drying-spill-or-typing-error by coop,trader on #0 #1" },
        { "a light bag beyond two scale marks", world => Delivered(world, 10, 10.5m),
            "review delivery:#1 lot:coop:1 10 10.5 ±0.4 kg scale-or-typing-error by coop,trader on #0 #1" },
        { "the buyer's paper knows only the day, the mine's phone the minute", world =>
        {
            world.By("coop", "03-01 15:00").Bagged("coop:1", tag: "100", kg: 60, holder: "coop");
            world.By("trader", "03-01").Received([new("100", 66)], from: "coop");
        }, "review delivery:#1 lot:coop:1 60 66 ±1.2 kg scale-or-typing-error by coop,trader on #0 #1" },
        { "the buyer weighs it at the gate first: that is not the sender's mass", world =>
        {
            world.By("coop", "03-01 09:00").Bagged("coop:1", tag: "100", kg: 60, holder: "coop");
            world.By("trader", "03-05 09:00").Weighed("100", 66, purpose: "receipt");
            world.By("trader", "03-05 09:10").Received([new("100", 66)], from: "coop");
        }, "review delivery:#2 lot:coop:1 60 66 ±1.2 kg scale-or-typing-error by coop,trader on #0 #2" },
        { "a receipt is held against the receipt before it", world =>
        {
            world.By("coop", "03-01 09:00").Bagged("coop:1", tag: "100", kg: 60, holder: "coop");
            world.By("trader", "03-05").Received([new("100", 60)], from: "coop");
            world.By("exporter", "03-09").Received([new("100", 65)], from: "trader");
        }, "review delivery:#2 lot:coop:1 60 65 ±1.2 kg scale-or-typing-error by trader,exporter on #1 #2" },
        { "a line written twice, by lot and by tag, is one difference", world =>
        {
            world.By("coop", "03-01 09:00").Bagged("coop:1", tag: "100", kg: 60, holder: "coop");
            world.By("trader", "03-05").Received([new("100", 66), new("coop:1", 66)], from: "coop");
        }, "review delivery:#1 lot:coop:1 60 66 ±1.2 kg scale-or-typing-error by coop,trader on #0 #1" },
        { "used by the buyer on the day of the receipt", world =>
        {
            world.By("coop", "03-01 09:00").Bagged("coop:1", tag: "100", kg: 60, holder: "coop");
            world.By("trader", "03-05 09:00").Processed("trader:r", [new("coop:1", 66)], [new("trader:2", 66)]);
            world.By("trader", "03-05 16:00").Received([new("100", 66)], from: "coop");
        }, "review delivery:#2 lot:coop:1 60 66 ±1.2 kg scale-or-typing-error by coop,trader on #0 #2" },
        { "arrived first, on the buyer's scale: the receipt is held against the sender's", world =>
        {
            world.By("coop", "03-01 09:00").Bagged("coop:1", tag: "100", kg: 60, holder: "coop");
            world.By("coop", "03-04 09:00").Dispatched("coop:m", "trader", ["coop:1"]);
            world.By("trader", "03-05 09:00").Arrived("coop:m", [new("coop:1", 66)], from: "coop");
            world.By("trader", "03-05 10:00").Received([new("coop:1", 66)], from: "coop", movement: "coop:m");
        }, "review movement:coop:m lot:coop:1 60 66 ±1.2 kg scale-or-typing-error by coop,trader on #0 #3" },
        { "a product of two days' sheets", world =>
        {
            world.By("mill", "03-01").Processed("mill:r", [], [new("mill:1", 300)], final: false);
            world.By("mill", "03-02").Processed("mill:r", [], [new("mill:1", 300)]);
            world.By("exporter", "03-09").Received([new("mill:1", 640)], from: "mill");
        }, "review delivery:#2 lot:mill:1 600 640 ±12 kg scale-or-typing-error by mill,exporter on #0 #1 #2" },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void R5_a_receipt_far_from_the_mass_recorded_before(string why) => Table.Check(why);

    private static void Delivered(World world, decimal sent, decimal received, string mine = "measured", string method = "measured")
    {
        world.By("coop", "03-01 09:00").Bagged("coop:1", tag: "100", kg: sent, method: mine, holder: "coop", packaging: "drum");
        world.By("trader", "03-05").Received([new("100", received, method)], from: "coop");
    }
}
