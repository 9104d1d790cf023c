using Ledger.Domain.CustodyEvents;
using Ledger.Domain.Values;
using NodaTime;

namespace Ledger.Simulation.Tests;

public sealed class WorldTests
{
    private static readonly string[] Types =
    [
        "arrived", "assayed", "bagged", "certified", "check-weighed", "consigned", "corrected", "dispatched", "exported",
        "lock-box-counted", "processed", "received", "sampled", "scale-calibrated", "scale-registered", "smelted", "smelter-received",
        "sold", "stock-counted", "suspended", "suspension-lifted", "tagged", "untagged-found", "weighed",
    ];

    [Fact]
    public void The_same_seed_gives_the_same_bytes()
    {
        var options = new WorldOptions(42, WorldSize.Small, Worlds.Until);

        var (first, second) = (World.Generate(options), World.Generate(options));

        Assert.Equal(first.Postings.Select(Line), second.Postings.Select(Line));
        static string Line(Posting posting) => $"{posting.PostedAt} {posting.PostedBy} {Convert.ToHexString(posting.Json.Span)}";
    }

    [Fact]
    public void Two_worlds_share_no_event_lot_or_tag()
    {
        WorldOptions[] options =
        [
            new(1, WorldSize.Small, Worlds.Until), new(2, WorldSize.Small, Worlds.Until),
            new(1, WorldSize.Small, Worlds.Until, IsHonest: true), new(1, WorldSize.Small, Worlds.Until.PlusDays(1)),
            new(1, WorldSize.Full, Worlds.Until),
        ];

        var names = options.SelectMany(each => NamesIn(Worlds.Of(each)).Distinct()).ToList();

        Assert.True(names.Count > 10_000);
        Assert.Equal(names.Count, names.Distinct().Count());

        static IEnumerable<string> NamesIn(World world) => world.Postings.Select(posting => posting.Id.ToString())
            .Concat(world.Events<Bagged>().SelectMany(bagged => new[] { bagged.LotId.Value, bagged.Tag?.ToString() }).OfType<string>());
    }

    [Theory]
    [InlineData(WorldSize.Small)]
    [InlineData(WorldSize.Full)]
    public void Every_posting_is_taken_from_the_organisation_that_posts_it(WorldSize size)
    {
        var world = Worlds.Of(new(7, size, Worlds.Until));

        foreach (var posting in world.Postings)
        {
            var read = posting.Read();
            Assert.Equal(posting.Id, read.Envelope.Id);
            if (read.ActingParties.Count > 0) Assert.Contains(posting.PostedBy, read.ActingParties);
        }

        var ids = world.Postings.Select(posting => posting.Id)
            .Concat(world.Events<Corrected>().Select(corrected => corrected.Replacement!.Envelope.Id)).ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());
    }

    [Theory]
    [InlineData(WorldSize.Small, 500, 6)]
    [InlineData(WorldSize.Full, 5_000, 30)]
    public void A_world_has_its_bags_and_sites_and_everybody_in_it_does_something(WorldSize size, int bags, int sites)
    {
        var world = Worlds.Of(new(7, size, Worlds.Until));

        // Those of the last days are still on paper or on a phone when the world ends.
        var planted = world.Truth.Frauds.Where(fraud => fraud.Kind == "tags-in-haste").Sum(fraud => fraud.Subjects.Count);
        Assert.InRange(world.Events<Bagged>().Select(bagged => bagged.LotId).Distinct().Count() - planted, bags * 0.9, bags);
        Assert.Equal(sites, world.Events<Bagged>().Select(bagged => bagged.SiteId).Distinct().Count());
        Assert.Equal(
            world.Participants.Select(participant => participant.Id).ToHashSet(),
            world.Postings.Select(posting => posting.PostedBy).Concat(world.Registrations.Select(each => each.PostedBy)).ToHashSet());
        Assert.Equal(Types, world.Postings.Select(posting => posting.Read().Envelope.Type).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Bags_weigh_what_a_person_can_carry()
    {
        var masses = Worlds.Full(7).Events<Bagged>().Select(bagged => bagged.Weighing!.NetKg.Kg).Order().ToList();

        Assert.InRange(masses[masses.Count / 2], 43m, 47m);
        Assert.True(masses.Count(mass => mass is >= 29 and <= 61) >= masses.Count * 0.99);
    }

    [Fact]
    public void Postings_come_in_the_order_of_their_arrival_and_never_before_they_happened_or_after_the_end()
    {
        var world = Worlds.Full(7);
        var end = Worlds.Until.PlusDays(1).AtMidnight().WithOffset(Offset.FromHours(2)).ToInstant();

        Assert.Equal(world.Postings.Select(posting => posting.PostedAt).Order(), world.Postings.Select(posting => posting.PostedAt));
        Assert.All(world.Postings, posting => Assert.True(
            posting.PostedAt >= posting.Read().Envelope.When.Interval.Start && posting.PostedAt < end, posting.Parsed().ToString()));
    }

    [Fact]
    public void Records_are_late_as_in_the_field()
    {
        var delays = Worlds.Full(7).Postings.Select(posting =>
            (posting.Read().Envelope.Channel, Days: (posting.PostedAt - posting.Read().Envelope.When.Interval.Start).TotalDays)).ToList();

        var paper = delays.Where(delay => delay.Channel == Channel.Paper).Select(delay => delay.Days).Order().ToList();
        Assert.InRange(paper[paper.Count / 2], 3, 8);
        Assert.InRange(paper[^1], 15, 40);
        Assert.InRange(delays.Where(delay => delay.Channel == Channel.Phone).Average(delay => delay.Days), 0.2, 3);
        Assert.InRange(delays.Where(delay => delay.Channel == Channel.System).Count(delay => delay.Days > 1), 20, 400);
    }

    [Fact]
    public void An_honest_phone_counts_its_records_without_gaps_and_sends_them_in_that_order()
    {
        var byDevice = Worlds.Of(new(7, WorldSize.Full, Worlds.Until, IsHonest: true)).Postings.Select(posting => posting.Read().Envelope)
            .Where(envelope => envelope.DeviceId is not null).GroupBy(envelope => envelope.DeviceId!).ToList();

        Assert.True(byDevice.Count > 10);
        foreach (var device in byDevice)
            Assert.Equal(
                Enumerable.Range(1, device.Count()).Select(number => (long?)number), device.Select(envelope => envelope.DeviceSeq));
    }
}
