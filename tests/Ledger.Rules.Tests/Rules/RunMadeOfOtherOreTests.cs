using Ledger.Rules.Tests.Recorders;

namespace Ledger.Rules.Tests.Rules;

/// <summary>R8 over all analytes: four lots of coltan and one of cassiterite are blended.</summary>
public sealed class RunMadeOfOtherOreTests
{
    private static readonly Dictionary<string, decimal> Coltan = Ore(2, 9, 24, 28, 1);
    private static readonly Dictionary<string, decimal> Cassiterite = Ore(62, 4, 1, 1, 2);
    private static readonly Dictionary<string, decimal> Wolframite = Ore(1, 14, 1, 1, 48);

    public static readonly Cases Table = new("R8")
    {
        { "what went in came out", world => Blend(world, Coltan, Coltan) },
        { "a percent of everything lost", world => Blend(world, Coltan, Coltan, outKg: 495) },
        { "of one analyte only", world => Blend(world, Only(Coltan, "Ta2O5"), Only(Coltan, "Ta2O5"), cassiterite: Only(Coltan, "Ta2O5")) },
        { "an analyser that shows three percent too much of all, in and out", world =>
            Blend(world, Times(Coltan, 1.03m), Coltan, cassiterite: Times(Cassiterite, 1.03m), made: Times(Made(Coltan), 1.03m)) },
        { "one grade of one line is not stated: nothing can be said of that analyte", world =>
            Blend(world, Coltan, Coltan, cassiterite: new(Cassiterite.Where(grade => grade.Key is "Sn" or "Fe").ToDictionary())) },
        { "a quarter of the tantalum is not there, and the mass is", world =>
            Blend(world, Coltan, Ore(2, 9, 18, 21, 1)),
            "review run:mill:r composition 0 8.03 ±3 sigma grade-or-mass-mistyped by mill on #0" },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void R8_a_run_whose_product_is_of_other_ore(string why) => Table.Check(why);

    // The cassiterite was wolframite: its sheet says what it was sold as.
    [Fact]
    public void The_lot_that_was_other_ore_is_named()
    {
        var world = new World();
        Blend(world, Coltan, Coltan, made: Mixed(Coltan, Wolframite));
        var found = Assert.Single(Judged.Findings(world.Arrived()), finding => finding is { Rule: "R8", Unit: "sigma" });
        Assert.Equal("lot:coop:4", found.Discriminator);
    }

    // Five lots of 100 kg of dry mass, the last one of cassiterite.
    private static void Blend(
        World world, Dictionary<string, decimal> stated, Dictionary<string, decimal> real, decimal outKg = 500,
        Dictionary<string, decimal>? cassiterite = null, Dictionary<string, decimal>? made = null) =>
        world.By("mill", "03-01").Processed(
            "mill:r",
            [.. Enumerable.Range(0, 5).Select(lot => new Line(
                $"coop:{lot}", 100, Moisture: 0, Grades: lot < 4 ? stated : cassiterite ?? Cassiterite))],
            [.. Enumerable.Range(0, 5).Select(lot => new Line(
                $"mill:{lot}", outKg / 5, Moisture: 0, Grades: made ?? (cassiterite is { Count: 1 } ? real : Made(real))))],
            "blending");

    private static Dictionary<string, decimal> Made(Dictionary<string, decimal> coltan) => Mixed(coltan, Cassiterite);

    private static Dictionary<string, decimal> Mixed(Dictionary<string, decimal> four, Dictionary<string, decimal> one) =>
        four.ToDictionary(grade => grade.Key, grade => ((4 * grade.Value) + one[grade.Key]) / 5);

    private static Dictionary<string, decimal> Times(Dictionary<string, decimal> ore, decimal factor) =>
        ore.ToDictionary(grade => grade.Key, grade => decimal.Round(grade.Value * factor, 4));

    private static Dictionary<string, decimal> Only(Dictionary<string, decimal> ore, string analyte) => new() { [analyte] = ore[analyte] };

    private static Dictionary<string, decimal> Ore(decimal sn, decimal fe, decimal nb, decimal ta, decimal w) =>
        new() { ["Sn"] = sn, ["Fe"] = fe, ["Nb2O5"] = nb, ["Ta2O5"] = ta, ["WO3"] = w };
}
