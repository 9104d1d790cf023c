using Ledger.Domain.Values;
using Ledger.Rules.Tests.Recorders;

namespace Ledger.Rules.Tests.Rules;

/// <summary>What is told by the bags of a site in a month, beside what the registers say of it.</summary>
public sealed class SiteMonthRulesTests
{
    public static readonly Cases Allowance = new("R3")
    {
        { "the register knows of no allowance", world => Bags(world, "03", 5) },
        { "as many tags as were allowed", world =>
        {
            world.Office("01-10").Allowed(5);
            Bags(world, "03", 5);
        } },
        { "used before anything was allowed in the register", world =>
        {
            world.Office("04-10").Allowed(1);
            Bags(world, "03", 5);
        } },
        { "allowed late, with the day of the approval", world =>
        {
            world.Office("01-10").Allowed(2);
            world.Office("04-10").Allowed(3, on: "03-01");
            Bags(world, "03", 5);
        } },
        { "what one month left is used in the next", world =>
        {
            world.Office("01-10").Allowed(8);
            Bags(world, "02", 3);
            Bags(world, "03", 5, from: 150);
        } },
        { "one tag recorded twice is one tag", world =>
        {
            world.Office("01-10").Allowed(1);
            Bags(world, "03", 1);
            world.By("agency", "03-05").Tagged("coop:100", "100");
        } },
        { "more than was allowed", world =>
        {
            world.Office("01-10").Allowed(3);
            Bags(world, "02", 2);
            Bags(world, "03", 2, from: 150);
        }, "review site-month:site-1/2026-03  1 2 ±0 tags allowance-recorded-late by coop on #2 #3" },
        { "a tag tied on by itself counts at the site of its bag", world =>
        {
            world.Office("01-10").Allowed(1);
            world.By("coop", "03-01").Bagged("coop:1", tag: "101");
            world.By("coop", "03-02").Bagged("coop:2");
            world.By("coop", "03-03").Tagged("coop:2", "102");
        }, "review site-month:site-1/2026-03  1 2 ±0 tags allowance-recorded-late by coop on #0 #2" },
    };

    public static readonly Cases Minerals = new("R11")
    {
        { "a site of which the register knows nothing", world => Bag(world, "wolframite") },
        { "a mineral of that site", world =>
        {
            world.Office("01-10").Site(minerals: [Mineral.Cassiterite, Mineral.Wolframite]);
            Bag(world, "wolframite");
        } },
        { "nobody knows what is dug there", world =>
        {
            world.Office("01-10").Undescribed();
            Bag(world, "wolframite");
        } },
        { "mixed, where there are two", world =>
        {
            world.Office("01-10").Site(minerals: [Mineral.Cassiterite, Mineral.Wolframite]);
            Bag(world, "mixed");
        } },
        { "another mineral, corrected", world =>
        {
            world.Office("01-10").Site();
            var wrong = Bag(world, "coltan");
            world.By("coop", "03-02").Corrected(wrong, with => with.Bagged("coop:1", tag: "100"));
        } },
        { "another mineral", world =>
        {
            world.Office("01-10").Site();
            Bag(world, "coltan");
            world.By("coop", "03-01").Bagged("coop:2", tag: "101");
        }, "review site-month:site-1/2026-03 coltan 0 1 ±0 lots wrong-mineral-chosen by coop on #0" },
    };

    public static readonly Cases Lags = new("R19")
    {
        { "typed in as late as ever", world =>
        {
            for (var i = 0; i < 40; i++) Typed(world, i, "02", late: 3 + (i % 4));
            for (var i = 40; i < 60; i++) Typed(world, i, "03", late: 3 + (i % 4));
        } },
        { "one sheet of the month came late", world =>
        {
            for (var i = 0; i < 40; i++) Typed(world, i, "02", late: 1);
            for (var i = 40; i < 60; i++) Typed(world, i, "03", late: i == 50 ? 15 : 1);
        } },
        { "too little history to say what is usual", world =>
        {
            for (var i = 0; i < 10; i++) Typed(world, i, "02", late: 1);
            for (var i = 10; i < 14; i++) Typed(world, i, "03", late: 20);
        } },
        { "a third of the month was typed in a fortnight later", world =>
        {
            for (var i = 0; i < 30; i++) Typed(world, i, "02", late: 1);
            for (var i = 30; i < 36; i++) Typed(world, i, "03", late: i < 34 ? 1 : 15);
        }, "review site-month:site-1/2026-03  0 2 ±0.6 lots sheets-typed-late by coop on #34 #35" },
    };

