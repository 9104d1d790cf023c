using System.Text.Json.Nodes;
using Ledger.Domain.Values;
using Ledger.Rules.Tests.Recorders;

namespace Ledger.Rules.Tests.Rules;

/// <summary>What takes many streams to see: provenance, a site's stock of tags, corrections.</summary>
public sealed class DistantRulesTests
{
    public static readonly Cases Origins = new("R15")
    {
        { "of a registered site in the country named", world =>
        {
            world.Office("01-10").Site();
            Exported(world, ["RW"]);
        } },
        { "of a site no register places", world => Exported(world, ["RW"]) },
        { "another country beside, while part of it cannot be traced", world =>
        {
            world.Office("01-10").Site();
            Exported(world, ["RW", "CD"], isTraced: false);
        } },
        { "a country that no input comes from", world =>
        {
            world.Office("01-10").Site();
            Exported(world, ["RW", "CD"]);
        }, "review origin:exporter:x no-input:mines-office/C1 1 2 ±0 countries site-or-country-misread by exporter on #4" },
        { "a country left out, through a run and a drum named by its tag", world =>
        {
            world.Office("01-10").Site().Site("site-2", country: "CD");
            Exported(world, ["RW"], second: "site-2");
        }, "review origin:exporter:x left-out:mines-office/C1 0 40 ±1 percent site-or-country-misread by exporter on #4" },
    };

    public static readonly Cases Stocks = new("R17")
    {
        { "the register assigned no tags to the site", world => Count(world, "03-10", counted: 5, removed: 3) },
        { "all accounted for: attached, in the box, with the agent, void and returned", world =>
        {
            Assign(world);
            Count(world, "02-01", counted: 80, removed: 20);
            world.By("coop", "02-10").Bagged("coop:1", tag: "100");
            world.By("coop", "02-11").Bagged("coop:2", tag: "101");
            world.By("agency", "02-12").Post("tag-voided", Range("190", "194"));
            world.By("agency", "02-13").Post("tags-returned", Range("195", "199"));
            Count(world, "02-20", counted: 70, removed: 0);
        } },
        { "on their way: assigned this month", world =>
        {
            Assign(world, on: "02-15");
            Count(world, "02-20", counted: 10, removed: 5);
        } },
        { "nobody says what was taken out", world =>
        {
            Assign(world);
            Count(world, "02-20", counted: 10, removed: 0);
        } },
        { "tied on after the count", world =>
        {
            Assign(world);
            Count(world, "02-20", counted: 100, removed: 0);
            world.By("coop", "02-21").Bagged("coop:1", tag: "100");
        } },
        { "ten are gone", world =>
        {
            Assign(world);
            Count(world, "02-01", counted: 80, removed: 20);
            Count(world, "02-20", counted: 70, removed: 0);
        }, "review tag-stock:site-1/RW/mine  100 90 ±0 tags tags-not-yet-recorded by agency on #0 #1" },
        { "more than there ever were", world =>
        {
            Assign(world);
            world.By("coop", "02-10").Bagged("coop:1", tag: "100");
            Count(world, "02-20", counted: 100, removed: 0);
        }, "review tag-stock:site-1/RW/mine  100 101 ±0 tags box-miscounted by agency on #1" },
        { "in two boxes, the newest count of each", world =>
        {
            Assign(world);
            Count(world, "02-01", counted: 100, removed: 0);
            Count(world, "02-10", counted: 50, removed: 0, box: "B");
            Count(world, "02-11", counted: 51, removed: 0);
        }, "review tag-stock:site-1/RW/mine  100 101 ±0 tags box-miscounted by agency on #0 #1 #2" },
    };

    public static readonly Cases Rights = new("C1")
    {
        { "its recorder, and the programme", world =>
        {
            var weighed = world.By("coop", "03-01").Weighed("coop:1", 60);
            world.By("coop", "03-02").Corrected(weighed);
            world.By("office", "03-03").AsProgramme().Corrected(weighed);
        } },
        { "a record that is not here yet", world => world.By("coop", "03-02").Corrected(Paper.IdOf("elsewhere")) },
        { "another, who took it back", world =>
        {
            var weighed = world.By("coop", "03-01").Weighed("coop:1", 60);
            var wrong = world.By("trader", "03-02").Corrected(weighed);
            world.By("trader", "03-03").Corrected(wrong);
        } },
        { "another", world =>
        {
            var weighed = world.By("coop", "03-01").Weighed("coop:1", 60);
            world.By("trader", "03-02").Corrected(weighed);
        }, "review custody-event:#0  0 1 ±0 corrections wrong-record-named by coop,trader on #1" },
    };

