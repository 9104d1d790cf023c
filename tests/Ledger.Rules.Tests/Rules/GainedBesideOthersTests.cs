using Ledger.Domain.LedgerEvents;
using Ledger.Rules.Tests.Recorders;
using NodaTime;

namespace Ledger.Rules.Tests.Rules;

/// <summary>Plants that weigh and measure no moisture, beside each other.</summary>
public sealed class GainedBesideOthersTests
{
    /// <summary>Settings of the comparison, each with a value that makes an incident of what is none by default.</summary>
    public static readonly IReadOnlyDictionary<string, decimal> Settings = new Dictionary<string, decimal>
    {
        ["plants.levelSigmaPct"] = 0.1m,
        ["plants.seasonSigmaPct"] = 0.1m,
        ["plants.driftSigmaPct"] = 0,
    };

    public static TheoryData<string> SettingNames => [.. Settings.Keys];

    private const int Runs = 6;

    // What dries and is lost in a month, percent: more in the rains.
    private static readonly decimal[] Season = [-3, -3.2m, -4.6m, -4.9m, -4.5m, -2.8m, -1.6m, -1.4m, -2.4m, -3.9m, -4.4m, -4];

    // Of the runs of a month, about what is usual.
    private static readonly decimal[] Scatter = [0.5m, -0.9m, 0.2m, -0.4m, 0.8m, -0.2m];

    [Fact]
    public void Who_gains_while_others_do_not_is_named_though_its_runs_still_lose()
    {
        var finding = Assert.Single(Found(new Plant("mill", 3, From: 7), new Plant("east"), new Plant("south")));

        Assert.Equal(("R6", "run-months:2026", "mill", FindingTier.Incident), (
            finding.Rule, finding.Subject, finding.Discriminator, finding.Tier));
        Assert.Equal("mill", Assert.Single(finding.Parties).Value);
        Assert.Equal("dries-less-than-before", finding.InnocentExplanation);
        Assert.Equal(new LocalDate(2026, 7, 1), finding.Statistics!.From);
        Assert.True(finding.Observed < Runs * 6 * 1_000); // it lost all the same
        Assert.InRange(finding.Observed - finding.Expected, 500, 1_100); // of some 36 tonnes 3 %, as far as it is not taken for usual
        Assert.True(finding.Observed - finding.Expected > finding.Tolerance);
        Assert.Equal(0, finding.Evidence.Count % Runs);
    }

    [Fact]
    public void Two_months_are_enough_and_a_month_is_judged_when_it_is_over()
    {
        Plant[] plants = [new("mill", 3, From: 7), new("east"), new("south")];

        Assert.Empty(Found(new(2026, 8, 30), plants));
        Assert.Equal(2 * Runs, Assert.Single(Found(new(2026, 8, 31), plants)).Evidence.Count);
    }

    [Fact]
    public void One_other_plant_tells_too() => Assert.Single(Found(new Plant("mill", 3, From: 7), new Plant("east")));

    [Fact]
    public void What_a_season_changes_for_all_is_nobodys_gain() =>
        Assert.Empty(Found(new Plant("mill"), new Plant("east", Usual: -1.5m), new Plant("south", Usual: 1)));

    [Fact]
    public void What_a_plant_always_gained_beside_others_is_its_own_way() =>
        Assert.Empty(Found(new Plant("mill", 3), new Plant("east"), new Plant("south")));

    [Fact]
    public void Of_a_plant_alone_nobody_knows_what_the_season_does() => Assert.Empty(Found(new Plant("mill", 2, From: 7)));

    [Fact]
    public void Plants_that_do_something_else_tell_nothing() => Assert.Empty(Found(
        new Plant("mill", 2, From: 7), new Plant("east", Operation: "magnetic"), new Plant("south", Operation: "magnetic")));

    [Theory]
    [InlineData(-5)]
    [InlineData(-3)]
    [InlineData(-2)]
    public void Others_are_not_accused_where_one_begins_to_lose(int losesPct)
    {
        Assert.Empty(Found(new Plant("east", losesPct, From: 7), new Plant("mill")));
        Assert.Empty(Found(new Plant("mill"), new Plant("north", losesPct, From: 7)));
        Assert.Empty(Found(new Plant("east", losesPct, From: 7), new Plant("mill"), new Plant("south")));
        Assert.Empty(Found(new Plant("mill"), new Plant("north", losesPct, From: 7), new Plant("south"), new Plant("west")));
    }

