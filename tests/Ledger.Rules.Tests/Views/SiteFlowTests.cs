using Ledger.Domain.Json;
using Ledger.Domain.Values;
using Ledger.Rules.Balance;
using Ledger.Rules.Facts;
using Ledger.Rules.Rules;
using Ledger.Rules.Tests.Recorders;
using Ledger.Rules.Views;
using NodaTime;

namespace Ledger.Rules.Tests.Views;

/// <summary>What lies at a site of the bags that were filled there, entry by entry, and months made of it.</summary>
public sealed class SiteFlowTests
{
    private static readonly YearMonth March = new(2026, 3);

    [Fact]
    public void A_bag_lies_where_it_was_filled_until_another_has_it()
    {
        var world = new World();
        world.By("coop", "03-01 08:00").Bagged("coop:1", kg: 50, holder: "coop");
        world.By("coop", "03-05 08:00").Weighed("coop:1", 49.5m);
        world.By("coop", "03-20 08:00").Sold("coop:s", "coop", "trader", [new("coop:1", 49.5m)]);
        world.By("trader", "04-03 08:00").Received([new("coop:1", 49)], from: "coop");
        world.By("trader", "04-04 08:00").Weighed("coop:1", 48);

        Assert.Equal(["03 bagged 50 +1", "03 difference -50 +0", "03 difference 49.5 +0", "04 taken -49.5 -1"], Flows(world));
        Assert.Equal(["03: 0 + 50 + 0 + -0.5 = 0 + 0 + 0 + 49.5", "04: 49.5 + 0 + 0 + 0 = 49.5 + 0 + 0 + 0"], Months(world));
    }

    [Fact]
    public void What_is_refused_comes_back_and_what_is_used_sampled_or_lost_there_is_told_apart()
    {
        var world = new World();
        for (var bag = 1; bag <= 4; bag++) world.By("coop", "03-01 08:00").Bagged($"coop:{bag}", kg: 50, holder: "coop");
        world.By("coop", "03-02 08:00").Dispatched("coop:m", "trader", [new("coop:1")], carrier: "lorries");
        world.By("trader", "03-03 08:00").Received([], from: "coop", refused: ["coop:1"]);
        world.By("coop", "03-04 08:00").Processed("coop:r", [new("coop:2", 50)], [new("coop:p", 48)]);
        world.By("coop", "03-05 08:00").Post("sampled", Line.Named("coop:3", new()
        {
            ["netKg"] = 1, ["sampleId"] = "coop:s1", ["for"] = "mine",
        }));
        world.By("coop", "03-06 08:00").Post("lots-lost", new()
        {
            ["lots"] = new System.Text.Json.Nodes.JsonArray(new Line("coop:4").Item()), ["cause"] = "theft",
        });

        Assert.Equal("03: 0 + 200 + 0 + 0 = 0 + 50 + 51 + 99", Months(world).First());
        var month = Stock(LotsOf(world.Arrived()))[0];
        Assert.Equal((4, 0, 1, 1, 2), (month.Bagged.Bags, month.Taken.Bags, month.Used.Bags, month.Lost.Bags, month.Closing.Bags));
    }

    [Fact]
    public void A_bag_that_nobody_weighed_is_counted_when_filled_and_comes_to_mass_when_it_is_first_weighed()
    {
        var world = new World();
        world.By("coop", "03-01 08:00").Bagged("coop:1");
        world.By("trader", "04-03 08:00").Received([new("coop:1", 49)], from: "coop");

        Assert.Equal(["03 bagged 0 +1", "04 first-weighed 49 +0", "04 taken -49 -1"], Flows(world));
    }

    [Fact]
    public void A_paper_that_knows_only_the_day_does_not_take_a_bag_before_it_was_filled()
    {
        var world = new World();
        world.By("coop", "03-02 10:00").Bagged("coop:1", kg: 50);
        world.By("trader", "03-02").Received([new("coop:1", 49)], from: "coop");
        world.By("coop", "05-02 10:00").Bagged("coop:2", kg: 50);
        world.By("trader", "03-02").Received([new("coop:2", 49)], from: "coop");

        Assert.Equal(["03 bagged 50 +1", "03 taken -50 -1", "05 bagged 50 +1", "05 taken -50 -1"], Flows(world));
    }

