using Ledger.Domain.Values;
using Ledger.Rules.Tests.Recorders;

namespace Ledger.Rules.Tests.Findings;

/// <summary>
/// For each setting a new value, the rule that goes by it, and what is told on a day: within the limit before the change, beyond it after.
/// </summary>
internal static partial class SettingCases
{
    public const string ChangedOn = "03-10";

    public static IReadOnlyDictionary<string, (decimal Value, string Rule, Action<World, string> Told)> All { get; } =
        OfLots.Concat(OfSites).Concat(OfPeriods).Concat(OfAgents).ToDictionary();

    private static Dictionary<string, (decimal Value, string Rule, Action<World, string> Told)> OfLots => new()
    {
        ["R4.bagKg"] = (60, "R4", (world, day) => Bag(world, day, 65)),
        ["R4.drumKg"] = (800, "R4", (world, day) => Bag(world, day, 850, "drum")),
        ["R4.bigBagKg"] = (1_000, "R4", (world, day) => Bag(world, day, 1_200, "big-bag")),
        ["R5.heavierPct"] = (1, "R5", (world, day) => Receive(world, day, 60, 61)),
        ["R5.lighterPct"] = (1, "R5", (world, day) => Receive(world, day, 60, 58.2m)),
        ["R5.dryingPct"] = (0, "R5", (world, day) => Receive(world, day, 60, 58.2m)),
        ["R5.dailyDryingPct"] = (0, "R5", (world, day) => Receive(world, day, 60, 58.2m)),
        ["R5.yearlyShipments"] = (10, "R5", (world, day) => ReceiveMany(world, day, 6, 60, 60.95m)),
        ["incident.falseAlarmPct"] = (50, "R5", (world, day) => ReceiveMany(world, day, 6, 60, 60.95m)),
        ["R5.incidentLots"] = (4, "R5", (world, day) => ReceiveMany(world, day, 4, 60, 61.17m)),
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
        ["assay.xrfSigmaPct"] = (0.1m, "R24", (world, day) => Rules.SmelterDiffersTests.Ship(world, tin: 63, assay: "xrf", day: day)),
        ["assay.labSigmaPct"] = (0, "R24", (world, day) => Rules.SmelterDiffersTests.Ship(world, tin: 62.5m, day: day)),
        ["order.slackHours"] = (1, "R16", (world, day) =>
        {
            world.By("mill", day + " 06:00").Received(["coop:1"], from: "coop");
            Bag(world, day + " 10:00", 60);
        }),
    };

    public static void Bag(World world, string day, decimal kg, string packaging = "bag") =>
        world.By("coop", day).Bagged("coop:1", tag: "100", kg: kg, packaging: packaging);

    public static void Receive(World world, string day, decimal recorded, decimal received)
    {
        Bag(world, "03-01 09:00", recorded);
        world.By("trader", day).Received([new("100", received)]);
    }

    // The last of them with another mass.
    public static void ReceiveMany(World world, string day, int count, decimal recorded, decimal received, decimal? last = null)
    {
        for (var i = 0; i < count; i++) world.By("coop", "03-01 09:00").Bagged($"coop:{i}", kg: recorded);
        world.By("trader", day).Received(
            [.. Enumerable.Range(0, count).Select(i => new Line($"coop:{i}", i == count - 1 ? last ?? received : received))]);
    }

    public static void ReceiveOnScale(World world, string day, string calibratedOn, string calibration)
    {
        world.By("office", calibratedOn).Calibrated("x", calibration);
        Bag(world, "03-01 09:00", 60);
        world.By("trader", day).Received([new("100", 61.25m)], scale: "x");
    }

    public static void Process(
        World world, string day, decimal input, decimal output, string operation = "other", string method = "measured",
        decimal? moisture = null) => world.By("mill", day).Processed(
            "mill:r", [new("coop:1", input, method, moisture)], [new("mill:2", output, method, moisture)], operation);
}
