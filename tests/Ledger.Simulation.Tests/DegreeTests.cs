using Ledger.Domain.CustodyEvents;
using Ledger.Domain.Values;
using NodaTime;

namespace Ledger.Simulation.Tests;

/// <summary>Frauds by degrees: done as chosen, told apart from what is posted, and mass adds up all the same.</summary>
public sealed class DegreeTests
{
    private static readonly LocalDate From = new(2026, 1, 1);

    public static IEnumerable<TheoryDataRow<string>> Kinds => ChosenFraud.ByDegrees.Select(kind => new TheoryDataRow<string>(kind));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_fraud_by_degrees_goes_on_from_its_day_and_nothing_else_appears_or_vanishes(string kind)
    {
        var world = Worlds.Of(Year(new ChosenFraud(kind, From: From)));

        var fraud = Assert.Single(world.Truth.Frauds);
        Assert.Equal(kind, fraud.Kind);
        Assert.All(fraud.Months, month => Assert.True(month.Month >= From.ToYearMonth()));
        Assert.InRange(fraud.Months.Count, 1, 6);
        Assert.Contains(fraud.Place, fraud.Holders.Select(holder => holder.Value));
        Assert.All(fraud.Holders, holder => Assert.Contains(world.Participants, participant => participant.Id == holder));
        Assert.NotEmpty(fraud.CustodyEvents);
        foreach (var mass in new[] { world.Truth.Dry, world.Truth.Metal })
            Assert.Equal(mass.MinedMg + mass.SmuggledMg, mass.LostMg + mass.DivertedMg + mass.SmeltedMg + mass.HeldMg);
        if (kind != "fabricated-weights") Assert.True(world.Truth.Dry.SmuggledMg + world.Truth.Dry.DivertedMg > 0);
        if (kind is not ("fabricated-weights" or "diversion"))
            Assert.InRange((double)fraud.StrengthKg, world.Truth.Dry.SmuggledMg / 1e6, world.Truth.Dry.SmuggledMg / 1e6 * 1.15);
        Assert.All(world.Postings, posting => posting.Read());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    public void Laundering_is_the_chosen_share_of_what_the_holder_runs(int percent)
    {
        var world = Worlds.Of(Year(new ChosenFraud("laundering", percent, new PartyId("demo-trader-02"), From)));

        var inputs = world.Postings.Select(Worlds.Read).OfType<Processed>()
            .Where(run => run.Holder == new PartyId("demo-trader-02") && run.Envelope.When.EventTime.Date >= From)
            .Sum(run => run.Inputs.Sum(input => input.NetKg.Kg));
        Assert.Equal("demo-trader-02", world.Truth.Frauds[0].Place);
        Assert.InRange(world.Truth.Frauds[0].StrengthKg / inputs * 100, percent * 0.9m, percent * 1.1m);
    }

    [Fact]
    public void Intermittent_laundering_rests_two_months_in_three()
    {
        var fraud = Worlds.Of(Year(new ChosenFraud("laundering-intermittent", From: From))).Truth.Frauds[0];

        Assert.Equal([new YearMonth(2026, 1), new YearMonth(2026, 4)], fraud.Months.Select(month => month.Month));
    }

    [Fact]
    public void Invented_receipts_agree_better_than_two_scales_can()
    {
        var (fabricated, honest) = (
            Differences(Worlds.Of(Year(new ChosenFraud("fabricated-weights", From: From)))),
            Differences(Worlds.Of(new(5, WorldSize.Small, Worlds.Until, IsHonest: true) { Days = 365 })));

        Assert.True(fabricated.Count > 100 && honest.Count > 100);
        Assert.True(Spread(fabricated) < Spread(honest) / 2, $"{Spread(fabricated)} {Spread(honest)}");
        static double Spread(List<double> values) =>
            values.Order().ElementAt(values.Count * 3 / 4) - values.Order().ElementAt(values.Count / 4);
    }

    [Fact]
    public void Where_nobody_measures_moisture_no_record_has_one_and_where_everybody_does_every_run_has()
    {
        var (nowhere, everywhere) = (
            Worlds.Of(new(5, WorldSize.Small, Worlds.Until, IsHonest: true) { Moisture = MoistureRegime.Nowhere }),
            Worlds.Of(new(5, WorldSize.Small, Worlds.Until, IsHonest: true) { Moisture = MoistureRegime.Everywhere }));

        Assert.DoesNotContain("moisturePct", string.Concat(nowhere.Postings.Select(posting => posting.Parsed().ToString())));
        Assert.All(everywhere.Events<Processed>(), run => Assert.All(run.Inputs, input => Assert.NotNull(input.MoisturePct)));
    }

    [Fact]
    public void A_world_of_two_years_has_the_bags_of_two_years_and_its_umpires_and_new_certificates()
    {
        var world = Worlds.Of(new(5, WorldSize.Small, Worlds.Until, IsHonest: true) { Days = 730 });

        Assert.InRange(world.Events<Bagged>().Select(bagged => bagged.LotId).Distinct().Count(), 3_700, 3_968);
        Assert.Contains(world.Events<Assayed>(), assayed => assayed.Purpose == AssayPurpose.Umpire);
        var replaced = world.Events<Certified>().Where(certified => certified.Replaces is not null).ToList();
        Assert.NotEmpty(replaced);
        Assert.All(replaced, each => Assert.Contains(world.Events<Certified>(), first => first.Certificate == each.Replaces));
    }

    [Theory]
    [InlineData("laundering:2.5@demo-trader-02/2026-02-01")]
    [InlineData("collusion")]
    [InlineData("tag-on-two-lots/2026-02-01")]
    public void A_chosen_fraud_reads_as_it_is_written(string text) => Assert.Equal(text, ChosenFraud.Parse(text).ToString());

    [Theory]
    [InlineData("laundry")]
    [InlineData("laundering:")]
    [InlineData("laundering:-3")]
    [InlineData("laundering/2026-02-30")]
    [InlineData("laundering@demo trader")]
    public void What_names_no_fraud_is_refused(string text) => Assert.Throws<FormatException>(() => ChosenFraud.Parse(text));

    [Theory]
    [InlineData("laundering@demo-coop-01")]
    [InlineData("tag-selling@demo-trader-01")]
    [InlineData("tag-on-two-lots:3")]
    public void A_fraud_its_holder_cannot_do_makes_no_world(string text) =>
        Assert.Throws<ArgumentException>(() => World.Generate(Year(ChosenFraud.Parse(text))));

    [Fact]
    public void A_chosen_exact_fraud_is_the_only_one()
    {
        var world = Worlds.Of(Year(new ChosenFraud("tag-on-two-lots", From: From)));

        Assert.Equal("tag-on-two-lots", Assert.Single(world.Truth.Frauds).Kind);
        Assert.True(world.Truth.Frauds[0].Date >= From);
    }

    private static WorldOptions Year(ChosenFraud fraud) => new(5, WorldSize.Small, Worlds.Until) { Days = 365, Frauds = [fraud] };

    // Between what a trader wrote down of a bag and what the mine did, in kg.
    private static List<double> Differences(World world)
    {
        var mined = world.Events<Bagged>().GroupBy(bagged => bagged.LotId)
            .ToDictionary(group => group.Key, group => group.First().Weighing!.NetKg.Kg);
        return [.. from received in world.Events<Received>()
                   where received.Receiver == new PartyId("demo-trader-01") && received.Envelope.When.EventTime.Date >= From
                   from item in received.Lots
                   where item.Lot.LotId is { } lot && mined.ContainsKey(lot) && item.NetKg is not null
                   select (double)(item.NetKg!.Value.Kg - mined[item.Lot.LotId!.Value])];
    }
}
