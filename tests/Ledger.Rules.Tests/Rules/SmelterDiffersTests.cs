using System.Text.Json.Nodes;
using Ledger.Rules.Tests.Recorders;

namespace Ledger.Rules.Tests.Rules;

public sealed class SmelterDiffersTests
{
    private const string Delivery = "review delivery:#7 dry-mass";

    public static readonly Cases Masses = new("R24")
    {
        { "the same, but for what scales and meters leave open", world => Ship(world, kg: 2_004, moisture: 3.2m) },
        { "lighter on the scale, since it dried on the way", world => Ship(world, kg: 1_980, moisture: 2.02m) },
        { "the smelter measured no moisture", world => Ship(world, kg: 1_800, moisture: null) },
        { "the exporter measured none", world => Ship(world, kg: 1_800, moisture: 3, sentMoisture: null) },
        { "copied from the certificate", world => Ship(world, kg: 1_800, moisture: 3, method: "copied-from-sheet") },
        { "refused", world => Ship(world, kg: 1_800, moisture: 3, refused: true) },
        { "never exported, so far as anybody recorded", world => Ship(world, kg: 1_800, moisture: 3, isExported: false) },
        { "as heavy, and far wetter: water for ore", world => Ship(world, kg: 2_000, moisture: 8),
            $"{Delivery} 1940 1840 ±38.583 kg moisture-or-mass-off by exporter,lab,smelter on #1 #4 #7" },
        { "far heavier, in one record only", world => Ship(world, kg: 2_200, moisture: 3),
            $"{Delivery} 1940 2134 ±40.864 kg moisture-or-mass-off by exporter,lab,smelter on #1 #4 #7" },
        { "far heavier, in two records of each side", world => Ship(world, kg: 2_200, moisture: 3, smelted: 2_198),
            "incident delivery:#7 dry-mass 1940 2134 ±66.866 kg moisture-or-mass-off by exporter,lab,smelter on #1 #4 #7" },
        { "far lighter, in two records of each side", world => Ship(world, kg: 1_800, moisture: 3, smelted: 1_800),
            "incident delivery:#7 dry-mass 1940 1746 ±60.514 kg moisture-or-mass-off by exporter,lab,smelter on #1 #4 #7" },
        { "in two records, and yet one wrong moisture explains it", world => Ship(world, kg: 2_000, moisture: 8, smelted: 2_000),
            $"{Delivery} 1940 1840 ±38.583 kg moisture-or-mass-off by exporter,lab,smelter on #1 #4 #7" },
    };

    public static readonly Cases Grades = new("R24")
    {
        { "as far apart as two measurements may be", world => Ship(world, tin: 62.4m) },
        { "the smelter states none", world => Ship(world, tin: null) },
        { "another analyte", world => Ship(world, tin: 70, analyte: "SnO2") },
        { "of wet mass on one side", world => Ship(world, tin: 70, sentBasis: "wet") },
        { "the umpire agrees with the exporter", world => Ship(world, tin: 70, umpire: 60.2m) },
        { "poorer than exported", world => Ship(world, tin: 56),
            "review delivery:#7 grade:Sn 60 56 ±2.354 percent sample-or-laboratory-off by lab,smelter on #4 #7" },
        { "poorer, and an umpire says so: four numbers", world => Ship(world, tin: 56, umpire: 55.8m),
            "incident delivery:#7 grade:Sn 60 55.8 ±2.072 percent sample-or-laboratory-off by lab,smelter on #4 #7 #8" },
        { "richer, and the umpire is far from the smelter too", world => Ship(world, tin: 70, umpire: 64),
            "review delivery:#7 grade:Sn 60 64 ±1.356 percent sample-or-laboratory-off by lab,smelter on #4 #7 #8" },
    };

    [Theory]
    [MemberData(nameof(Masses))]
    public void Dry_mass_at_the_smelter_is_that_of_the_export(string why) => Masses.Check(why);