    [Fact]
    public void A_mistyped_mass_makes_no_case() =>
        Assert.Empty(Found(new Plant("mill", Slip: 90), new Plant("east"), new Plant("south")));

    [Fact]
    public void Where_moisture_is_measured_dry_masses_tell_and_no_comparison() =>
        Assert.Empty(Found(new Plant("mill", 3, From: 7, Moisture: 5), new Plant("east", Moisture: 5), new Plant("south", Moisture: 5)));

    [Fact]
    public void Late_sheets_that_bring_what_went_in_take_it_back()
    {
        var world = Told(new Plant("mill", 3, From: 7), new Plant("east"), new Plant("south"));
        for (var month = 7; month <= 12; month++)
            for (var run = 0; run < Runs; run++)
                world.By("mill", FormattableString.Invariant($"{month:00}-{run + 1:00} pm")).Processed(
                    FormattableString.Invariant($"mill:{month:00}-{run}"),
                    [new(FormattableString.Invariant($"coop:late-{month}-{run}"), 30)], [], "washing");

        Assert.Empty(Found(world, YearsEnd));
    }

    [Theory]
    [MemberData(nameof(SettingNames))]
    public void A_changed_setting_decides_from_the_month_it_holds_for(string name)
    {
        Plant[] plants = name == "plants.seasonSigmaPct" ? [new("mill", 2, From: 7)]
            : name == "plants.levelSigmaPct" ? [new("mill", 2), new("east"), new("south")] : [new("mill", 1.7m, From: 7), new("east")];

        Assert.Empty(Found(plants));
        var changed = new World();
        changed.Changed(name, Settings[name], "01-01");
        Assert.Single(Found(Told(changed, plants), YearsEnd));
        var late = new World();
        late.Changed(name, Settings[name], "12-31");
        Assert.Empty(Found(Told(late, plants), YearsEnd));
    }

    private static readonly LocalDate YearsEnd = new(2026, 12, 31);

    private static List<FindingContent> Found(params Plant[] plants) => Found(YearsEnd, plants);

    private static List<FindingContent> Found(LocalDate asOf, params Plant[] plants) => Found(Told(plants), asOf);

    private static List<FindingContent> Found(World world, LocalDate asOf) =>
        [.. Judged.Findings(world.Arrived(), asOf).Where(finding => finding.Subject.StartsWith("run-months:", StringComparison.Ordinal))];

    private static World Told(params Plant[] plants) => Told(new World(), plants);

    private static World Told(World world, params Plant[] plants)
    {
        foreach (var plant in plants)
            for (var month = 1; month <= 12; month++)
                for (var run = 0; run < Runs; run++) plant.Tell(world, month, run);
        return world;
    }

    /// <summary>Runs of a tonne, ten bags in and ten out, that lose what the season takes.</summary>
    /// <param name="GainPct">What it gains more, from a month on; of the input.</param>
    /// <param name="Usual">By what it differs from others, always; percent of the input.</param>
    /// <param name="Slip">What one number of one run in May is typed too high. Unit: kg.</param>
    private sealed record Plant(
        string Holder, decimal GainPct = 0, int From = 1, decimal Usual = 0, string Operation = "washing", decimal? Moisture = null,
        decimal Slip = 0)
    {
        public void Tell(World world, int month, int run)
        {
            var gained = Season[month - 1] + Usual + Scatter[(run + month + Holder.Length) % Scatter.Length]
                + (month >= From ? GainPct : 0);
            var name = FormattableString.Invariant($"{Holder}:{month:00}-{run}");
            var slip = month == 5 && run == 2 ? Slip : 0;
            world.By(Holder, FormattableString.Invariant($"{month:00}-{run + 1:00}")).Processed(
                name,
                [.. Enumerable.Range(0, 10).Select(bag => new Line($"coop:{Holder}-{name[^4..]}-{bag}", 100, Moisture: Moisture))],
                [.. Enumerable.Range(0, 10).Select(bag =>
                    new Line($"{name}-{bag}", decimal.Round(100 + gained, 3) + (bag == 0 ? slip : 0), Moisture: Moisture))],
                Operation);
        }
    }
}
