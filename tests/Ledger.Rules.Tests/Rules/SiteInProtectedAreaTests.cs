using Ledger.Rules.Tests.Recorders;

namespace Ledger.Rules.Tests.Rules;

/// <summary>The site lies at 1 degree south, 30 east; there a degree is 111.3 km to the east and 110.6 km to the north.</summary>
public sealed class SiteInProtectedAreaTests
{
    private const string Inside = "incident site-areas:site-1 PARK 10 0 ±0 km position-or-outline-off by coop on #0";

    public static readonly Cases Areas = new("R14")
    {
        { "no area is protected", world => Bag(world.Office("01-10").Site()) },
        { "the register does not know where the site lies", world =>
        {
            world.Office("01-10").Protected("PARK", "01-01", (29, -2, 31, 0));
            world.By("coop", "03-10").Bagged("coop:1", tag: "100");
        } },
        { "a lake that maps draw covers it", world => Bag(world.Office("01-10").Site().Lake("LAKE", "01-01", (29, -2, 31, 0))) },
        { "10.02 km to the east", world => Bag(world.Office("01-10").Site().Protected("PARK", "01-01", (30.09m, -2, 31, 0))) },
        { "10.06 km to the south", world => Bag(world.Office("01-10").Site().Protected("PARK", "01-01", (29, -2, 31, -1.091m))) },
        { "13.3 km from the nearest corner", world =>
            Bag(world.Office("01-10").Site().Protected("PARK", "01-01", (30.085m, -0.915m, 31, 0))) },
        { "a place without extent, 11 km away", world =>
            Bag(world.Office("01-10").Site().Protected("TREE", "01-01", (30.1m, -1, 30.1m, -1))) },
        { "in the middle of a wide hole", world =>
            Bag(world.Office("01-10").Site().Protected("PARK", "01-01", (29, -2, 31, 0), (29.9m, -1.1m, 30.1m, -0.9m))) },
        { "protected from the day after", world => Bag(world.Office("01-10").Site().Protected("PARK", "03-11", (29, -2, 31, 0))) },
        { "not protected any more", world =>
            Bag(world.Office("01-10").Site().Protected("PARK", "01-01", (29, -2, 31, 0)).Unprotected("PARK", "03-10")) },
        { "the outline was drawn again, from the same day, and leaves the site out", world =>
            Bag(world.Office("01-10").Site().Protected("PARK", "01-01", (29, -2, 31, 0)).Protected("PARK", "01-01", (31, -2, 32, 0))) },
        { "a smaller outline came before the bag", world =>
            Bag(world.Office("01-10").Site().Protected("PARK", "01-01", (29, -2, 31, 0)).Protected("PARK", "03-01", (31, -2, 32, 0))) },
        { "the site had moved away, by the register", world =>
        {
            world.Office("01-10").Site().Protected("PARK", "01-01", (29, -2, 31, 0));
            world.Office("02-10").Moved(-4, 30);
            world.By("coop", "03-10").Bagged("coop:1", tag: "100");
        } },
        { "what was bagged there was corrected away", world =>
        {
            world.Office("01-10").Site().Protected("PARK", "01-01", (29, -2, 31, 0));
            var bag = world.By("coop", "03-10").Bagged("coop:1", tag: "100");
            world.By("coop", "03-12").Corrected(bag);
        } },
        { "inside", world => Bag(world.Office("01-10").Site().Protected("PARK", "01-01", (29, -2, 31, 0))), Inside },
        { "inside, entered long after", world =>
        {
            world.Office("05-10").Site();
            Bag(world.Office("05-11").Protected("PARK", "01-01", (29, -2, 31, 0)));
        }, Inside },
        { "the first of many bags stands for all", world =>
        {
            world.By("coop", "03-20").Bagged("coop:9", tag: "109");
            Bag(world.Office("01-10").Site().Protected("PARK", "01-01", (29, -2, 31, 0)));
            for (var i = 4; i < 9; i++) world.By("coop", $"0{i}-01").Bagged($"coop:{i}", tag: $"10{i}");
        }, Inside.Replace("#0", "#1", StringComparison.Ordinal) },
        { "a hundred metres from a hole", world =>
            Bag(world.Office("01-10").Site().Protected("PARK", "01-01", (29, -2, 31, 0), (30.001m, -1.1m, 30.1m, -0.9m))), Inside },
        { "in a narrow hole", world =>
            Bag(world.Office("01-10").Site().Protected("PARK", "01-01", (29, -2, 31, 0), (29.99m, -1.1m, 30.01m, -0.9m))),
            "review site-areas:site-1 PARK 10 1.1 ±0 km position-or-outline-off by coop on #0" },
        { "9.9 km to the east", world => Bag(world.Office("01-10").Site().Protected("PARK", "01-01", (30.089m, -2, 31, 0))),
            "review site-areas:site-1 PARK 10 9.9 ±0 km position-or-outline-off by coop on #0" },
        { "a place without extent, 5.6 km away", world =>
            Bag(world.Office("01-10").Site().Protected("TREE", "01-01", (30.05m, -1, 30.05m, -1))),
            "review site-areas:site-1 TREE 10 5.6 ±0 km position-or-outline-off by coop on #0" },
        { "near at first, inside when the outline grew", world =>
        {
            Bag(world.Office("01-10").Site().Protected("PARK", "01-01", (30.05m, -2, 31, 0)).Protected("PARK", "04-01", (29, -2, 31, 0)));
            world.By("coop", "04-10").Bagged("coop:2", tag: "101");
        }, Inside.Replace("#0", "#1", StringComparison.Ordinal) },
    };

    [Theory]
    [MemberData(nameof(Areas))]
    public void R14_a_site_in_a_protected_area_or_near_one(string why) => Areas.Check(why);

    private static void Bag(Office office) => office.World.By("coop", "03-10").Bagged("coop:1", tag: "100");
}