    [Fact]
    public void A_scale_is_wrong_for_all_bags_alike_and_a_reading_that_left_is_in_what_lies_there_no_more()
    {
        var world = new World();
        world.By("coop", "02-01 08:00").Scale("spring", 0.5m);
        for (var bag = 1; bag <= 100; bag++)
        {
            world.By("coop", "03-01 08:00").Bagged($"coop:{bag}", holder: "coop");
            world.By("coop", "03-01 09:00").Weighed($"coop:{bag}", 50, scale: "spring");
            if (bag <= 75) world.By("trader", "03-09 08:00").Received([new($"coop:{bag}", 49)], from: "coop");
        }

        var month = Stock(LotsOf(world.Arrived()), ScalesOf(world))[0];

        // One percent of 1,250 kg, uncalibrated, and 25 readings of some 0.29 kg.
        Assert.Equal((1_250_000, 12.5), (month.Closing.Grams, Math.Round(month.Closing.Mass.Loadings.Sum(each =>
            each.Value * each.Key.Sigma), 1)));
        Assert.Equal(Math.Sqrt(25 * ((0.5 * 0.5 / 12) + (0.25 * 0.25))), Math.Sqrt(month.Closing.Mass.OwnVariance), 6);
        Assert.Equal(37.5, Math.Sqrt(month.Taken.Mass.Variance - month.Taken.Mass.OwnVariance), 1);
    }

    [Fact]
    public void Whatever_is_recorded_months_add_up_and_what_closes_them_are_the_bags_that_are_there()
    {
        var seen = new HashSet<SiteMove>();
        for (var seed = 0; seed < 500; seed++)
        {
            var (world, random) = (AnyWorld.Of(new Random(seed)), new Random(seed));
            var (book, again) = (world.Arrived(), world.ArrivedInAnyOrder(random));
            foreach (var lot in LotsOf(book))
            {
                var flows = SiteFlow.Of(lot);
                seen.UnionWith(flows.Select(flow => flow.Move));
                Assert.True(flows.Sum(flow => flow.Bags) is 0 or 1, $"seed {seed}: {lot.Lot} is there more than once");
                Assert.True(flows.Sum(flow => flow.Readings) is 0 or 1, $"seed {seed}: {lot.Lot} has more than one reading");
                Assert.True(flows.Sum(flow => flow.Bags) == 1 || flows.Sum(flow => flow.Grams) == 0, $"seed {seed}: {lot.Lot} left mass");
                Assert.Equal(flows.Select(flow => flow.ToString()), SiteFlow.Of(again.Lot(lot.Lot.Value)).Select(flow => flow.ToString()));
            }

            foreach (var month in Stock(LotsOf(book)))
                Assert.True(
                    month.Opening.Grams + month.Bagged.Grams + month.FirstWeighed.Grams + month.Difference.Grams
                    == month.Taken.Grams + month.Used.Grams + month.Lost.Grams + month.Closing.Grams, $"seed {seed}: {month.Month}");
        }

        Assert.Equal([SiteMove.Bagged, SiteMove.Difference, SiteMove.Taken, SiteMove.Used], seen.Order());
    }

    [Fact]
    public void What_is_bagged_and_what_was_to_be_expected_of_it_is_what_R10_judges()
    {
        var world = new World();
        Quarry.Years(world, "03-10", kg: 300);
        world.Office("01-11").Baseline(kg: 100, capacityKg: 250, miners: 10);
        var (book, asOf) = (world.Arrived(), new LocalDate(2026, 6, 1));
        var month = new MineralMonth(Mineral.Cassiterite, March);

        var view = SiteBalanceView.Of(
            new("site-1"), 2026, asOf, Stock(LotsOf(book), site: "site-1"), [book.MineralMonth(month, asOf)], world.Settings);

        var march = Assert.Single(view.Months, each => each.From.Month == 3);
        Assert.Equal((300m, 100m, 4m), (march.BaggedKg, march.Expected!.UsualKg, march.Expected.Z));
        Assert.Equal((new LocalDate(2026, 4, 8), 100m, 250m, 10), (
            march.Expected.ToldOn, march.Expected.BaselineKg!.Value.Kg, march.Expected.CapacityKg!.Value.Kg, march.Expected.Miners));
        var found = Judged.Findings(book, asOf).Where(finding => finding.Rule == "R10")
            .Select(finding => finding.Discriminator["site-1/".Length..]);
        Assert.Equal(["baseline", "capacity", "month"], found.Order());
        Assert.Equal(["baseline", "capacity", "month"], march.Expected.Beyond.Order());
        Assert.Null(Expected(book, month, new(2026, 4, 7)).UsualKg);
    }

