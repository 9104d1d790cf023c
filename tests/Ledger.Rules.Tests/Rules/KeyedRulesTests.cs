using System.Text.Json.Nodes;
using Ledger.Domain.Values;
using Ledger.Rules.Tests.Recorders;

namespace Ledger.Rules.Tests.Rules;

/// <summary>What is told by the records of a device, the sheets of a book, the weighings on a scale and a holder's runs.</summary>
public sealed class KeyedRulesTests
{
    public static readonly Cases Devices = new("R19")
    {
        { "no number missing, whatever came first", world =>
        {
            Phone(world, "03-02 09:00", 2);
            Phone(world, "03-01 09:00", 1);
            Phone(world, "03-03 09:00", 3);
        } },
        { "what was corrected away did come", world =>
        {
            Phone(world, "03-01 09:00", 1);
            var wrong = Phone(world, "03-02 09:00", 2);
            Phone(world, "03-03 09:00", 3);
            world.By("agency", "03-04").Corrected(wrong);
        } },
        { "each device counts by itself, and so does each organisation", world =>
        {
            Phone(world, "03-01 09:00", 1);
            world.By("agency", "03-01 10:00").OnDevice("phone-2", 5).Weighed("coop:1", 60);
            world.By("coop", "03-01 10:00").OnDevice("phone-1", 9).Weighed("coop:1", 60);
        } },
        { "two are missing over the edge of a thousand", world =>
        {
            Phone(world, "03-01 09:00", 997);
            Phone(world, "03-02 09:00", 1000);
            Phone(world, "03-02 10:00", 1001);
        }, "review device:agency/phone-1/0  0 2 ±0 records record-not-yet-posted by agency on #1" },
    };

    public static readonly Cases Sheets = new("R18")
    {
        { "sheets one after the other, line by line", world =>
        {
            Sheet(world, "03-01", "007", 1, "coop:1");
            Sheet(world, "03-01", "007", 2, "coop:2");
            Sheet(world, "03-02", "008", 1, "coop:3");
        } },
        { "both sides of a sale write from one sheet", world =>
        {
            world.By("coop", "03-01").OnSheet("B", "7", 1).Sold("coop:s", "coop", "trader", ["coop:1"]);
            world.By("trader", "03-01").OnSheet("B", "7", 1).Received(["coop:1"], sale: "coop:s");
        } },
        { "bagged and weighed on the same line", world =>
        {
            Sheet(world, "03-01", "7", 1, "coop:1");
            world.By("agency", "03-01").OnSheet("B", "7", 1).Weighed("coop:1", 60);
        } },
        { "a line put right", world =>
        {
            var wrong = Sheet(world, "03-01", "7", 1, "coop:1");
            world.By("agency", "03-02").Corrected(wrong, with => with.OnSheet("B", "7", 1).Bagged("agency:coop-2"));
        } },
        { "a sheet that was void", world =>
        {
            Sheet(world, "03-01", "7", 1, "coop:1");
            world.By("agency", "03-02").Post("sheet-voided", new() { ["book"] = "B", ["number"] = "8", ["reason"] = "spoiled" });
            Sheet(world, "03-03", "9", 1, "coop:2");
        } },
        { "another bundle of sheets", world =>
        {
            Sheet(world, "03-01", "7", 1, "coop:1");
            Sheet(world, "03-03", "77", 1, "coop:2");
        } },
        { "a line recorded twice", world =>
        {
            Sheet(world, "03-01", "7", 1, "coop:1");
            Sheet(world, "03-01", "7", 1, "coop:2");
        }, "review sheets:agency/B/0 line:7/1/bagged 1 2 ±0 records sheet-line-mistyped by agency on #0 #1" },
        { "one sheet at two sites", world =>
        {
            Sheet(world, "03-01", "7", 1, "coop:1");
            Sheet(world, "03-01", "7", 2, "coop:2", site: "site-2");
        }, "review sheets:agency/B/0 sites:7 1 2 ±0 sites sheet-number-mistyped by agency on #0 #1" },
        { "two sheets skipped", world =>
        {
            Sheet(world, "03-01", "A-99", 1, "coop:1");
            Sheet(world, "03-02", "A-100", 1, "coop:2");
            Sheet(world, "03-03", "A-103", 1, "coop:3");
            Sheet(world, "03-05", "A-103", 2, "coop:4");
        }, "review sheets:agency/B/A-1 skipped 0 2 ±0 sheets sheet-not-yet-typed by agency on #2" },
    };

    public static readonly Cases Finds = new("R12")
    {
        { "found while a run was open", world =>
        {
            world.By("trader", "02-27").Processed("trader:r", [new("coop:1", 60)], [new("trader:1", 20)], final: false);
            Found(world, "03-01");
            world.By("trader", "03-04").Processed("trader:r", [], [new("trader:2", 35)]);
        } },
        { "found on the day the run was closed", world =>
        {
            world.By("trader", "03-01").Processed("trader:r", [new("coop:1", 60)], [new("trader:1", 55)]);
            Found(world, "03-01 17:00");
        } },
        { "found the day after the run was closed", world =>
        {
            world.By("trader", "03-01").Processed("trader:r", [new("coop:1", 60)], [new("trader:1", 55)]);
            Found(world, "03-02");
        }, "review holder-month:trader/2026-03  0 1 ±0 finds run-not-yet-posted by inspector,trader on #1" },
        { "found before the run began", world =>
        {
            Found(world, "03-01");
            world.By("trader", "03-02").Processed("trader:r", [new("coop:1", 60)], [new("trader:1", 55)]);
        }, "review holder-month:trader/2026-03  0 1 ±0 finds run-not-yet-posted by inspector,trader on #0" },
        { "found weeks after the last sheet of a run that nobody closed", world =>
        {
            world.By("trader", "02-10").Processed("trader:r", [new("coop:1", 60)], [new("trader:1", 55)], final: false);
            Found(world, "03-20");
        }, "review holder-month:trader/2026-03  0 1 ±0 finds run-not-yet-posted by inspector,trader on #1" },
        { "found by the road", world => world.By("inspector", "03-01").Post("untagged-found", new()
        {
            ["place"] = new JsonObject { ["lat"] = -1, ["lon"] = 30 }, ["netKg"] = 12, ["method"] = "measured",
        }), $"review untagged-find:#0  0 1 ±0 finds run-not-yet-posted by inspector on #0" },
    };

