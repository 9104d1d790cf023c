using Ledger.Rules.Tests.Recorders;

namespace Ledger.Rules.Tests.Findings;

/// <summary>Settings of rules that look at sites, and at what belongs together by place and period.</summary>
internal static partial class SettingCases
{
    private static Dictionary<string, (decimal Value, string Rule, Action<World, string> Told)> OfSites => new()
    {
        ["R9.supplyTimes"] = (1.2m, "R9", (world, day) => Suppliers.Years(world, day, kg: 1_450)),
        ["R9.leastKg"] = (400, "R9", (world, day) => Suppliers.Years(world, day, kg: 450, before: _ => 150)),
        ["R10.reviewTimes"] = (1.1m, "R10", (world, day) =>
        {
            world.Office("01-10").Site().Baseline(kg: 100);
            Bag(world, day, 120);
        }),
        ["R10.incidentTimes"] = (1, "R10", (world, day) =>
        {
            world.Office("01-10").Site().Baseline(kg: 100);
            for (var i = 0; i < 12; i++) world.By("coop", day).Bagged($"coop:{i}", tag: $"1{i:00}", kg: 10);
        }),
        ["R10.peerTimes"] = (2, "R10", (world, day) => Quarry.Month(world, day, sites: 6, kg: 50, miners: 10, others: 20)),
        ["R10.peerSites"] = (3, "R10", (world, day) => Quarry.Month(world, day, sites: 4, kg: 90, miners: 10, others: 20)),
        ["R10.coltanMinerDayKg"] = (0.1m, "R10", (world, day) => Quarry.Month(
            world, day, sites: 1, kg: 200, miners: 10, others: 0, mineral: "coltan")),
        ["R10.historyMonths"] = (3, "R10", (world, day) => Quarry.Years(world, day, kg: 300, months: 4)),
        ["R10.shewhartSigma"] = (2, "R10", (world, day) => Quarry.Years(world, day, kg: 130)),
        ["R10.pageSigma"] = (1, "R10", (world, day) => Quarry.Years(world, day, kg: 130)),
        ["R14.nearKm"] = (20, "R14", (world, day) =>
        {
            world.Office("01-10").Site().Protected("PARK", "01-01", (30.1m, -2, 31, 0));
            Bag(world, "03-01", 60);
            world.By("coop", day).Bagged("coop:2", tag: "101");
        }),
        ["R21.surgeTimes"] = (1.2m, "R21", (world, day) => Quarry.Stopped(world, day, kg: 140)),
        ["R21.radiusKm"] = (40, "R21", (world, day) => Quarry.Stopped(world, day, kg: 200, kmAway: 30)),
        ["R21.days"] = (90, "R21", (world, day) => Quarry.Stopped(world, day, kg: 200, noticed: "2025-12-20")),
        ["R29.radiusKm"] = (1, "R29", (world, day) =>
        {
            world.Office("01-10").Site();
            world.By("coop", day).At(-1.0135m, 30, accuracyM: 5).Bagged("coop:1", tag: "100");
        }),
    };

