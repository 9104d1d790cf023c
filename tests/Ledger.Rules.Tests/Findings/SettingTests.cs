using FsCheck;
using FsCheck.Fluent;
using Ledger.Domain.Guarded.Settings;
using Ledger.Domain.LedgerEvents;
using Ledger.Rules.Findings;
using Ledger.Rules.Tests.Recorders;
using Ledger.Rules.Views;
using NodaTime;

namespace Ledger.Rules.Tests.Findings;

/// <summary>A changed setting holds for what happens from its moment on, and for nothing before.</summary>
public sealed class SettingTests
{
    private const string ChangedOn = "03-10";

    // They make an incident of what is a finding anyway.
    private static readonly string[] OfIncidents = ["R5.yearlyShipments", "R5.yearlyAlarmPct", "R5.incidentLots"];
    private static readonly LocalDate AsOf = new(2026, 4, 1);

    // Setting, its new value, the rule, and what is told on the day: within the limit before the change, beyond it after.
    private static readonly Dictionary<string, (decimal Value, string Rule, Action<World, string> Told)> Table = new()
    {
        ["R4.bagKg"] = (60, "R4", (world, day) => Bag(world, day, 65)),
        ["R4.drumKg"] = (800, "R4", (world, day) => Bag(world, day, 850, "drum")),
        ["R4.bigBagKg"] = (1_000, "R4", (world, day) => Bag(world, day, 1_200, "big-bag")),
        ["R5.heavierPct"] = (1, "R5", (world, day) => Receive(world, day, 60, 61)),
        ["R5.lighterPct"] = (1, "R5", (world, day) => Receive(world, day, 60, 58.2m)),
        ["R5.dryingPct"] = (0, "R5", (world, day) => Receive(world, day, 60, 58.2m)),
        ["R5.dailyDryingPct"] = (0, "R5", (world, day) => Receive(world, day, 60, 58.2m)),
        ["R5.yearlyShipments"] = (10, "R5", (world, day) => ReceiveMany(world, day, 6, 60, 60.85m)),
        ["R5.yearlyAlarmPct"] = (10, "R5", (world, day) => ReceiveMany(world, day, 6, 60, 60.85m)),
        ["R5.incidentLots"] = (4, "R5", (world, day) => ReceiveMany(world, day, 4, 60, 61.1m)),
        ["R5.shipmentAlarmPct"] = (10, "R5", (world, day) => ReceiveMany(world, day, 6, 60, 60.3m)),
        ["R5.lotAlarmPct"] = (10, "R5", (world, day) => ReceiveOnScale(world, day, "01-01", "failed")),
        ["R5.lotSigmaKg"] = (0.05m, "R5", (world, day) => ReceiveMany(world, day, 20, 10, 10, last: 10.5m)),
        ["scale.uncalibratedSigmaPct"] = (0.3m, "R5", (world, day) => ReceiveOnScale(world, day, "01-01", "failed")),
        ["scale.monthlyDriftPct"] = (0, "R5", (world, day) => ReceiveOnScale(world, day, "2016-01-01", "passed")),
        ["scale.divisionKg"] = (0.05m, "R5", (world, day) => Receive(world, day, 10, 10.35m)),
        ["scale.weighingSigmaKg"] = (0, "R6", (world, day) => Process(world, day, 100, 100.65m)),
        ["scale.systematicSigmaPct"] = (0.1m, "R25", (world, day) =>
        {
            world.By("office", "01-20").Post("scale-calibrated", new() { ["scaleId"] = "x", ["result"] = "passed" });
            world.By("office", day).Post("check-weighed", new() { ["scaleId"] = "x", ["knownKg"] = 100, ["shownKg"] = 100.5m });
        }),
        ["estimate.sigmaPct"] = (1, "R6", (world, day) => Process(world, day, 100, 105, method: "estimated")),
        ["moisture.sigmaPct"] = (0, "R6", (world, day) => Process(world, day, 100, 101.5m, moisture: 5)),
        ["balance.coverageSigma"] = (2, "R6", (world, day) => Process(world, day, 100, 100.6m)),
        ["R7.washingPct"] = (40, "R7", (world, day) => Process(world, day, 100, 45, "washing")),
        ["R7.gravityPct"] = (20, "R7", (world, day) => Process(world, day, 100, 56, "gravity")),
        ["R7.separationPct"] = (2, "R7", (world, day) => Process(world, day, 100, 91, "magnetic")),
        ["R7.dryingPct"] = (5, "R7", (world, day) => Process(world, day, 100, 86, "drying")),
        ["R7.wetRunPct"] = (2, "R7", (world, day) => Process(world, day, 100, 93)),
        ["R7.otherPct"] = (0, "R7", (world, day) => Process(world, day, 100, 93)),
        ["R15.validityDays"] = (60, "R15", (world, day) => world.By("office", day).Certified("coop:1", "C1", 60)),
        ["R15.weightPct"] = (1, "R15", (world, day) =>
        {
            Bag(world, "03-01", 60);
            world.By("office", day).Certified("coop:1", "C1", 61);
        }),
        ["R16.heavierPct"] = (0, "R16", (world, day) =>
        {
            Bag(world, "03-01", 60);
            Process(world, day, 61, 61);
        }),
        ["R23.days"] = (5, "R23", (world, day) => world.By("coop", day).Dispatched("coop:m", "mill", ["coop:1"])),
        ["R28.days"] = (5, "R28", (world, day) => world.By("coop", day).Sold("coop:s", "coop", "mill", ["coop:1"])),
        ["order.slackHours"] = (1, "R16", (world, day) =>
        {
            world.By("mill", day + " 06:00").Received(["coop:1"], from: "coop");
            Bag(world, day + " 10:00", 60);
        }),
    };