    public static readonly Cases Scales = new("R25")
    {
        { "a scale nobody registered", world => Weigh(world, "03-01") },
        { "calibrated on the day", world =>
        {
            Register(world);
            Weigh(world, "03-01 07:00");
            Calibrate(world, "03-01");
        } },
        { "the certificate holds until that day", world =>
        {
            Register(world);
            Calibrate(world, "02-01", until: "2026-03-01");
            Weigh(world, "03-01");
        } },
        { "a known mass, two divisions off", world =>
        {
            Register(world);
            Check(world, shown: 20.4m);
        } },
        { "never calibrated", world =>
        {
            Register(world);
            Weigh(world, "03-01");
        }, "review scale-month:scale-1/2026-03 calibration 0 1 ±0 weighings calibration-not-recorded by coop on #1" },
        { "calibrated only later, and the certificate before had run out", world =>
        {
            Register(world);
            Calibrate(world, "02-01", until: "2026-02-28");
            Weigh(world, "03-01");
            Calibrate(world, "03-02");
        }, "review scale-month:scale-1/2026-03 calibration 0 1 ±0 weighings calibration-not-recorded by coop on #2" },
        { "failed its last calibration", world =>
        {
            Calibrate(world, "02-01");
            Calibrate(world, "02-10", result: "failed");
            Weigh(world, "03-01");
        }, "review scale-month:scale-1/2026-03 calibration 0 1 ±0 weighings calibration-not-recorded by coop on #2" },
        { "a known mass, three divisions off", world =>
        {
            Register(world);
            Check(world, shown: 20.6m);
        }, "review scale-month:scale-1/2026-03 check:#1 20 20.6 ±0.4 kg mass-mistyped by coop on #1" },
    };

    [Theory]
    [MemberData(nameof(Devices))]
    public void R19_records_of_a_device_are_missing(string why) => Devices.Check(why);

    [Theory]
    [MemberData(nameof(Sheets))]
    public void R18_sheets_do_not_add_up(string why) => Sheets.Check(why);

    [Theory]
    [MemberData(nameof(Finds))]
    public void R12_untagged_outside_an_open_run(string why) => Finds.Check(why);

    [Theory]
    [MemberData(nameof(Scales))]
    public void R25_a_scale_that_is_not_valid(string why) => Scales.Check(why);

    [Fact]
    public void A_skipped_sheet_is_waited_for_a_month_and_a_missing_record_three_days()
    {
        var world = new World();
        Sheet(world, "03-01", "7", 1, "coop:1");
        Sheet(world, "03-03", "9", 1, "coop:2");
        Phone(world, "03-01 09:00", 1);
        Phone(world, "03-03 09:00", 3);
        var book = world.Arrived();
        Assert.Equal(["R19"], Judged.Findings(book, new(2026, 4, 2)).Select(finding => finding.Rule));
        Assert.Equal(["R18", "R19"], Judged.Findings(book, new(2026, 4, 3)).Select(finding => finding.Rule).Order());
        Assert.Empty(Judged.Findings(book, new(2026, 3, 6)));
    }

    private static CustodyEventId Phone(World world, string when, int number) =>
        world.By("agency", when).OnDevice("phone-1", number).Weighed("coop:1", 60);

    private static CustodyEventId Sheet(World world, string when, string number, int line, string lot, string site = "site-1") =>
        world.By("agency", when).OnSheet("B", number, line).Bagged($"agency:{lot.Replace(':', '-')}", site: site);

    private static void Found(World world, string when) =>
        world.By("inspector", when).Post("untagged-found", new() { ["holder"] = "trader", ["netKg"] = 12, ["method"] = "measured" });

    private static void Weigh(World world, string when) => world.By("coop", when).Post("weighed", new()
    {
        ["lotId"] = "coop:1", ["netKg"] = 60, ["method"] = "measured", ["basis"] = "wet", ["purpose"] = "stock", ["scaleId"] = "scale-1",
    });

    private static void Register(World world) => world.By("coop", "01-10").Post("scale-registered", new()
    {
        ["scaleId"] = "scale-1", ["class"] = "ordinary", ["divisionKg"] = 0.2m,
    });

    private static void Calibrate(World world, string when, string? until = null, string result = "passed") =>
        world.By("authority", when).Post("scale-calibrated", new()
        {
            ["scaleId"] = "scale-1", ["result"] = result, ["validUntil"] = until,
        });

    private static void Check(World world, decimal shown) =>
        world.By("coop", "03-01").Post("check-weighed", new() { ["scaleId"] = "scale-1", ["knownKg"] = 20, ["shownKg"] = shown });
}
