namespace Ledger.Simulation.Tests;

public sealed class SeededRandomTests
{
    // SplitMix64 of seed 0 begins e220a8397b1dcdaf, 6e789e6aa1b965f4, 06c45d188009454f, f88bb8a8724c81ec; xoshiro256** follows
    // from its four words by hand: rotl(s1 * 5, 7) * 9.
    [Fact]
    public void It_is_xoshiro_filled_by_splitmix()
    {
        var first = unchecked(System.Numerics.BitOperations.RotateLeft(0x6e789e6aa1b965f4UL * 5, 7) * 9);

        Assert.Equal(first, new SeededRandom(0).Next());
    }

    [Fact]
    public void Children_depend_on_the_name_and_do_not_disturb_their_parent()
    {
        SeededRandom parent = new(5), other = new(5);

        var values = new[] { parent.Child("a").Next(), parent.Child("b").Next(), parent.Child("a").Next() };

        Assert.Equal(values[0], values[2]);
        Assert.NotEqual(values[0], values[1]);
        Assert.Equal(other.Next(), parent.Next());
    }

    [Fact]
    public void Draws_have_the_moments_they_should()
    {
        var random = new SeededRandom(9);
        var normal = Enumerable.Range(0, 20_000).Select(_ => random.Normal(10, 2)).ToList();
        var below = Enumerable.Range(0, 20_000).Select(_ => random.Below(7)).CountBy(value => value).ToDictionary();

        Assert.InRange(normal.Average(), 9.93, 10.07);
        Assert.InRange(Math.Sqrt(normal.Average(value => (value - 10) * (value - 10))), 1.95, 2.05);
        Assert.Equal(Enumerable.Range(0, 7), below.Keys.Order());
        Assert.All(below.Values, count => Assert.InRange(count, 2_600, 3_120));
    }
}
