using System.Text.Json.Nodes;
using Ledger.Domain.Values;
using Ledger.Rules.Tests.Recorders;

namespace Ledger.Rules.Tests.Rules;

public sealed class SiteNotAllowedTests
{
    public static readonly Cases Table = new("R13")
    {
        { "nobody keeps a register of sites", Bag },
        { "a green site", world =>
        {
            world.Office("01-10").Site().Status(SiteStatus.Green, "01-10");
            Bag(world);
        } },
        { "a site the register does not know, where it knows others", world =>
        {
            world.Office("01-10").Site("site-2");
            Bag(world);
        }, "review site-month:site-1/2026-03 unknown 0 1 ±0 lots site-not-registered-yet by coop on #0" },
        { "red since yesterday: nobody can know yet", world =>
        {
            world.Office("03-09").Site().Status(SiteStatus.Red, "03-09");
            Bag(world);
        } },
        { "red, entered only after the bag", world =>
        {
            world.Office("01-10").Site();
            world.Office("03-20").Status(SiteStatus.Red, "03-01");
            Bag(world);
        } },
        { "red once, and green again", world =>
        {
            world.Office("01-10").Site().Status(SiteStatus.Red, "01-10").Status(SiteStatus.Green, "03-01");
            Bag(world);
        } },
        { "red", world =>
        {
            world.Office("01-10").Site().Status(SiteStatus.Red, "01-10");
            Bag(world);
        }, "incident site-month:site-1/2026-03 red 0 1 ±0 lots wrong-date-on-sheet by coop on #0" },
        { "yellow, on the last day to put it right", world =>
        {
            world.Office("01-10").Site().Status(SiteStatus.Yellow, "01-10", cureBy: "03-10");
            Bag(world);
        } },
        { "yellow past its cure date", world =>
        {
            world.Office("01-10").Site().Status(SiteStatus.Yellow, "01-10", cureBy: "03-09");
            Bag(world);
        }, "review site-month:site-1/2026-03 yellow 0 1 ±0 lots cure-recorded-late by coop on #0" },
        { "suspended less than three days before", world =>
        {
            Suspend(world, new() { ["siteId"] = "site-1" }, noticed: "03-08");
            Bag(world);
        } },
        { "suspended for another mineral", world =>
        {
            Suspend(world, new() { ["siteId"] = "site-1", ["mineral"] = "coltan" });
            Bag(world);
        } },
        { "suspended, and lifted on the day of the bag", world =>
        {
            Suspend(world, new() { ["siteId"] = "site-1" });
            Lift(world, "03-10");
            Bag(world);
        } },
        { "a suspension that never was", world =>
        {
            var wrong = Suspend(world, new() { ["siteId"] = "site-1" });
            Bag(world);
            world.By("authority", "03-12").Corrected(wrong);
        } },
        { "stock that was counted when the suspension was noticed, and bagged later", world =>
        {
            Suspend(world, new() { ["siteId"] = "site-1" });
            world.By("coop", "03-02").Post("stock-counted", new()
            {
                ["countId"] = "coop:c1", ["complete"] = true,
                ["lots"] = new JsonArray(new JsonObject { ["lotId"] = "coop:1", ["seen"] = true }),
            });
            Bag(world);
        } },
        { "suspended", world =>
        {
            Suspend(world, new() { ["siteId"] = "site-1" });
            Bag(world);
        }, "incident site-month:site-1/2026-03 suspension:site:site-1 0 1 ±0 lots wrong-date-on-sheet by authority,coop on #0 #1" },
        { "a suspension that is recorded after the bag", world =>
        {
            Bag(world);
            Suspend(world, new() { ["siteId"] = "site-1" });
        }, "incident site-month:site-1/2026-03 suspension:site:site-1 0 1 ±0 lots wrong-date-on-sheet by authority,coop on #0 #1" },
        { "lifted before the bag, and suspended again", world =>
        {
            Suspend(world, new() { ["siteId"] = "site-1" }, noticed: "02-01");
            Lift(world, "02-10");
            Suspend(world, new() { ["siteId"] = "site-1" });
            Bag(world);
        }, "incident site-month:site-1/2026-03 suspension:site:site-1 0 1 ±0 lots wrong-date-on-sheet by authority,coop on #2 #3" },
        { "its area is suspended", world =>
        {
            world.Office("01-10").Site(area: "north");
            Suspend(world, new() { ["area"] = "north" });
            Bag(world);
        }, "incident site-month:site-1/2026-03 suspension:area:north 0 1 ±0 lots wrong-date-on-sheet by authority,coop on #0 #1" },
        { "its country is suspended", world =>
        {
            world.Office("01-10").Site();
            Suspend(world, new() { ["country"] = "RW" });
            Bag(world);
        }, "incident site-month:site-1/2026-03 suspension:country:RW 0 1 ±0 lots wrong-date-on-sheet by authority,coop on #0 #1" },
        { "who holds the bag is suspended", world =>
        {
            Suspend(world, new() { ["partyId"] = "coop" });
            world.By("agency", "03-10").Bagged("agency:1", tag: "100", holder: "coop");
        }, "incident site-month:site-1/2026-03 suspension:party:coop 0 1 ±0 lots wrong-date-on-sheet by agency,authority on #0 #1" },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void R13_bagged_where_it_was_not_allowed(string why) => Table.Check(why);

    private static void Bag(World world) => world.By("coop", "03-10").Bagged("coop:1", tag: "100", kg: 60);

    private static CustodyEventId Suspend(World world, JsonObject what, string noticed = "03-01")
    {
        (what["from"], what["noticedAt"]) = ($"2026-{noticed}T08:00:00+02:00", $"2026-{noticed}T08:00:00+02:00");
        return world.By("authority", "03-01").Post("suspended", what);
    }

    private static void Lift(World world, string when) => world.By("authority", when).Post("suspension-lifted", new()
    {
        ["siteId"] = "site-1", ["from"] = $"2026-{when}T08:00:00+02:00",
    });
}