    [Theory]
    [MemberData(nameof(Grades))]
    public void Grade_at_the_smelter_is_that_of_the_export(string why) => Grades.Check(why);

    [Fact]
    public void The_one_and_the_other_are_told_apart()
    {
        var world = new World();
        Ship(world, kg: 2_200, moisture: 3, tin: 50);
        Assert.Equal(["dry-mass", "grade:Sn"],
            Judged.Findings(world.Arrived()).Where(finding => finding.Rule == "R24").Select(finding => finding.Discriminator));
    }

    /// <summary>2,000 kg with 3 % of moisture and 60 % of tin, as exported.</summary>
    internal static void Ship(
        World world, decimal kg = 2_000, decimal? moisture = 3, decimal? tin = 60, decimal? sentMoisture = 3, string method = "measured",
        bool refused = false, bool isExported = true, decimal? smelted = null, string analyte = "Sn", string sentBasis = "dry",
        decimal? umpire = null, string day = "03-20", string assay = "lab")
    {
        world.By("exporter", "02-01 08:00").Post("consigned", new()
        {
            ["lotId"] = "exporter:x", ["mineral"] = "cassiterite",
            ["lots"] = new JsonArray((JsonNode)new JsonObject { ["lotId"] = "mill:1" }),
        });
        world.By("exporter", "02-02 08:00").Weighed("exporter:x", 2_000, purpose: "export");
        world.By("exporter", "02-02 09:00").Post("weighed", Line.Named("mill:1", new()
        {
            ["netKg"] = 2_000, ["method"] = "measured", ["purpose"] = "stock",
        }));
        world.By("office", "02-05 08:00").Post("certified", new()
        {
            ["lotId"] = "exporter:x", ["authority"] = "office", ["number"] = "C1", ["weightKg"] = 2_000, ["gradePct"] = 60.1m,
            ["origin"] = new JsonArray("RW"), ["issuedOn"] = "2026-02-05", ["expiresOn"] = "2026-04-20",
        });
        Assay(world, "02-04 08:00", 60, sentMoisture, "seller", sentBasis, assay);
        if (isExported) world.By("exporter", "02-08 08:00").Exported("exporter:x", "2026-02-08");
        else world.By("exporter", "02-08 08:00").Weighed("mill:1", 2_000);
        world.By("exporter", "02-08 09:00").Sold("exporter:s", "exporter", "smelter", ["exporter:x"]);
        world.By("smelter", $"{day} 08:00").Post("smelter-received", new()
        {
            ["smelter"] = "CID000000", ["from"] = "exporter", ["lotId"] = "exporter:x", ["netKg"] = kg, ["method"] = method,
            ["moisturePct"] = moisture, ["refused"] = refused ? "grade-too-low" : null,
            ["analytes"] = tin is { } pct ? new JsonArray((JsonNode)new JsonObject { ["name"] = analyte, ["pct"] = pct }) : null,
        });
        if (umpire is { } word) Assay(world, "03-28 08:00", word, null, "umpire", "dry", "lab");
        if (smelted is { } fed)
            world.By("smelter", "03-30 08:00").Post("smelted", new()
            {
                ["heatId"] = "smelter:h1", ["smelter"] = "CID000000",
                ["inputs"] = new JsonArray((JsonNode)new JsonObject { ["lotId"] = "exporter:x", ["netKg"] = fed }),
                ["outputs"] = new JsonArray((JsonNode)new JsonObject { ["product"] = "tin-metal", ["kg"] = 1_100 }),
            });
    }

    private static void Assay(World world, string when, decimal tin, decimal? moisture, string purpose, string basis, string method) =>
        world.By("lab", when).Post("assayed", new()
        {
            ["lotId"] = "exporter:x", ["method"] = method, ["purpose"] = purpose, ["basis"] = basis, ["moisturePct"] = moisture,
            ["analytes"] = new JsonArray((JsonNode)new JsonObject { ["name"] = "Sn", ["pct"] = tin }),
        });
}
