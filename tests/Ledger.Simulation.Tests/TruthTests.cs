using System.Text;
using Ledger.Domain.CustodyEvents;

namespace Ledger.Simulation.Tests;

public sealed class TruthTests
{
    private static readonly string[] Kinds =
    [
        "bag-in-two-runs", "bagged-while-suspended", "certified-twice", "false-origin", "foreign-mineral", "heavier-receipt",
        "line-used-twice", "lost-on-the-way", "receipt-never-recorded", "record-withheld", "run-out-of-nothing", "sale-never-recorded",
        "scale-tampered-with", "tag-of-another-site", "tag-on-two-lots", "tagged-far-away", "tags-beyond-allowance", "tags-in-haste",
        "tags-out-of-the-box", "too-much-under-one-tag", "untagged-ore", "use-by-non-holder", "vanished-in-a-run",
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Every_fraud_is_planted_and_its_records_are_among_the_postings(ulong seed)
    {
        foreach (var world in new[] { Worlds.Small(seed), Worlds.Full(seed) })
        {
            Assert.Equal(Kinds, world.Truth.Frauds.Select(fraud => fraud.Kind).Distinct().Order());
            var posted = world.Postings.Select(posting => posting.Id).ToHashSet();
            Assert.All(world.Truth.Frauds, fraud =>
            {
                Assert.NotEmpty(fraud.CustodyEvents);
                Assert.NotEmpty(fraud.Subjects);
                Assert.NotEmpty(fraud.ExpectedRules);
                Assert.Subset(posted, fraud.CustodyEvents.ToHashSet());
            });
        }

        Assert.Equal(Kinds.Length, Worlds.Small(seed).Truth.Frauds.Count);
    }

    [Fact]
    public void An_honest_world_has_slips_but_no_fraud()
    {
        var world = Worlds.Small(3, isHonest: true);

        Assert.Empty(world.Truth.Frauds);
        Assert.NotEmpty(world.Truth.TypingErrors);
        Assert.Equal((0, 0), (world.Truth.Dry.SmuggledMg, world.Truth.Dry.DivertedMg));
        Assert.Equal((0, 0), (world.Truth.Metal.SmuggledMg, world.Truth.Metal.DivertedMg));
    }

    [Theory]
    [InlineData(WorldSize.Small, true)]
    [InlineData(WorldSize.Small, false)]
    [InlineData(WorldSize.Full, false)]
    public void Nothing_appears_or_vanishes_unless_a_fraud_does_it(WorldSize size, bool isHonest)
    {
        for (ulong seed = 1; seed <= 5; seed++)
        {
            var truth = Worlds.Of(new(seed, size, Worlds.Until, isHonest)).Truth;
            foreach (var mass in new[] { truth.Dry, truth.Metal })
            {
                Assert.Equal(mass.MinedMg + mass.SmuggledMg, mass.LostMg + mass.DivertedMg + mass.SmeltedMg + mass.HeldMg);
                Assert.InRange(mass.LostMg, 1, mass.MinedMg / 20);
                Assert.Equal(isHonest, mass.SmuggledMg == 0);
            }
        }
    }

    [Fact]
    public void One_number_in_five_hundred_is_mistyped_and_some_are_corrected()
    {
        var truths = Enumerable.Range(1, 5).Select(seed => Worlds.Of(new((ulong)seed, WorldSize.Full, Worlds.Until)).Truth).ToList();
        var numbers = truths.Sum(truth => truth.NumbersTyped);
        var errors = truths.SelectMany(truth => truth.TypingErrors).ToList();

        // Binomial: within five sigma, and a little less since some are typed after the end and some are noticed by the form.
        var expected = numbers / 500.0;
        Assert.InRange(errors.Count, (expected * 0.95) - (5 * Math.Sqrt(expected)), expected + (5 * Math.Sqrt(expected)));
        Assert.InRange(errors.Count(error => error.Correction is not null), errors.Count * 0.25, errors.Count * 0.5);
        Assert.All(errors, error => Assert.NotEqual(error.Meant, error.Typed));
        Assert.Superset(
            new HashSet<string> { "estimatedGradePct", "grossKg", "moisturePct", "netKg", "number", "pct" },
            errors.Select(error => error.Field).ToHashSet());
    }

    [Fact]
    public void A_correction_carries_what_was_meant_under_an_id_of_its_own()
    {
        var world = Worlds.Full(1);
        var posted = world.Postings.ToDictionary(posting => posting.Id);
        var corrected = world.Truth.TypingErrors.Where(error => error.Correction is { } id && posted.ContainsKey(id)).ToList();

        Assert.NotEmpty(corrected);
        foreach (var error in corrected)
        {
            var correction = Assert.IsType<Corrected>(posted[error.Correction!.Value].Read());
            Assert.Equal(error.CustodyEvent, correction.Target);
            Assert.Equal(posted[error.CustodyEvent].PostedBy, posted[error.Correction!.Value].PostedBy);
            Assert.Contains(error.Meant, Encoding.UTF8.GetString(posted[error.Correction!.Value].Json.Span), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void No_posting_tells_that_it_is_part_of_a_fraud()
    {
        var (planted, honest) = (Worlds.Full(1), Worlds.Of(new(1, WorldSize.Full, Worlds.Until, IsHonest: true)));

        Assert.Equal(FieldNames(honest), FieldNames(planted));
        Assert.DoesNotContain(planted.Postings, posting =>
            Encoding.UTF8.GetString(posting.Json.Span) is var text && Kinds.Any(kind => text.Contains(kind, StringComparison.Ordinal)));
    }

    private static IEnumerable<string> FieldNames(World world) => world.Postings
        .SelectMany(posting => posting.Parsed().EnumerateObject().Select(field => field.Name)).Distinct().Order(StringComparer.Ordinal);
}
