using Ledger.Domain.Guarded.Settings;
using Ledger.Rules.Balance;
using Ledger.Rules.Tests.Recorders;

namespace Ledger.Rules.Tests.Rules;

/// <summary>What sites bring out, against what was approved, like sites, and what is usual.</summary>
public sealed class ProductionRulesTests
{
    private const string Subject = "mineral-month:cassiterite/2026-03";

    public static readonly Cases Production = new("R10")
    {
        { "nothing was approved, and nobody is like it", world =>
        {
            world.Office("01-10").Site();
            Quarry.Bag(world, 1, "03-10", 5_000);
        } },
        { "the register does not know the site", world => Quarry.Bag(world, 1, "03-10", 5_000) },
        { "a quarter more than was approved", world => Approved(world, kg: 100, bags: [60, 65]) },
        { "approved from the middle of the month on", world =>
        {
            world.Office("01-10").Site().Baseline(kg: 10).Baseline(kg: 200, from: "03-20");
            Quarry.Bag(world, 1, "03-10", 150);
        } },
        { "the month was over when less was approved", world =>
        {
            world.Office("01-10").Site().Baseline(kg: 10, from: "04-01");
            Quarry.Bag(world, 1, "03-10", 150);
        } },
        { "what was too much was corrected away", world =>
        {
            world.Office("01-10").Site().Baseline(kg: 100);
            world.By("coop", "03-12").Corrected(Quarry.Bag(world, 1, "03-10", 500));
        } },
        { "another mineral is another sum", world =>
        {
            world.Office("01-10").Site().Baseline(kg: 100);
            Quarry.Bag(world, 1, "03-10", 90);
            Quarry.Bag(world, 1, "03-10", 90, "wolframite");
        } },
        { "a month is short and a month is long", world => Quarry.Years(world, "03-10", kg: 115) },
        { "half as much again, as every month or two", world =>
            Quarry.Years(world, "03-10", kg: 160, before: ago => ago % 2 == 0 ? 80 : 140) },
        { "everybody brings out three times as much", world => Quarry.Years(world, "03-10", kg: 300, others: 300) },
        { "three times as much, with three months to compare", world => Quarry.Years(world, "03-10", kg: 300, months: 3) },
        { "three times as much, with four others to compare", world => Quarry.Years(world, "03-10", kg: 300, sites: 5) },
        { "far less than usual", world => Quarry.Years(world, "03-10", kg: 10) },
        { "one mistyped month long ago", world => Quarry.Years(world, "03-10", kg: 110, before: ago => ago == 5 ? 1_000 : 100) },
        { "twice as much a miner as its peers", world => Quarry.Month(world, "03-10", sites: 6, kg: 50, miners: 10, others: 25) },
        { "more than others, with more people", world =>
        {
            Quarry.Month(world, "03-10", sites: 6, kg: 100, miners: 10, others: 25);
            world.Office("01-11").Baseline(miners: 40);
        } },
        { "coltan as one digs it, and nobody is like it", world =>
            Quarry.Month(world, "03-10", sites: 1, kg: 250, miners: 10, others: 0, mineral: "coltan") },
        { "more than a quarter above what was approved", world => Approved(world, kg: 100, bags: [60, 66]),
            $"review {Subject} site-1/baseline 100 126 ±25 kg baseline-out-of-date by coop on #0 #1" },
        { "far more, but for one bag that may be mistyped", world => Approved(world, kg: 100, bags: [60, 600]),
            $"review {Subject} site-1/baseline 100 660 ±25 kg baseline-out-of-date by coop on #0 #1" },
        { "far more, whichever bag is left out", world => Approved(world, kg: 100, bags: [60, 60, 60, 60]),
            $"incident {Subject} site-1/baseline 100 240 ±25 kg baseline-out-of-date by coop on #0 #1 #2 #3" },
        { "more than shafts and people can bring out at all", world =>
        {
            world.Office("01-10").Site().Baseline(capacityKg: 100);
            for (var i = 0; i < 3; i++) Quarry.Bag(world, 1, "03-10", 60);
        }, $"incident {Subject} site-1/capacity 100 180 ±0 kg baseline-out-of-date by coop on #0 #1 #2" },
        { "four times as much a miner as its peers", world => Quarry.Month(world, "03-10", sites: 6, kg: 100, miners: 10, others: 25),
            $"review {Subject} site-1/peers 25 100 ±50 kg more-people-at-work by coop on #0" },
        { "four times as much as those of its area, whatever the country brings out", world =>
        {
            Quarry.Month(world, "03-10", sites: 6, kg: 100, miners: 10, others: 25, area: "north");
            for (var site = 7; site < 20; site++)
            {
                world.Office("01-10").Site($"site-{site}", "south").Baseline(miners: 10, site: $"site-{site}");
                Quarry.Bag(world, site, "03-10", 100);
            }
        }, $"review {Subject} site-1/peers 25 100 ±50 kg more-people-at-work by coop on #0" },
        { "more coltan than one digs, and nobody is like it", world =>
            Quarry.Month(world, "03-10", sites: 1, kg: 290, miners: 10, others: 0, mineral: "coltan"),
            "review mineral-month:coltan/2026-03 site-1/peers 93 290 ±186 kg more-people-at-work by coop on #0" },
        { "three times as much as usual", world => Quarry.Years(world, "03-10", kg: 300),
            $"review {Subject} site-1/month 100 300 ±49.2 kg more-people-at-work by coop on #7" },
        { "a third more in each of three months", world =>
            Quarry.Years(world, "03-10", kg: 135, months: 9, before: ago => ago <= 2 ? 135 : 100),
            $"review {Subject} site-1/protracted 0 6.5 ±5.6 sigma more-people-at-work by coop on #9" },
    };