    public static readonly Cases Places = new("R29")
    {
        { "a site of which the register knows nothing", world => At(world, lat: 0) },
        { "within two kilometres, as far as the device can tell", world =>
        {
            world.Office("01-10").Site();
            At(world, lat: -1.0185m, accuracyM: 60); // 2,046 m
        } },
        { "at a tagging point that is declared", world =>
        {
            world.Office("01-10").Site();
            At(world, lat: -1.1m, premises: "trader");
        } },
        { "a position somebody typed", world =>
        {
            world.Office("01-10").Site();
            At(world, lat: 1, source: "typed");
        } },
        { "eleven kilometres away", world =>
        {
            world.Office("01-10").Site();
            At(world, lat: -1.1m, accuracyM: 20);
        }, "review site-month:site-1/2026-03  2 12 ±0 km tagging-point-not-declared by coop on #0" },
    };

    public static readonly Cases Speed = new("R30")
    {
        { "forty in an hour, and the next in the next", world =>
        {
            for (var i = 0; i < 42; i++) Phone(world, i, $"03-01 {9 + (i / 40):00}:{i % 40:00}", "phone-1");
        } },
        { "forty-one in an hour, on two phones", world =>
        {
            for (var i = 0; i < 41; i++) Phone(world, i, $"03-01 09:{i:00}", $"phone-{i % 2}");
        } },
        { "on sheets that know only the day", world =>
        {
            for (var i = 0; i < 41; i++) Phone(world, i, "03-01", "phone-1");
        } },
        { "forty-two within an hour that the clock cuts in two", world =>
        {
            for (var i = 0; i < 42; i++) Phone(world, i, $"03-01 {9 + ((30 + i) / 60):00}:{(30 + i) % 60:00}", "phone-1");
        }, "review site-month:site-1/2026-03 coop/phone-1 40 42 ±0 tags typed-from-a-sheet by coop on "
            + string.Join(' ', Enumerable.Range(0, 42).Select(i => $"#{i}")) },
    };

    [Theory]
    [MemberData(nameof(Allowance))]
    public void R3_more_tags_than_allowed(string why) => Allowance.Check(why);

    [Theory]
    [MemberData(nameof(Minerals))]
    public void R11_a_mineral_that_is_not_of_that_site(string why) => Minerals.Check(why);

    [Theory]
    [MemberData(nameof(Lags))]
    public void R19_typed_in_far_later_than_usual(string why) => Lags.Check(why);

    [Theory]
    [MemberData(nameof(Places))]
    public void R29_tagged_far_from_the_site(string why) => Places.Check(why);

    [Theory]
    [MemberData(nameof(Speed))]
    public void R30_more_tags_in_an_hour_than_can_be_weighed(string why) => Speed.Check(why);

    private static void Bags(World world, string month, int count, int from = 100)
    {
        for (var i = 0; i < count; i++) world.By("coop", $"{month}-{i + 1:00}").Bagged($"coop:{from + i}", tag: $"{from + i}");
    }

    private static CustodyEventId Bag(World world, string mineral) =>
        world.By("coop", "03-01").Bagged("coop:1", tag: "100", mineral: mineral);

    private static void Typed(World world, int number, string month, int late) =>
        world.By("coop", $"{month}-05").Typed($"{month}-{6 + late:00} 10:00").Bagged($"coop:{number}", tag: $"{100 + number}");

    private static void At(World world, decimal lat, decimal? accuracyM = null, string source = "gps", string? premises = null) =>
        world.By("coop", "03-01 09:00").At(lat, 30, accuracyM, source, premises).Bagged("coop:1", tag: "100");

    private static void Phone(World world, int number, string when, string device) =>
        world.By("coop", when).OnDevice(device, number).Bagged($"coop:{number}", tag: $"{100 + number}");
}
