using Ledger.Domain.LedgerEvents;
using Ledger.Rules.Findings;
using Ledger.Rules.Tests.Recorders;

namespace Ledger.Rules.Tests.Rules;

public sealed class TwoSitesTooFastTests
{
    public static readonly Cases Journeys = new("R20")
    {
        { "a day at one site", world => Record(world, ("09:00", 1), ("09:10", 1), ("16:00", 1)) },
        { "as fast as a lorry on a good road", world => Record(world, ("09:00", 1), ("09:10", 1), ("10:30", 2), ("10:40", 2)) },
        { "on two phones", world =>
        {
            Record(world, ("09:00", 1), ("09:10", 1));
            Record(world, "other", ("09:12", 2), ("09:20", 2));
        } },
        { "one bag of the other site between two of this one: a slip in a list", world =>
            Record(world, ("09:00", 1), ("09:10", 2), ("09:20", 1), ("09:30", 1)) },
        { "typed from sheets in an office", world =>
            Record(world, "phone", "paper", ("09:00", 1), ("09:10", 1), ("09:12", 2), ("09:20", 2)) },
        { "the register does not know where the other site is", world =>
            Record(world, ("09:00", 1), ("09:10", 1), ("09:20", 3), ("09:30", 3)) },
        { "sites so close that people carry bags from one to the other", world =>
        {
            world.Office("01-11").Moved(-1.03m, 30, "site-2");
            Record(world, ("09:00", 1), ("09:10", 1), ("09:12", 2), ("09:20", 2));
        } },
        { "the second record was corrected away", world =>
        {
            Record(world, ("09:00", 1), ("09:10", 1), ("09:40", 2));
            world.By("agency", "03-11").Corrected(world.Papers[^1].Id);
        } },
        { "44 km in half an hour", world => Record(world, ("09:00", 1), ("09:10", 1), ("09:40", 2), ("09:50", 2)),
            "integrity device:agency/phone/0 too-fast 40 78 ±0 kmh typed-from-a-sheet by agency on #1 #2" },
        { "there and back", world => Record(world, ("09:00", 1), ("09:10", 1), ("09:40", 2), ("09:50", 2), ("10:40", 1), ("10:50", 1)),
            "integrity device:agency/phone/0 too-fast 40 78 ±0 kmh typed-from-a-sheet by agency on #1 #2 #3 #4" },
        { "at both in the same minute", world => Record(world, ("09:00", 1), ("09:10", 1), ("09:10", 2), ("09:50", 2)),
            "integrity device:agency/phone/0 too-fast 40 220 ±0 kmh typed-from-a-sheet by agency on #0 #2" },
    };

    [Theory]
    [MemberData(nameof(Journeys))]
    public void A_device_travels_no_faster_than_its_agent(string why) => Journeys.Check(why);

    [Fact]
    public void It_is_for_an_integrity_officer_alone()
    {
        var world = new World();
        Record(world, ("09:00", 1), ("09:10", 1), ("09:40", 2), ("09:50", 2));
        var finding = Assert.Single(Judged.Findings(world.Arrived()), finding => finding.Rule == "R20");
        Assert.Equal((FindingTier.Integrity, Audience.Integrity), (finding.Tier, Audiences.Of(finding)));
    }

    internal static void Record(World world, params (string At, int Site)[] bags) => Record(world, "phone", bags);

    private static void Record(World world, string device, params (string At, int Site)[] bags) => Record(world, device, null, bags);

    // The second site lies 44.2 km to the north, and bags of each are tagged within 2 km of it.
    private static void Record(World world, string device, string? channel, params (string At, int Site)[] bags) =>
        Record(world, device, channel, "03-10", bags);

    internal static void Record(World world, string device, string? channel, string day, params (string At, int Site)[] bags)
    {
        if (world.Register.Count == 0) world.Office("01-10").Site();
        if (world.Register.Count <= 2) world.Office("01-10").Site("site-2").Moved(-0.6m, 30, "site-2");
        foreach (var (at, site) in bags)
            world.By("agency", $"{day} {at}").OnDevice(device, world.Papers.Count + 1).Through(channel)
                .Bagged($"agency:{world.Papers.Count}", site: $"site-{site}");
    }
}
