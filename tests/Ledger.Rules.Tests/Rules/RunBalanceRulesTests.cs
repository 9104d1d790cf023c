using Ledger.Domain.LedgerEvents;
using Ledger.Rules.Rules;
using Ledger.Rules.Tests.Recorders;
using NodaTime;

namespace Ledger.Rules.Tests.Rules;

public sealed class RunBalanceRulesTests
{
    public static readonly Cases Gained = new("R6")
    {
        { "as much as went in", world => Sheet(world, In(100, 5), Out(100, 5)) },
        { "a little more, within what scales and moisture allow", world => Sheet(world, In(100, 5), Out(101.5m, 5)) },
        { "wetter and heavier, but not in dry mass", world => Sheet(world, In(100, 2), Out(110, 11)) },
        { "not closed yet", world => world.By("mill", "03-01").Processed("mill:r", In(100, 5), Out(150, 5), final: false) },
        { "several days: the first day's sheet had the input", world =>
        {
            world.By("mill", "03-01").Processed("mill:r", In(100, 5), [], final: false);
            world.By("mill", "03-02").Processed("mill:r", [], Out(99, 5));
        } },
        { "estimated input: nobody knows so exactly", world => Sheet(world, [new("coop:1", 100, "estimated", 5)], Out(120, 5)) },
        { "a sheet counted twice, corrected", world =>
        {
            Sheet(world, In(100, 5), Out(100, 5));
            var twice = world.By("mill", "03-02").Processed("mill:r", [], [new("mill:9", 100, Moisture: 5)]);
            world.By("mill", "03-03").Corrected(twice);
        } },
        { "more dry mass out than in, which one mistyped digit explains", world => Sheet(world, In(100, 5), Out(104, 5)),
            "review run:mill:r  95 98.8 ±1.874 kg mass-mistyped by mill on #0" },
        { "more dry mass out than in, and no one digit explains it", world => Sheet(
            world, [.. Bags("coop", 10, 70)], [.. Bags("mill", 10, 80)]),
            "incident run:mill:r  665 760 ±6.307 kg input-lot-not-recorded by mill on #0" },
        { "an input of 70 written as 10 explains it", world => Sheet(
            world, [.. Bags("coop", 10, 70).Skip(1), new("coop:0", 10, Moisture: 5)], [.. Bags("mill", 10, 70)]),
            "review run:mill:r  608 665 ±5.6 kg mass-mistyped by mill on #0" },
        { "more out than in, moisture not known: water may have been added", world =>
            Sheet(world, [new("coop:1", 100)], [new("mill:2", 104)]),
            "review run:mill:r  100 104 ±0.755 kg water-added by mill on #0" },
        { "more out than in, an input only estimated", world => Sheet(world, [new("coop:1", 100, "estimated", 5)], Out(160, 5)),
            "review run:mill:r  95 152 ±28.641 kg mass-mistyped by mill on #0" },
        { "an output from nothing: a sheet may be missing", world => Sheet(world, [], Out(104, 5)),
            "review run:mill:r  0 98.8 ±1.781 kg input-lot-not-recorded by mill on #0" },
        { "the largest masses of two thousand lots", world =>
        {
            var outputs = Enumerable.Range(0, 2_000).Select(i => new Line($"mill:{i}", 1_000_000, Moisture: 0));
            Sheet(world, [new("coop:1", 1, Moisture: 0)], [.. outputs]);
        },
            "incident run:mill:r  1 2000000000 ±24744453.915 kg input-lot-not-recorded by mill on #0" },
    };

    public static readonly Cases Lost = new("R7")
    {
        { "nothing lost", world => Sheet(world, In(100, 5), Out(100, 5)) },
        { "what is within two percent and the scales", world => Sheet(world, In(100, 5), Out(97, 5)) },
        { "washing loses what flows away", world => Sheet(world, In(100, null), Out(45, null), "washing") },
        { "drying loses its water", world => Sheet(world, In(100, null), Out(86, null), "drying") },
        { "what dries while it is sorted", world => Sheet(world, In(500, null), Out(455, null), "sorting") },
        { "a loss that was weighed", world => Sheet(world, In(100, 5), Out(60, 5), loss: 39) },
        { "several days, not closed", world => world.By("mill", "03-01").Processed("mill:r", In(100, 5), [], final: false) },
        { "washed and then blended: the wasteful part decides", world =>
        {
            world.By("mill", "03-01").Processed("mill:r", In(100, null), [], "washing", final: false);
            world.By("mill", "03-02").Processed("mill:r", [], Out(45, null), "blending");
        } },
        { "a tenth gone in blending", world => Sheet(world, In(100, 5), Out(90, 5), "blending"),
            "review run:mill:r  95 85.5 ±3.644 kg output-or-loss-not-recorded by mill on #0" },
        { "drying cannot lose a tenth of dry mass", world => Sheet(world, In(100, 10), Out(90, 10), "drying"),
            "review run:mill:r  90 81 ±3.532 kg output-or-loss-not-recorded by mill on #0" },
        { "more than even washing loses", world => Sheet(world, In(100, null), Out(30, null), "washing"),
            "review run:mill:r  100 30 ±65.781 kg output-or-loss-not-recorded by mill on #0" },
    };

    // A late sheet may still bring the input.
    [Fact]
    public void A_gain_is_for_review_as_long_as_its_sheets_are_new()
    {
        var world = new World();
        Sheet(world, [.. Bags("coop", 10, 70)], [.. Bags("mill", 10, 80)]);
        var book = world.Arrived();
        var until = Judged.FindingsOf(book, new(2026, 4, 1), "run").Single(finding => finding.Rule == "R6").ProvisionalUntil!.Value;

        Assert.Equal(FindingTier.Review, TierOn(until.PlusDays(-1)));
        Assert.Equal(FindingTier.Incident, TierOn(until));
        Assert.Equal(until, RunGainedMass.Rule.DueOn!(book.Run("mill:r"), book.Settings, until.PlusDays(-1)));
        Assert.Null(RunGainedMass.Rule.DueOn(book.Run("mill:r"), book.Settings, until));

        FindingTier TierOn(LocalDate day) => Judged.FindingsOf(book, day, "run").Single(finding => finding.Rule == "R6").Tier;
    }

    [Theory]
    [MemberData(nameof(Gained))]
    public void R6_a_run_that_gained_mass(string why) => Gained.Check(why);

    [Theory]
    [MemberData(nameof(Lost))]
    public void R7_a_run_that_lost_mass_nobody_weighed(string why) => Lost.Check(why);

    private static IEnumerable<Line> Bags(string party, int count, decimal kg) =>
        Enumerable.Range(0, count).Select(i => new Line($"{party}:{i}", kg, Moisture: 5));

    private static Line[] In(decimal kg, decimal? moisture) => [new("coop:1", kg, Moisture: moisture)];

    private static Line[] Out(decimal kg, decimal? moisture) => [new("mill:2", kg, Moisture: moisture)];

    private static void Sheet(World world, Line[] inputs, Line[] outputs, string operation = "other", decimal? loss = null) =>
        world.By("mill", "03-01").Processed("mill:r", inputs, outputs, operation, lossKg: loss);
}