    [Fact]
    public void A_region_is_the_sum_of_its_sites_with_one_error_for_what_was_weighed_by_one_hand()
    {
        var world = new World();
        Quarry.Years(world, "03-10", kg: 300);
        var (book, asOf) = (world.Arrived(), new LocalDate(2026, 6, 1));
        var sites = Enumerable.Range(1, 5).Select(site => new SiteId($"site-{site}")).ToHashSet();
        var flows = LotsOf(book).SelectMany(SiteFlow.Of).Where(flow => sites.Contains(flow.Site));
        var (first, last) = (new YearMonth(2025, 1), new YearMonth(2026, 6));
        var stock = SiteStock.Of(
            [.. SiteSum.Of(flows, first, last)], new Dictionary<ScaleId, IReadOnlyList<Fact>>(), world.Settings, first, last);

        var region = RegionBalanceView.Of(
            (new("RW"), null), sites, (2026, asOf), stock,
            [book.MineralMonth(new(Mineral.Cassiterite, March), asOf) with { UnregisteredKg = Mass.FromKg(7) }], world.Settings);

        var march = Assert.Single(region.Months, month => month.Account.From.Month == 3);
        Assert.Equal((5, 700m), (region.SiteCount, march.Account.BaggedKg));
        // 0.3 % of 700 kg by one unnamed scale, and not of five; five readings.
        Assert.InRange(march.Account.BaggedSigmaKg, 2.1m, 2.15m);
        Assert.Equal((5, 5, 500m, 700m, 7m), (
            march.Expected!.ProducingSites, march.Expected.UsualSites, march.Expected.UsualKg, march.Expected.UsualOfKg,
            march.Expected.UnregisteredKg.Kg));
        Assert.Equal(["site-1"], march.Expected.Beyond.Select(site => site.Value));
        Assert.All(region.Months.Where(month => month.Account.From.Month != 3), month => Assert.Null(month.Expected));
    }

    private static ExpectedOutput Expected(Book book, MineralMonth month, LocalDate asOf) => ProductionAboveUsual.Expected(
        book.MineralMonth(month, asOf), book.Settings, asOf, new HashSet<SiteId> { new("site-1") })[new("site-1")];

    private static IReadOnlyList<SiteStockMonth> Stock(
        IEnumerable<LotFacts> lots, IReadOnlyDictionary<ScaleId, IReadOnlyList<Fact>>? scales = null, string? site = null)
    {
        var flows = lots.SelectMany(SiteFlow.Of).Where(flow => site is null || flow.Site.Value == site);
        var (first, last) = (new YearMonth(2026, 1), new YearMonth(2026, 12));
        return SiteStock.Of(
            [.. SiteSum.Of(flows, first, last)], scales ?? new Dictionary<ScaleId, IReadOnlyList<Fact>>(),
            Ledger.Rules.Findings.RuleSettings.Default, first, last);
    }

    private static Dictionary<ScaleId, IReadOnlyList<Fact>> ScalesOf(World world) =>
        new() { [new("spring")] = world.Arrived().Stream(StreamName.Scale(new("spring"))) };

    private static IEnumerable<string> Flows(World world) => LotsOf(world.Arrived()).SelectMany(SiteFlow.Of)
        .Select(flow => FormattableString.Invariant(
            $"{flow.Month.Month:00} {Code<SiteMove>.Name(flow.Move)} {flow.Grams / 1000m:0.###} {flow.Bags:+0;-0;+0}"));

    // Opening + bagged + first weighed + difference = taken + used + lost + closing.
    private static IEnumerable<string> Months(World world) => Stock(LotsOf(world.Arrived())).Select(month => FormattableString.Invariant(
        $"{month.Month.Month:00}: {Kg(month.Opening)} + {Kg(month.Bagged)} + {Kg(month.FirstWeighed)} + {Kg(month.Difference)} = ")
        + FormattableString.Invariant($"{Kg(month.Taken)} + {Kg(month.Used)} + {Kg(month.Lost)} + {Kg(month.Closing)}"));

    private static string Kg(CountedMass mass) => FormattableString.Invariant($"{mass.Grams / 1000m:0.###}");

    private static IEnumerable<LotFacts> LotsOf(Book book) =>
        book.Subjects.Where(subject => subject.Kind is "lot").Select(subject => book.Lot(subject.Value[4..]));
}
