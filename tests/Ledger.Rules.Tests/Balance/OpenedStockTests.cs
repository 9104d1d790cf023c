using System.Text.Json.Nodes;
using Ledger.Rules.Balance;
using Ledger.Rules.Facts;
using Ledger.Rules.Tests.Recorders;
using Ledger.Rules.Views;
using NodaTime;

namespace Ledger.Rules.Tests.Balance;

/// <summary>Heaps between runs, as counts weigh them. All masses have 5 % moisture: 100 kg are 95 kg dry.</summary>
public sealed class OpenedStockTests
{
    private static readonly LocalDate YearsEnd = new(2026, 12, 31);

    [Fact]
    public void What_a_run_leaves_is_stock_until_the_next_takes_it_and_neither_went_in_nor_came_out()
    {
        var world = new World();
        Run(world, "03-10", "mill:r1", [new("coop:1", 1_000)], [new("mill:p1", 900), Leftover("mill:h", 100)]);
        world.By("mill", "03-31").Counted([new("mill:h", 100)]);
        Run(world, "04-10", "mill:r2", [new("coop:2", 1_000), new("mill:h", 100)], [new("mill:p2", 1_100)]);
        world.By("mill", "04-30").Counted([]);

        Assert.Equal(["03: 0 + 950 + 0 = 855 + 95", "04: 95 + 950 + 0 = 1045 + 0"], Told(world));
    }

    [Fact]
    public void A_count_finds_what_changed_on_a_heap_in_the_month_it_is_made_and_not_again_when_a_run_takes_it()
    {
        var world = new World();
        Run(world, "03-10", "mill:r1", [new("coop:1", 1_000)], [new("mill:p1", 900), Leftover("mill:h", 100)]);
        world.By("mill", "03-31").Counted([new("mill:h", 110)]);
        Run(world, "04-10", "mill:r2", [new("coop:2", 1_000), new("mill:h", 108)], [new("mill:p2", 1_108)]);
        world.By("mill", "04-30").Counted([]);

        Assert.Equal(["03: 0 + 950 + 9.5 = 855 + 104.5", "04: 104.5 + 950 + -1.9 = 1052.6 + 0"], Told(world));
    }

    [Fact]
    public void An_ending_inventory_enters_its_month_with_plus_and_the_next_with_minus()
    {
        var world = new World();
        foreach (var setting in (string[])
            ["scale.systematicSigmaPct", "scale.apartSigmaPct", "moisture.sigmaPct", "moisture.commonSigmaPct"])
            world.Changed(setting, 0, "01-01");
        Run(world, "03-10", "mill:r1", [new("coop:1", 1_000)], [new("mill:p1", 900), Leftover("mill:h", 100)]);
        world.By("mill", "03-31").Counted([new("mill:h", 100)]);
        Run(world, "04-10", "mill:r2", [new("coop:2", 1_000), new("mill:h", 100)], [new("mill:p2", 1_100)]);
        world.By("mill", "04-30").Counted([]);

        var months = Months(world);
        var reading = Math.Pow((double)world.Settings.WeighingSigma.Kg * 0.95, 2);
        // In March the heap's own sheet and its count cancel but for one reading; in April the count and the sheet that takes it.
        Assert.Equal(-reading, months[0].Gain.CovarianceWith(months[1].Gain), 12);
        Assert.Equal(3 * reading, months[0].Gain.Variance, 12); // in, out and the count
        Assert.Equal(3 * reading, months[1].Gain.Variance, 12);
        Assert.Equal(4 * reading, Quantity.Sum(months.Select(month => month.Gain)).Variance, 12); // the count is gone
    }

    [Fact]
    public void Months_that_nobody_counted_are_one_with_the_month_that_was()
    {
        var world = new World();
        Run(world, "03-10", "mill:r1", [new("coop:1", 1_000)], [new("mill:p1", 900), Leftover("mill:h", 100)]);
        Run(world, "04-10", "mill:r2", [new("coop:2", 1_000)], [new("mill:p2", 1_000)]);
        world.By("mill", "05-20").Counted([new("mill:h", 100)]);
        Run(world, "06-10", "mill:r3", [new("coop:3", 1_000), new("mill:h", 100)], [new("mill:p3", 1_100)]);

        Assert.Equal(["03-05: 0 + 1900 + 0 = 1805 + 95", "06: 95 + 950 + 0 = 1045 + 0"], Told(world));
        Assert.Equal(["03: 0 + 950 + 0 = 950 + 0", "04: 0 + 950 + 0 = 950 + 0"], Told(world, new(2026, 5, 30)));
    }

    [Fact]
    public void Who_never_counts_is_judged_by_his_sheets_month_by_month()
    {
        var world = new World();
        Run(world, "03-10", "mill:r1", [new("coop:1", 1_000)], [new("mill:p1", 900), Leftover("mill:h", 100)]);
        Run(world, "04-10", "mill:r2", [new("mill:h", 102)], [new("mill:p2", 102)]);

        Assert.Equal(["03: 0 + 950 + 0 = 950 + 0", "04: 0 + 96.9 + 0 = 96.9 + 0"], Told(world));
    }