    public static readonly Cases Late = new("C2")
    {
        { "corrected before anybody else spoke", world =>
        {
            var sold = world.By("coop", "03-01 09:00").Sold("coop:s", "coop", "trader", [new("coop:1", 61)]);
            world.By("coop", "03-02 09:00").Corrected(sold, with => with.Sold("coop:s", "coop", "trader", [new("coop:1", 60)]));
            world.By("trader", "03-03 09:00").Received([new("coop:1", 60)], sale: "coop:s");
        } },
        { "who is corrected had heard the other first", world =>
        {
            world.By("coop", "03-01 09:00").Sold("coop:s", "coop", "trader", [new("coop:1", 60)]);
            var taken = world.By("trader", "03-02 09:00").Received([new("coop:1", 66)], sale: "coop:s");
            world.By("trader", "03-03 09:00").Corrected(taken, with => with.Received([new("coop:1", 60)], sale: "coop:s"));
        } },
        { "the programme corrected it", world =>
        {
            var sold = world.By("coop", "03-01 09:00").Sold("coop:s", "coop", "trader", [new("coop:1", 61)]);
            world.By("trader", "03-02 09:00").Received([new("coop:1", 60)], sale: "coop:s");
            world.By("office", "03-03 09:00").AsProgramme().Corrected(sold);
        } },
        { "a correction that was itself taken back", world =>
        {
            var sold = world.By("coop", "03-01 09:00").Sold("coop:s", "coop", "trader", [new("coop:1", 61)]);
            world.By("trader", "03-02 09:00").Received([new("coop:1", 60)], sale: "coop:s");
            var corrected = world.By("coop", "03-03 09:00").Corrected(sold);
            world.By("coop", "03-04 09:00").Corrected(corrected);
        } },
        { "a sale, after the buyer had weighed it", world =>
        {
            var sold = world.By("coop", "03-01 09:00").Sold("coop:s", "coop", "trader", [new("coop:1", 66)]);
            world.By("trader", "03-02 09:00").Received([new("coop:1", 60)], sale: "coop:s");
            world.By("coop", "03-03 09:00").Corrected(sold, with => with.Sold("coop:s", "coop", "trader", [new("coop:1", 60)]));
        }, "review custody-event:#0  0 1 ±0 corrections slip-noticed-late by coop,trader on #1 #2" },
        { "a weight, after the certificate", world =>
        {
            var weighed = world.By("exporter", "03-01 09:00").Weighed("exporter:1", 600);
            world.By("exporter", "03-02 09:00").Certified("exporter:1", "C1", 660);
            world.By("exporter", "03-03 09:00").Corrected(weighed, with => with.Weighed("exporter:1", 660));
        }, "review custody-event:#0  0 1 ±0 corrections slip-noticed-late by exporter on #1 #2" },
    };

    public static readonly Cases Cycles = new("R16")
    {
        { "one run after the other", world =>
        {
            world.By("mill", "03-01").Processed("mill:r1", [new("mill:1", 60)], [new("mill:2", 60)]);
            world.By("mill", "03-02").Processed("mill:r2", [new("mill:2", 60)], [new("mill:3", 60)]);
        } },
        { "two runs, each of the other's product, on days that do not tell", world =>
        {
            world.By("mill", "03-01").Processed("mill:r2", [new("mill:2", 60)], [new("mill:1", 60)]);
            world.By("mill", "03-01").Processed("mill:r1", [new("mill:1", 60)], [new("mill:2", 60)]);
            world.By("mill", "03-01").Processed("mill:r3", [new("mill:1", 1)], [new("mill:3", 1)]);
        }, "review cycle:mill:r1  0 2 ±0 runs tag-or-lot-number-mistyped by mill on #0 #1" },
        { "a run of its own product", world => world.By("mill", "03-01")
            .Processed("mill:r1", [new("mill:1", 60)], [new("mill:1", 60)]),
            "review cycle:mill:r1  0 1 ±0 runs tag-or-lot-number-mistyped by mill on #0" },
        { "a cycle that a correction opened", world =>
        {
            world.By("mill", "03-01").Processed("mill:r2", [new("mill:2", 60)], [new("mill:1", 60)]);
            var wrong = world.By("mill", "03-01").Processed("mill:r1", [new("mill:1", 60)], [new("mill:2", 60)]);
            world.By("mill", "03-02").Corrected(wrong);
        } },
    };

    [Theory]
    [MemberData(nameof(Origins))]
    public void R15_an_origin_that_does_not_fit(string why) => Origins.Check(why);

    [Theory]
    [MemberData(nameof(Stocks))]
    public void R17_a_stock_of_tags_that_does_not_add_up(string why) => Stocks.Check(why);

    [Theory]
    [MemberData(nameof(Rights))]
    public void C1_corrected_without_the_right(string why) => Rights.Check(why);

    [Theory]
    [MemberData(nameof(Late))]
    public void C2_corrected_after_others_had_spoken(string why) => Late.Check(why);

    [Theory]
    [MemberData(nameof(Cycles))]
    public void R16_made_of_itself(string why) => Cycles.Check(why);

    private static void Exported(World world, string[] origin, string second = "site-1", bool isTraced = true)
    {
        world.By("coop", "03-01").Bagged("coop:1", tag: "100", kg: 60);
        if (isTraced) world.By("coop", "03-01").Bagged("coop:2", tag: "101", kg: 40, site: second);
        else world.By("coop", "03-01").Weighed("coop:2", 40);
        world.By("exporter", "03-10").Processed("exporter:r", [new("100", 60), new("coop:2", 40)], [new("exporter:d", 99, Tag: "500")]);
        world.By("exporter", "03-20").Post("consigned", new()
        {
            ["lotId"] = "exporter:x", ["lots"] = new JsonArray(Line.ToLine("500").Item()),
        });
        world.By("exporter", "04-30").Certified("exporter:x", "C1", 99, origin: origin);
    }

    private static void Assign(World world, string on = "01-10")
    {
        world.Office("01-10").Issued("100", "199");
        world.Office(on).Assigned("100", "199");
    }

    private static void Count(World world, string when, int counted, int removed, string box = "A") =>
        world.By("agency", when).Post("lock-box-counted", new()
        {
            ["siteId"] = "site-1", ["box"] = box, ["series"] = "RW", ["kind"] = "mine", ["counted"] = counted, ["removed"] = removed,
            ["keyHolders"] = new JsonArray(Person("a"), Person("b")),
        });

    private static JsonObject Person(string name) => new() { ["role"] = "key-holder", ["ref"] = name };

    private static JsonObject Range(string from, string to) => new()
    {
        ["series"] = "RW", ["kind"] = "mine", ["from"] = from, ["to"] = to, ["siteId"] = "site-1",
    };
}