    // The same, of where sites lie and what they bring out.
    private static readonly Dictionary<string, (decimal Value, string Rule, Action<World, string> Told)> Productions = new()
    {
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

    // The same, of what is looked at by place and period.
    private static readonly Dictionary<string, (decimal Value, string Rule, Action<World, string> Told)> Periods = new()
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

    private static void Agree(World world, string day, int lots, decimal step, Func<int, int> stepsApart)
    {
        for (var i = 0; i < lots; i++) world.By("coop", "03-01 09:00").Bagged($"coop:{i}", kg: 40 + (i * i * step));
        world.By("trader", day).Received(
            [.. Enumerable.Range(0, lots).Select(i => new Line($"coop:{i}", 40 + (((i * i) + stepsApart(i)) * step)))], from: "coop");
    }

    public static TheoryData<string> Names => [.. Table.Keys, .. Productions.Keys, .. Periods.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void What_happened_before_a_change_is_judged_by_the_old_value_and_what_happens_from_then_on_by_the_new(string name)
    {
        Assert.Equal((0, null), Found(name, day: "03-09"));
        Assert.Equal((1, 1), Found(name, day: ChangedOn));
    }

    [Fact]
    public void Every_setting_a_rule_uses_is_tried() =>
        Assert.Equal(
            SettingCatalogue.All.Where(setting => setting.Rules.Count > 0).Select(setting => setting.Name).Order(),
            Table.Keys.Concat(Productions.Keys).Concat(Periods.Keys).Concat(Rules.HolderGainedTests.Settings.Keys).Order());

    [Fact]
    public void Every_number_of_the_rules_comes_from_the_catalogue()
    {
        var numbers = typeof(RuleSettings).GetProperties().Where(property => property.Name != nameof(RuleSettings.Version)).ToList();
        Assert.Equal(SettingCatalogue.All.Count, numbers.Count);
        Assert.All(numbers, number => Assert.Single(SettingCatalogue.All, setting =>
        {
            var changed = new World();
            changed.Changed(setting.Name, setting.Least == setting.Default ? setting.Most : setting.Least, ChangedOn);
            return !Equals(number.GetValue(changed.Settings), number.GetValue(RuleSettings.Default));
        }));
    }

    [Fact]
    public void An_old_bag_weighed_again_after_the_change_keeps_the_old_limit()
    {
        var world = new World();
        world.Changed("R4.bagKg", 60, ChangedOn);
        Bag(world, "03-09", 65);
        world.By("trader", "03-20").Received([new("100", 65.1m)]);
        Assert.DoesNotContain(Judged.Findings(world.Arrived()), finding => finding.Rule == "R4");
    }

    [Fact]
    public void What_counts_as_nothing_is_told_by_the_setting_when_the_last_of_it_was_taken()
    {
        Assert.Equal([LotStatus.Consumed, LotStatus.PartlyConsumed], new[] { "03-09", ChangedOn }.Select(day =>
        {
            var world = new World();
            world.Changed("lot.crumbsKg", 0.05m, ChangedOn);
            Bag(world, "03-01", 60);
            Process(world, day, 59.9m, 59.9m);
            world.By("mill", "03-20").Post("sampled",
                Line.Named("coop:1", new() { ["sampleId"] = "mill:S1", ["netKg"] = 0.01m, ["for"] = "mine" }));
            return LotView.Of(world.Arrived().Lot("coop:1"))!.Status;
        }));
    }

    [Fact]
    public void How_late_a_sheet_may_be_typed_is_told_by_the_setting_when_the_tag_was_named()
    {
        Assert.Equal([2, 1], new[] { "03-09", ChangedOn }.Select(day =>
        {
            var world = new World();
            world.Changed("tag.typedLateHours", 1, ChangedOn);
            world.By("trader", day + " 06:00").Weighed("100", 60);
            Bag(world, day + " 10:00", 60);
            return world.Arrived().Lot("coop:1").Facts.Count(fact => fact.Type == "lot_weighed");
        }));
    }

    [Fact]
    public void A_change_that_takes_effect_after_everything_happened_changes_nothing() => ForAnyWorld((world, _) =>
    {
        var before = Judged.All(world.Arrived());
        foreach (var setting in SettingCatalogue.All) world.Changed(setting.Name, setting.Least, "2026-12-31");
        Assert.Equal(before, Judged.All(world.Arrived()));
    });

    [Fact]
    public void Whatever_was_changed_amid_it_the_order_of_arrival_changes_nothing() => ForAnyWorld((world, random) =>
    {
        foreach (var setting in SettingCatalogue.All)
            if (random.Next(2) == 0) world.Changed(setting.Name, setting.Least, $"03-{random.Next(1, 9):00}");
        Assert.Equal(Judged.All(world.Arrived()), Judged.All(world.ArrivedInAnyOrder(random)));
    });

    private static (int Count, int? SettingsVersion) Found(string name, string day)
    {
        var (value, rule, told) = Table.Concat(Productions).Concat(Periods).Single(row => row.Key == name).Value;
        var world = new World();
        world.Changed(name, value, ChangedOn);
        told(world, day);
        // What is usual is told when a month's sheets had time to come in.
        var asOf = rule is "R10" or "R21" ? AsOf.PlusDays(10) : AsOf;
        var found = Judged.Findings(world.Arrived(), asOf)
            .Where(finding => finding.Rule == rule && (!OfIncidents.Contains(name) || finding.Tier == FindingTier.Incident)).ToList();
        return (found.Count, found.FirstOrDefault()?.SettingsVersion);
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

    private static void Bag(World world, string day, decimal kg, string packaging = "bag") =>
        world.By("coop", day).Bagged("coop:1", tag: "100", kg: kg, packaging: packaging);

    private static void Receive(World world, string day, decimal recorded, decimal received)
    {
        Bag(world, "03-01 09:00", recorded);
        world.By("trader", day).Received([new("100", received)]);
    }

    // The last of them with another mass.
    private static void ReceiveMany(World world, string day, int count, decimal recorded, decimal received, decimal? last = null)
    {
        for (var i = 0; i < count; i++) world.By("coop", "03-01 09:00").Bagged($"coop:{i}", kg: recorded);
        world.By("trader", day).Received(
            [.. Enumerable.Range(0, count).Select(i => new Line($"coop:{i}", i == count - 1 ? last ?? received : received))]);
    }

    private static void ReceiveOnScale(World world, string day, string calibratedOn, string calibration)
    {
        world.By("office", calibratedOn).Calibrated("x", calibration);
        Bag(world, "03-01 09:00", 60);
        world.By("trader", day).Received([new("100", 61.25m)], scale: "x");
    }

    private static void Process(
        World world, string day, decimal input, decimal output, string operation = "other", string method = "measured",
        decimal? moisture = null) => world.By("mill", day).Processed(
            "mill:r", [new("coop:1", input, method, moisture)], [new("mill:2", output, method, moisture)], operation);

    private static void ForAnyWorld(Action<World, Random> holds) => Prop.ForAll(
        Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed => holds(AnyWorld.Of(new Random(seed)), new Random(seed + 1)))
        .Check(Config.QuickThrowOnFailure.WithMaxTest(200));
}
