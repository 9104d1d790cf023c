using Ledger.Domain.Values;
using Ledger.Rules.Balance;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;
using NodaTime;

namespace Ledger.Rules.Tests.Balance;

/// <summary>Of many plants, those that put in most say what a season does.</summary>
public sealed class PlantComparisonTests
{
    private const int Plants = 40;
    private static readonly LocalDate YearsEnd = new(2026, 12, 31);

    [Fact]
    public void A_plant_is_held_against_the_thirty_others_that_put_in_most()
    {
        var (asTheyAre, withASmallOne, withALargeOne) = (MonthsOf(0, []), MonthsOf(0, [1]), MonthsOf(0, [Plants - 1]));

        Assert.Equal(12, asTheyAre.Count);
        Assert.All(asTheyAre, month => Assert.Equal(30, month.Others));
        Assert.Equal(asTheyAre.Select(Told), withASmallOne.Select(Told));
        Assert.NotEqual(asTheyAre.Select(Told), withALargeOne.Select(Told));

        static (double, double) Told(ComparedMonth month) => (month.ExpectedKg, month.Sigma);
    }

    [Fact]
    public void Nobody_is_among_the_others_beside_whom_it_stands() =>
        Assert.All(MonthsOf(Plants - 1, []), month => Assert.Equal((30, 1_000.0 + Plants - 1), (month.Others, month.InKg)));

    // Each puts in a kilogram more than the one before; those that differ lose 1 % more in every second month.
    private static IReadOnlyList<ComparedMonth> MonthsOf(int plant, int[] different)
    {
        var runs = from each in Enumerable.Range(0, Plants)
                   from month in Enumerable.Range(1, 12)
                   let input = 1_000.0 + each
                   let share = 0.97 - (different.Contains(each) && month % 2 == 0 ? 0.01 : 0)
                   select new RunMass(
                       new($"{IdOf(each).Value}:{month}"), Sequence: 1, IdOf(each), new(2026, month), "washing", input, input * share,
                       Lines: 10, Squares: 10_000, GuessedSquares: 0);
        return new PlantComparison(new(2026, [.. runs]), RuleSettings.Default, YearsEnd).Of(IdOf(plant));
    }

    private static PartyId IdOf(int plant) => new($"plant-{plant:00}");
}