    private static Dictionary<string, (decimal Value, string Rule, Action<World, string> Told)> OfPeriods => new()
    {
        ["R12.openRunDays"] = (5, "R12", (world, day) =>
        {
            world.By("coop", "02-26").Processed("coop:r", [new("coop:1", 60)], [new("coop:2", 60)], final: false);
            world.By("office", day).Post("untagged-found", new() { ["holder"] = "coop" });
        }),
        ["R13.noticeHours"] = (24, "R13", (world, day) =>
        {
            var noticed = day == ChangedOn ? "2026-03-08T00:00:00+02:00" : "2026-03-07T00:00:00+02:00";
            world.By("office", "03-07").Post("suspended", new() { ["siteId"] = "site-1", ["from"] = noticed, ["noticedAt"] = noticed });
            Bag(world, day, 60);
        }),
        ["R15.originPct"] = (0.1m, "R15", (world, day) =>
        {
            world.Office("01-10").Site().Site("site-2", country: "CD");
            world.By("coop", "03-01").Bagged("coop:8", kg: 99.5m);
            world.By("coop", "03-01").Bagged("coop:9", kg: 0.5m, site: "site-2");
            world.By("coop", "03-02").Processed("coop:r", [new("coop:8", 99.5m), new("coop:9", 0.5m)], [new("coop:x", 100)]);
            world.By("office", day).Certified("coop:x", "C1", 100);
        }),
        ["R17.transitDays"] = (5, "R17", (world, day) =>
        {
            world.Office("02-20").Issued("100", "199").Assigned("100", "199");
            world.By("agency", day).Post("lock-box-counted", LockBox(counted: 10, removed: 5));
        }),
        ["R18.skippedDays"] = (5, "R18", (world, day) =>
        {
            world.By("coop", "03-01").OnSheet("B", "7").Weighed("coop:1", 60);
            world.By("coop", day).OnSheet("B", "9").Weighed("coop:1", 60);
        }),
        ["R19.gapHours"] = (1, "R19", (world, day) =>
        {
            world.By("coop", "03-01").OnDevice("phone", 1).Weighed("coop:1", 60);
            world.By("coop", day).OnDevice("phone", 3).Typed("03-31 10:00").Weighed("coop:1", 60);
        }),
        ["R19.lagHours"] = (24, "R19", (world, day) =>
        {
            Typed(world, "02-05", "02-06 10:00", from: 100, count: 20);
            Typed(world, day, day == ChangedOn ? "03-13 10:00" : "03-12 10:00", from: 200, count: 2);
        }),
        ["R19.latePct"] = (5, "R19", (world, day) =>
        {
            Typed(world, "02-05", "02-06 10:00", from: 100, count: 20);
            Typed(world, "03-01", "03-02 10:00", from: 200, count: 20);
            Typed(world, day, "03-30 10:00", from: 300, count: 2);
        }),
        ["R19.historyRecords"] = (5, "R19", (world, day) =>
        {
            Typed(world, "02-05", "02-06 10:00", from: 100, count: 10);
            Typed(world, day, "03-30 10:00", from: 300, count: 2);
        }),
        ["R25.calibrationDays"] = (30, "R25", (world, day) =>
        {
            world.By("office", "01-20").Post("scale-calibrated", new() { ["scaleId"] = "x", ["result"] = "passed" });
            world.By("coop", day).Post("weighed", Line.Named("coop:1", new()
            {
                ["netKg"] = 60, ["method"] = "measured", ["basis"] = "wet", ["purpose"] = "stock", ["scaleId"] = "x",
            }));
        }),
        ["R31.fewestLots"] = (10, "R31", (world, day) => Agree(world, day, 12, 0.05m, _ => 0)),
        ["R31.tailPct"] = (50, "R31", (world, day) => Agree(world, day, 24, 0.05m, i => (i % 4) switch { 0 => 1, 2 => -1, _ => 0 })),
        ["R31.repeatabilityKg"] = (0.1m, "R31", (world, day) => Agree(world, day, 24, 0.2m, _ => 0)),
        ["R30.hourlyTags"] = (2, "R30", (world, day) =>
        {
            for (var i = 0; i < 3; i++) world.By("coop", $"{day} 09:0{i}").OnDevice("phone", i).Bagged($"coop:{i}", tag: $"10{i}");
        }),
    };

    private static Dictionary<string, (decimal Value, string Rule, Action<World, string> Told)> OfAgents => new()
    {
        ["R20.journeyKmh"] = (30, "R20", (world, day) => Rules.TwoSitesTooFastTests.Record(
            world, "phone", null, day, ("09:00", 1), ("09:10", 1), ("10:20", 2), ("10:30", 2))),
        ["R22.fewestWeighings"] = (50, "R22", (world, day) => Rules.DigitsNotByChanceTests.Weigh(
            world, 60, Rules.DigitsNotByChanceTests.Round, day: day)),
        ["R22.tailPct"] = (5, "R22", (world, day) => Rules.DigitsNotByChanceTests.Weigh(
            world, 120, Rules.DigitsNotByChanceTests.Rounder, day: day)),
        ["R27.correctionSigma"] = (1, "R27", (world, day) => Rules.CorrectsFarMoreTests.Month(world, corrections: 5, day: day)),
        ["R27.fewestRecords"] = (20, "R27", (world, day) => Rules.CorrectsFarMoreTests.Month(
            world, corrections: 20, records: 20, day: day)),
    };

    private static void Agree(World world, string day, int lots, decimal step, Func<int, int> stepsApart)
    {
        for (var i = 0; i < lots; i++) world.By("coop", "03-01 09:00").Bagged($"coop:{i}", kg: 40 + (i * i * step));
        world.By("trader", day).Received(
            [.. Enumerable.Range(0, lots).Select(i => new Line($"coop:{i}", 40 + (((i * i) + stepsApart(i)) * step)))], from: "coop");
    }

    private static void Typed(World world, string day, string typed, int from, int count)
    {
        for (var i = from; i < from + count; i++) world.By("coop", day).Typed(typed).Bagged($"coop:{i}", tag: $"{i}");
    }

    private static System.Text.Json.Nodes.JsonObject LockBox(int counted, int removed) => new()
    {
        ["siteId"] = "site-1", ["box"] = "A", ["series"] = "RW", ["kind"] = "mine", ["counted"] = counted, ["removed"] = removed,
        ["keyHolders"] = new System.Text.Json.Nodes.JsonArray(KeyHolder("a"), KeyHolder("b")),
    };

    private static System.Text.Json.Nodes.JsonObject KeyHolder(string name) => new() { ["role"] = "key-holder", ["ref"] = name };
}