    public static readonly Cases Neighbours = new("R21")
    {
        { "no site was stopped", world => Quarry.Years(world, "03-10", kg: 300) },
        { "a third more than usual", world => Quarry.Stopped(world, "03-10", kg: 133) },
        { "everybody surges", world => Quarry.Stopped(world, "03-10", kg: 300, others: 300) },
        { "too far away", world => Quarry.Stopped(world, "03-10", kg: 300, kmAway: 26) },
        { "stopped too long ago", world => Quarry.Stopped(world, "03-10", kg: 300, noticed: "2025-12-29") },
        { "stopped when most of the month was over", world => Quarry.Stopped(world, "03-10", kg: 300, noticed: "03-20") },
        { "the stop did not occur", world =>
        {
            Quarry.Stopped(world, "03-10", kg: 300);
            world.By("office", "03-12").Corrected(world.Papers[^1].Id);
        } },
        { "twice as much, twenty kilometres from a site that was stopped", world => Quarry.Stopped(world, "03-10", kg: 200),
            $"review {Subject} site-1 100 200 ±50 kg diggers-moved-over by coop,office on #7 #56" },
    };

    [Theory]
    [MemberData(nameof(Production))]
    public void R10_more_than_approved_than_like_sites_and_than_usual(string why) => Production.Check(why);

    [Theory]
    [MemberData(nameof(Neighbours))]
    public void R21_a_neighbour_surges_after_a_suspension(string why) => Neighbours.Check(why);

    [Fact]
    public void What_is_usual_is_not_told_before_the_sheets_had_time_to_come_in()
    {
        var world = new World();
        Quarry.Years(world, "03-10", kg: 300);
        Assert.DoesNotContain(Judged.Findings(world.Arrived(), new(2026, 4, 7)), finding => finding.Rule == "R10");
        Assert.Contains(Judged.Findings(world.Arrived(), new(2026, 4, 8)), finding => finding.Rule == "R10");
    }

    [Fact]
    public void The_sum_is_allowed_what_one_innocent_sequence_in_a_hundred_reaches_in_24_months() =>
        Assert.Equal((double)SettingCatalogue.SurgePage.Default, PageThreshold.Of(24, 0.01, 0.5), 0.01);

    private static void Approved(World world, decimal kg, decimal[] bags)
    {
        world.Office("01-10").Site().Baseline(kg: kg);
        foreach (var bag in bags) Quarry.Bag(world, 1, "03-10", bag);
    }
}
