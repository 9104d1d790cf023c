using Ledger.Rules.Tests.Recorders;

namespace Ledger.Rules.Tests.Rules;

public sealed class ImpossibleHistoryTests
{
    public static readonly Cases Table = new("R16")
    {
        { "bagged, taken in, used", world =>
        {
            Bag(world);
            world.By("mill", "03-05").Received([new("100", 60)], from: "coop");
            Use(world, "mill", "03-06", 60);
        } },
        { "taken in on the day it was bagged", world =>
        {
            world.By("coop", "03-01 15:00").Bagged("coop:1", tag: "100", kg: 60, holder: "coop");
            world.By("mill", "03-01").Received([new("100", 60)], from: "coop");
            Use(world, "mill", "03-01 16:00", 60);
        } },
        { "taken in and used the same half day, in whatever order", world =>
        {
            Bag(world);
            world.By("mill", "03-05 am").Received([new("100", 60)], from: "coop");
            Use(world, "mill", "03-05 08:00", 60);
        } },
        { "used in the morning, the receipt typed in the afternoon", world =>
        {
            Bag(world);
            Use(world, "mill", "03-05 09:00", 60);
            world.By("mill", "03-05 16:00").Received([new("100", 60)], from: "coop");
        } },
        { "nobody recorded who held it at the mine", world =>
        {
            world.By("agency", "03-01 09:00").Bagged("agency:1", tag: "100", kg: 60);
            world.By("mill", "03-06").Processed("mill:r", [new("agency:1", 60)], [new("mill:2", 60)]);
        } },
        { "half of a bag in each of two runs", world =>
        {
            Bag(world);
            Use(world, "coop", "03-02", 30);
            Use(world, "coop", "03-03", 30.5m);
        } },
        { "ten handfuls on a spring scale", world =>
        {
            Bag(world);
            for (var i = 1; i <= 9; i++) Use(world, "coop", $"03-1{i}", 6.8m);
        } },
        { "an estimated bag that held a fifth more", world =>
        {
            world.By("coop", "03-01 09:00").Bagged("coop:1", tag: "100", kg: 50, method: "estimated", holder: "coop");
            Use(world, "coop", "03-02", 60);
        } },
        { "a heap used over days as it grows", world =>
        {
            world.By("coop", "03-01").Processed("coop:r0", [new("coop:8", 60)], [new("coop:1", 60)], final: false);
            world.By("coop", "03-02").Processed("coop:r0", [new("coop:9", 60)], [new("coop:1", 60)]);
            Use(world, "coop", "03-03", 118);
        } },
        { "used twice by mistake, corrected", world =>
        {
            Bag(world);
            Use(world, "coop", "03-02", 60);
            world.By("coop", "03-04").Corrected(Use(world, "coop", "03-03", 60));
        } },
        { "refused at the gate and used by the one who had it", world =>
        {
            Bag(world);
            world.By("mill", "03-05").Received([], from: "coop", refused: ["100"]);
            Use(world, "coop", "03-06", 60);
        } },
        { "arrived with the carrier", world =>
        {
            Bag(world);
            world.By("coop", "03-02").Dispatched("coop:m", "mill", ["coop:1"], carrier: "lorries");
            world.By("mill", "03-04").Arrived("coop:m", ["100"]);
            Use(world, "mill", "03-06", 60);
        } },
        { "taken in two days before it was bagged", world =>
        {
            Bag(world);
            world.By("mill", "02-27").Received([new("100", 60), new("coop:1", 60)], from: "coop");
        }, "review lot:coop:1 order 0 1 ±0 lots wrong-date-on-sheet by coop,mill on #0 #1" },
        { "used by who never took it in", world =>
        {
            Bag(world);
            Use(world, "mill", "03-06", 60);
        }, "review lot:coop:1 non-holder:#1 1 0 ±0 lots receipt-not-recorded by coop,mill on #0 #1" },
        { "used by who had passed it on", world =>
        {
            Bag(world);
            world.By("mill", "03-02").Received([new("100", 60)], from: "coop");
            Use(world, "coop", "03-06", 60);
        }, "review lot:coop:1 non-holder:#2 1 0 ±0 lots receipt-not-recorded by coop,mill on #1 #2" },
        { "named twice on one sheet by who never took it in", world =>
        {
            Bag(world);
            world.By("mill", "03-06").Processed("mill:r", [new("coop:1", 30), new("100", 30)], [new("mill:2", 60)]);
        }, "review lot:coop:1 non-holder:#1 1 0 ±0 lots receipt-not-recorded by coop,mill on #0 #1" },
        { "more used than there ever was", world =>
        {
            Bag(world);
            Use(world, "coop", "03-06", 62);
        }, "review lot:coop:1 over-consumed 60 62 ±1.6 kg scale-or-typing-error by coop on #1" },
        { "the whole bag in two runs", world =>
        {
            Bag(world);
            Use(world, "coop", "03-06", 60);
            Use(world, "coop", "03-07", 60);
        }, "review lot:coop:1 two-runs 60 120 ±1.8 kg tag-or-lot-number-mistyped by coop on #1 #2" },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void R16_a_history_that_cannot_be(string why) => Table.Check(why);

    private static void Bag(World world) => world.By("coop", "03-01 09:00").Bagged("coop:1", tag: "100", kg: 60, holder: "coop");

    private static Ledger.Domain.Values.CustodyEventId Use(World world, string by, string when, decimal kg) =>
        world.By(by, when).Processed($"{by}:r{world.Papers.Count}", [new("coop:1", kg)], [new($"{by}:p{world.Papers.Count}", kg)]);
}
