using Ledger.Rules.Tests.Recorders;
using NodaTime;

namespace Ledger.Rules.Tests.Rules;

public sealed class NeverArrivedTests
{
    public static readonly Cases Table = new("R23")
    {
        { "arrived under the movement's id", world =>
        {
            Send(world);
            world.By("mill", "03-09").Arrived("coop:m", ["100", "coop:2"], from: "coop");
        } },
        { "arrived without the id", world =>
        {
            Send(world);
            world.By("mill", "03-09").Arrived(null, ["100", "coop:2"], from: "coop");
        } },
        { "taken in by a receipt alone", world =>
        {
            Send(world);
            world.By("mill", "03-09").Received(["100", "coop:2"], from: "coop", basis: "toll");
        } },
        { "stolen on the way, and told", world =>
        {
            Send(world);
            world.By("mill", "03-09").Arrived("coop:m", ["100"], from: "coop");
            world.By("coop", "03-09").Post("lots-lost", new()
            {
                ["lots"] = new System.Text.Json.Nodes.JsonArray(new Line("coop:2").Item()), ["cause"] = "theft",
            });
        } },
        { "one of two lots never arrived", world =>
        {
            Send(world);
            world.By("mill", "03-09").Arrived("coop:m", ["100"], from: "coop");
        }, "review movement:coop:m not-arrived:#1 2 1 ±0 lots record-not-yet-posted by coop,lorries,mill on #1" },
        { "arrived elsewhere", world =>
        {
            Send(world);
            world.By("rival", "03-09").Received(["100", "coop:2"], from: "coop", basis: "storage");
        }, "review movement:coop:m not-arrived:#1 2 0 ±0 lots record-not-yet-posted by coop,lorries,mill on #1" },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void R23_dispatched_and_never_arrived(string why) => Table.Check(why);

    [Fact]
    public void It_waits_for_the_settings_days()
    {
        var world = new World();
        Send(world);
        Assert.DoesNotContain(Judged.Findings(world.Arrived(), new LocalDate(2026, 4, 1)), finding => finding.Rule == "R23");
        Assert.Single(Judged.Findings(world.Arrived(), new LocalDate(2026, 4, 2)), finding => finding.Rule == "R23");
    }

    private static void Send(World world)
    {
        world.By("coop", "03-01").Bagged("coop:1", tag: "100", kg: 60, holder: "coop");
        world.By("coop", "03-02").Dispatched("coop:m", "mill", ["coop:1", "coop:2"], carrier: "lorries");
    }
}