    [Theory]
    [InlineData("sold")]
    [InlineData("packed")]
    [InlineData("lost")]
    [InlineData("sampled")]
    public void What_left_a_heap_by_a_record_is_no_loss(string how)
    {
        var world = new World();
        Run(world, "03-10", "mill:r1", [new("coop:1", 1_000)], [new("mill:p1", 900), Leftover("mill:h", 100)]);
        var mill = world.By("mill", "03-20");
        if (how == "sold") mill.Dispatched("mill:m", "smelter", [new("mill:h")]);
        else if (how == "packed") mill.Tagged("mill:h", "100");
        else if (how == "lost") mill.Post("lots-lost", new() { ["cause"] = "theft", ["lots"] = new JsonArray(Line.Named("mill:h", [])) });
        else mill.Post("sampled", Line.Named("mill:h", new() { ["netKg"] = 100, ["for"] = "seller" }));
        world.By("mill", "03-31").Counted([]);

        Assert.Equal(["03: 0 + 950 + 0 = 950 + 0"], Told(world));
    }

    [Fact]
    public void A_heap_that_a_complete_count_does_not_list_is_missing_and_one_it_may_not_have_looked_for_is_not()
    {
        Assert.Equal(["03: 0 + 950 + -95 = 855 + 0"], Told(CountedAs(counter => counter.Counted([]))));
        Assert.Equal(["03: 0 + 950 + 0 = 855 + 95"], Told(CountedAs(counter => counter.Counted([], complete: false))));
        Assert.Equal(["03: 0 + 950 + 0 = 855 + 95"], Told(CountedAs(counter => counter.Counted([], facility: "the other yard"))));
        Assert.Equal(["03: 0 + 950 + 0 = 855 + 95"], Told(CountedAs(counter => counter.Counted([], lots: [new("mill:h")]))));
    }

    [Fact]
    public void What_an_open_run_took_is_still_there_and_a_heap_nobody_made_came_in_when_it_was_counted()
    {
        var world = new World();
        Run(world, "03-10", "mill:r1", [new("coop:1", 1_000)], [new("mill:p1", 900), Leftover("mill:h", 100)]);
        world.By("mill", "03-30").Processed("mill:r2", [new("mill:h", 100, Moisture: 5)], [], final: false);
        world.By("mill", "03-31").Counted([new("mill:old", 40, Moisture: 5)]);
        Run(world, "04-02", "mill:r2", [new("mill:old", 40)], [new("mill:p2", 140)]);
        world.By("mill", "04-30").Counted([]);

        Assert.Equal(["03: 0 + 988 + 0 = 855 + 133", "04: 133 + 0 + 0 = 133 + 0"], Told(world));
    }

    [Fact]
    public void One_mistyped_count_accuses_nobody()
    {
        var world = CountedAs(counter => counter.Counted([new("mill:h", 700)]));

        var month = Assert.Single(Months(world));
        Assert.InRange(month.Gain.Kg, 569, 571);
        Assert.InRange(month.Counted.Kg, 1, 20);
    }

    [Fact]
    public void Whatever_is_recorded_nothing_is_lost_between_the_columns_and_a_month_begins_where_the_one_before_ended()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var months = Months(Heaps.Of(new Random(seed)));
            Assert.All(months, month => Assert.True(
                Math.Abs(month.Opening.Kg + month.Input.Kg + month.Gain.Kg - month.Output.Kg - month.Closing.Kg) < 1e-6, $"seed {seed}"));
            Assert.All(months.Zip(months.Skip(1)), pair => Assert.Equal(pair.First.Closing.Kg, pair.Second.Opening.Kg, 6));
            Assert.All(months, month => Assert.True(month.Gain.Variance >= -1e-9));
        }
    }

    [Fact]
    public void In_whatever_order_sheets_counts_and_corrections_arrive_the_balance_is_the_same()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var world = Heaps.Of(new Random(seed));
            string Said(Book book) => System.Text.Json.JsonSerializer.Serialize(BalanceView.Of(
                book.HolderBalance("holder-balance:mill/2026"), world.Settings, YearsEnd), ViewJson.Plain.BalanceView);

            Assert.Equal(Said(world.Arrived()), Said(world.ArrivedInAnyOrder(new Random(seed))));
        }
    }

    private static World CountedAs(Action<Recorder> count)
    {
        var world = new World();
        Run(world, "03-10", "mill:r1", [new("coop:1", 1_000)], [new("mill:p1", 900), Leftover("mill:h", 100)]);
        count(world.By("mill", "03-31"));
        return world;
    }

    private static Line Leftover(string lot, decimal kg) => new(lot, kg, Kind: "leftover");

    private static void Run(World world, string when, string run, Line[] inputs, Line[] outputs) => world.By("mill", when).Processed(
        run, [.. inputs.Select(line => line with { Moisture = 5 })], [.. outputs.Select(line => line with { Moisture = 5 })], "blending");

    private static IReadOnlyList<HolderMonth> Months(World world, LocalDate? until = null) =>
        [.. HolderBalance.Of(world.Arrived().HolderBalance("holder-balance:mill/2026"), world.Settings, until ?? YearsEnd)
            .Where(sequence => sequence.Matter == HolderBalance.DryMatter).SelectMany(sequence => sequence.Months)];

    // Opening + in + gain = out + closing.
    private static IEnumerable<string> Told(World world, LocalDate? until = null) => Months(world, until).Select(month =>
        $"{Named(month)}: {Kg(month.Opening)} + {Kg(month.Input)} + {Kg(month.Gain)} = {Kg(month.Output)} + {Kg(month.Closing)}");

    private static string Kg(Quantity mass) => FormattableString.Invariant($"{Math.Round(mass.Kg, 2) + 0.0:0.##}");

    private static string Named(HolderMonth month) => month.First == month.Month
        ? FormattableString.Invariant($"{month.Month.Month:00}")
        : FormattableString.Invariant($"{month.First.Month:00}-{month.Month.Month:00}");
}
