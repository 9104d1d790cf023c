using Ledger.Rules.Tests.Recorders;

namespace Ledger.Rules.Tests.Rules;

public sealed class SupplyAboveUsualTests
{
    private const string Subject = "supply-month:cassiterite/2026-03";

    public static readonly Cases Supplies = new("R9")
    {
        { "as every month", world => Suppliers.Years(world, "03-10", kg: 620) },
        { "a good month of one whose months differ", world =>
            Suppliers.Years(world, "03-10", kg: 950, before: ago => ago % 2 == 0 ? 450 : 850) },
        { "all deliver three times as much", world => Suppliers.Years(world, "03-10", kg: 1_800, others: 1_800) },
        { "three times as much, with three months to compare", world => Suppliers.Years(world, "03-10", kg: 1_800, months: 3) },
        { "three times as much, with four others to compare", world => Suppliers.Years(world, "03-10", kg: 1_800, suppliers: 5) },
        { "half a ton, and that is ten times as much", world => Suppliers.Years(world, "03-10", kg: 500, before: _ => 50) },
        { "far less", world => Suppliers.Years(world, "03-10", kg: 60) },
        { "less than half as much again", world => Suppliers.Years(world, "03-10", kg: 890) },
        { "one delivery more, which may have come a few days sooner", world => Suppliers.Years(world, "03-10", kg: 1_480) },
        { "a part of it is another mineral", world =>
        {
            Suppliers.Years(world, "03-10", kg: 620);
            Suppliers.Deliver(world, 1, "03-11", 620, mineral: "coltan");
        } },
        { "stored for somebody, and no supply", world => Suppliers.Years(world, "03-10", kg: 1_800, basis: "storage") },
        { "a mistyped receipt, corrected", world =>
        {
            Suppliers.Years(world, "03-10", kg: 620);
            world.By("trader", "03-12").Corrected(Suppliers.Deliver(world, 1, "03-11", 6_200));
        } },
        { "three times as much", world => Suppliers.Years(world, "03-10", kg: 1_800),
            $"review {Subject} coop-1 600 1800 ±900 kg sold-from-stock by coop-1 on #15" },
        { "to two buyers, neither of whom sees it", world =>
        {
            Suppliers.Years(world, "03-10", kg: 600);
            Suppliers.Deliver(world, 1, "03-11", 1_000, buyer: "mill");
        }, $"review {Subject} coop-1 600 1600 ±900 kg sold-from-stock by coop-1 on #15 #113" },
        { "twice as much while all others deliver half", world => Suppliers.Years(world, "03-10", kg: 1_200, others: 300),
            $"review {Subject} coop-1 300 1200 ±750 kg sold-from-stock by coop-1 on #15" },
    };

    [Theory]
    [MemberData(nameof(Supplies))]
    public void A_supplier_is_compared_with_itself_and_with_the_month_of_the_others(string why) => Supplies.Check(why);

    [Fact]
    public void It_is_asked_when_the_months_sheets_had_time_to_come_in()
    {
        var world = new World();
        Suppliers.Years(world, "03-10", kg: 1_800);
        Assert.Empty(Judged.FindingsOf(world.Arrived(), new(2026, 4, 7), "supply-month"));
        Assert.Single(Judged.FindingsOf(world.Arrived(), new(2026, 4, 8), "supply-month"));
    }
}
