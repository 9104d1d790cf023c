using Ledger.Domain.LedgerEvents;
using Ledger.Rules.Tests.Recorders;
using NodaTime;

namespace Ledger.Rules.Tests.Rules;

/// <summary>What a holder's runs and heaps lose beyond what they usually do, and what heaps gain, month after month.</summary>
public sealed class HolderLostTests
{
    private static readonly LocalDate YearsEnd = new(2026, 12, 31);

    // A plant's own losses, percent: no two runs lose the same.
    private static readonly decimal[] Usual = [-0.9m, -0.5m, -1.1m, -0.3m, -0.8m, -0.6m, -1.0m, -0.4m];

    [Fact]
    public void A_little_more_lost_every_month_is_for_review_though_no_run_lost_more_than_its_operation_may()
    {
        var finding = Assert.Single(Found(Diverted(8)));

        Assert.Equal(
            ("R7", "holder-balance:mill/2026", "cassiterite/dry", FindingTier.Review),
            (finding.Rule, finding.Subject, finding.Discriminator, finding.Tier));
        Assert.Equal("output-or-loss-not-recorded", finding.InnocentExplanation);
        Assert.True(finding.Statistics!.From >= new LocalDate(2026, 7, 1));
        Assert.InRange(finding.Expected - finding.Observed, 150, 700); // 1.2 % of up to 38 tonnes dry
    }

    [Fact]
    public void What_a_plant_always_loses_is_its_own_affair() => Assert.Empty(Found(Diverted(13)));

    [Fact]
    public void Who_lost_it_on_a_scale_lost_nothing_more() => Assert.Empty(Found(Diverted(8, isWeighed: true)));

    [Fact]
    public void Of_a_plant_that_is_new_nothing_is_said_until_its_runs_tell_what_it_loses() =>
        Assert.Empty(Found(Diverted(1, until: 1)));

    [Fact]
    public void Late_sheets_that_bring_the_rest_take_it_back()
    {
        var world = Diverted(8);
        Assert.Single(Found(world));
        for (var month = 8; month <= 12; month++)
            for (var run = 0; run < 8; run++)
                world.By("mill", FormattableString.Invariant($"{month:00}-{run + 1:00} pm")).Processed(
                    FormattableString.Invariant($"mill:{month:00}-{run}"), [],
                    [new(FormattableString.Invariant($"mill:late-{month}-{run}"), 12, Moisture: 5)]);

        Assert.Empty(Found(world));
    }

    [Fact]
    public void Ore_put_on_a_heap_between_two_runs_is_a_gain_of_the_months_that_count_it()
    {
        var finding = Assert.Single(Fed(isCounted: true));

        Assert.Equal(("R6", FindingTier.Incident), (finding.Rule, finding.Tier));
        Assert.Empty(Fed(isCounted: false)); // who never counts is judged by his sheets: docs/rules.md says so
    }

    /// <summary>Eight runs of a tonne a month; from a month on each loses 1.2 % more than runs usually do here.</summary>
    public static World Diverted(int from, int until = 12, bool isWeighed = false)
    {
        var world = new World();
        for (var month = 1; month <= until; month++)
            for (var run = 0; run < 8; run++)
            {
                var gone = month >= from ? 1.2m : 0;
                new HolderGainedTests.Month(Usual[(run + month) % Usual.Length] - gone).Tell(
                    world, month, run, lossKg: isWeighed ? 10 * gone : null);
            }

        return world;
    }

    // Half a tonne is left over each month, and 20 kg are put on it before the next takes it.
    private static IEnumerable<FindingContent> Fed(bool isCounted)
    {
        var world = new World();
        for (var month = 1; month <= 9; month++)
        {
            var at = FormattableString.Invariant($"0{month}");
            Line[] inputs = [new($"coop:{month}", 1_000, Moisture: 5), .. month == 1 ? Array.Empty<Line>() :
                [new Line($"mill:h{month - 1}", 520, Moisture: 5)]];
            var made = (month == 1 ? 1_000 : 1_520) - 500m - 4;
            world.By("mill", at + "-10").Processed($"mill:r{month}", inputs,
                [new($"mill:p{month}", made, Moisture: 5), new($"mill:h{month}", 500, Moisture: 5, Kind: "leftover")], "blending");
            if (isCounted) world.By("mill", at + "-28").Counted([new($"mill:h{month}", 520, Moisture: 5)]);
        }

        return Found(world).Where(finding => finding.Rule == "R6");
    }

    private static IReadOnlyList<FindingContent> Found(World world) =>
        [.. Judged.Findings(world.Arrived(), YearsEnd)
            .Where(finding => finding.Subject.StartsWith("holder-balance:", StringComparison.Ordinal))];
}
