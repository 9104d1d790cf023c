using System.Globalization;
using Ledger.Rules.Tests.Recorders;

namespace Ledger.Rules.Tests.Rules;

public sealed class DigitsNotByChanceTests
{
    public static readonly Cases Digits = new("R22")
    {
        { "each digit as often as the others", world => Weigh(world, 120, Even) },
        { "a display of half kilograms", world => Weigh(world, 120, i => 40 + (i * 37 % 40 * 0.5m), division: 0.5m) },
        { "the same, of a scale that nobody registered", world => Weigh(world, 120, i => 40 + (i * 37 % 40 * 0.5m), division: null) },
        { "the same, and a number mistyped", world => Weigh(world, 120, i => i == 7 ? 45.3m : 40 + (i * 37 % 40 * 0.5m), division: null) },
        { "net worked out from a tare of its own", world => Weigh(world, 120, i => Even(i) - 0.35m, division: 0.1m) },
        { "all bags are filled to 50 kg", world => Weigh(world, 120, i => 50 + (i % 3 * 0.1m)) },
        { "too few to tell", world => Weigh(world, 99, Round) },
        { "estimated, and nobody says otherwise", world => Weigh(world, 120, Round, method: "estimated") },
        { "of two hands, each too few", world =>
        {
            Weigh(world, 60, Round);
            Weigh(world, 60, Round, device: "other");
        } },
        { "on half and whole kilograms, by a scale of 100 g", world => Weigh(world, 120, Round),
            "integrity scale-month:x/2026-03 heaping:agency/phone 20 100 ±11.28 percent scale-read-coarsely by agency on " + Papers(120) },
        { "made up, and round numbers shunned", world => Weigh(world, 120, Shunned),
            "integrity scale-month:x/2026-03 digits:agency/phone 0 3.33 ±3.09 sigma scale-read-coarsely by agency on " + Papers(120) },
    };

    [Theory]
    [MemberData(nameof(Digits))]
    public void Last_digits_are_chance(string why) => Digits.Check(why);

    [Fact]
    public void Readings_that_come_again_in_a_row_are_told_of()
    {
        Assert.Empty(Repeated(world => OneByOne(world, i => 40 + (i * 7 % 12))));
        Assert.Equal(["bunching:agency/phone 0.01"], Repeated(world => OneByOne(world, i => 40 + (i / 10))));
        Assert.Empty(Repeated(world => Weigh(world, 120, i => 40 + (i / 10), day: "03-10"))); // the order of a day's sheet is nobody's
    }

    [Fact]
    public void Lines_that_repeat_mass_grade_and_moisture_at_once_are_told_of_and_lines_of_one_run_that_share_two_of_them_are_not()
    {
        Assert.Empty(Repeated(world => Lines(world, copied: 0)));
        Assert.Equal(["triples: 0.01"], Repeated(world => Lines(world, copied: 12)));
    }

    private static string[] Repeated(Action<World> told)
    {
        var world = new World();
        told(world);
        return [.. Judged.Findings(world.Arrived()).Where(finding => finding.InnocentExplanation == "bags-filled-alike")
            .Select(finding => string.Create(CultureInfo.InvariantCulture, $"{finding.Discriminator} {finding.Observed}"))];
    }

    // A minute after each other.
    private static void OneByOne(World world, Func<int, decimal> kg)
    {
        for (var i = 0; i < 120; i++)
            world.By("agency", string.Create(CultureInfo.InvariantCulture, $"03-10 {8 + (i / 60):00}:{i % 60:00}"))
                .OnDevice("phone", i).Weighed($"agency:{i}", kg(i), scale: "x");
    }

    // Ten runs of twelve lines; all lines of a run share moisture and grade. Copies stand in the run they were copied from.
    private static void Lines(World world, int copied)
    {
        for (var run = 0; run < 10; run++)
            world.By("mill", $"03-{run + 10}").Processed($"mill:r{run}",
                [.. Enumerable.Range(0, 12).Select(line => new Line(
                    $"coop:{run}-{line}", 40 + (((line < 2 && run < copied ? 0 : line) + (run * 12)) * 53 % 120 * 0.1m),
                    Moisture: 5 + (run * 0.1m), Tin: 60 + run))],
                [], final: false);
    }

    internal static void Weigh(
        World world, int count, Func<int, decimal> kg, decimal? division = 0.1m, string method = "measured", string? device = "phone",
        string day = "03-10")
    {
        if (division is { } step && world.Papers.Count == 0) world.By("agency", "01-10").Scale("x", step);
        for (var i = 0; i < count; i++)
        {
            var by = world.By("agency", day);
            if (device is not null) by.OnDevice(device, world.Papers.Count);
            by.Weighed(string.Create(CultureInfo.InvariantCulture, $"agency:{world.Papers.Count}"), kg(i), method, scale: "x");
        }
    }

    internal static decimal Round(int i) => 40 + (i * 7 % 20 * 0.5m);

    /// <summary>A few more round ones than chance makes most of the time: 34 of 120.</summary>
    internal static decimal Rounder(int i) => i < 34 ? Round(i) : Shunned(i);

    // 40.0 to 51.9, each once in 120.
    private static decimal Even(int i) => 40 + (i * 37 % 120 * 0.1m);

    // No whole and no half kilograms.
    private static decimal Shunned(int i) => 40 + (i * 7 % 12) + (((i % 8) + 1 + (i % 8 >= 4 ? 1 : 0)) * 0.1m);

    // At most 50 stand in a finding, by their ids.
    private static string Papers(int count) => string.Join(' ', Enumerable.Range(1, count).OrderBy(
        i => Paper.IdOf($"{i}").Value.ToString("N"), StringComparer.Ordinal).Take(50).Order().Select(i => $"#{i}"));
}
