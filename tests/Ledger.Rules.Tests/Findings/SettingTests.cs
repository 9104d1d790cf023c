using FsCheck;
using FsCheck.Fluent;
using Ledger.Domain.Guarded.Settings;
using Ledger.Domain.LedgerEvents;
using Ledger.Rules.Findings;
using Ledger.Rules.Tests.Recorders;
using Ledger.Rules.Views;
using NodaTime;

namespace Ledger.Rules.Tests.Findings;

/// <summary>A changed setting holds for what happens from its moment on, and for nothing before.</summary>
public sealed class SettingTests
{
    // They make an incident of what is a finding anyway.
    private static readonly string[] OfIncidents = ["R5.yearlyShipments", "incident.falseAlarmPct", "R5.incidentLots"];
    private static readonly LocalDate AsOf = new(2026, 4, 1);

    public static TheoryData<string> Names => [.. SettingCases.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void What_happened_before_a_change_is_judged_by_the_old_value_and_what_happens_from_then_on_by_the_new(string name)
    {
        Assert.Equal((0, null), Found(name, day: "03-09"));
        Assert.Equal((1, 1), Found(name, day: SettingCases.ChangedOn));
    }

    [Fact]
    public void Every_setting_a_rule_uses_is_tried() =>
        Assert.Equal(
            SettingCatalogue.All.Where(setting => setting.Rules.Count > 0).Select(setting => setting.Name).Order(),
            SettingCases.All.Keys.Concat(Rules.HolderGainedTests.Settings.Keys).Concat(Rules.GainedBesideOthersTests.Settings.Keys)
                .Append(Rules.IncidentLeftOpenTests.Setting).Order());

    [Fact]
    public void Every_number_of_the_rules_comes_from_the_catalogue()
    {
        var numbers = typeof(RuleSettings).GetProperties().Where(property => property.Name != nameof(RuleSettings.Version)).ToList();
        Assert.Equal(SettingCatalogue.All.Count, numbers.Count);
        Assert.All(numbers, number => Assert.Single(SettingCatalogue.All, setting =>
        {
            var changed = new World();
            changed.Changed(setting.Name, setting.Least == setting.Default ? setting.Most : setting.Least, SettingCases.ChangedOn);
            return !Equals(number.GetValue(changed.Settings), number.GetValue(RuleSettings.Default));
        }));
    }

    [Fact]
    public void An_old_bag_weighed_again_after_the_change_keeps_the_old_limit()
    {
        var world = new World();
        world.Changed("R4.bagKg", 60, SettingCases.ChangedOn);
        SettingCases.Bag(world, "03-09", 65);
        world.By("trader", "03-20").Received([new("100", 65.1m)]);
        Assert.DoesNotContain(Judged.Findings(world.Arrived()), finding => finding.Rule == "R4");
    }

    [Fact]
    public void What_counts_as_nothing_is_told_by_the_setting_when_the_last_of_it_was_taken()
    {
        Assert.Equal([LotStatus.Consumed, LotStatus.PartlyConsumed], new[] { "03-09", SettingCases.ChangedOn }.Select(day =>
        {
            var world = new World();
            world.Changed("lot.crumbsKg", 0.05m, SettingCases.ChangedOn);
            SettingCases.Bag(world, "03-01", 60);
            SettingCases.Process(world, day, 59.9m, 59.9m);
            world.By("mill", "03-20").Post("sampled",
                Line.Named("coop:1", new() { ["sampleId"] = "mill:S1", ["netKg"] = 0.01m, ["for"] = "mine" }));
            return LotView.Of(world.Arrived().Lot("coop:1"))!.Status;
        }));
    }

    [Fact]
    public void How_late_a_sheet_may_be_typed_is_told_by_the_setting_when_the_tag_was_named()
    {
        Assert.Equal([2, 1], new[] { "03-09", SettingCases.ChangedOn }.Select(day =>
        {
            var world = new World();
            world.Changed("tag.typedLateHours", 1, SettingCases.ChangedOn);
            world.By("trader", day + " 06:00").Weighed("100", 60);
            SettingCases.Bag(world, day + " 10:00", 60);
            return world.Arrived().Lot("coop:1").Facts.Count(fact => fact.Type == "lot_weighed");
        }));
    }

    [Fact]
    public void A_change_that_takes_effect_after_everything_happened_changes_nothing() => ForAnyWorld((world, _) =>
    {
        var before = Judged.All(world.Arrived());
        foreach (var setting in SettingCatalogue.All) world.Changed(setting.Name, setting.Least, "2026-12-31");
        Assert.Equal(before, Judged.All(world.Arrived()));
    });

    [Fact]
    public void Whatever_was_changed_amid_it_the_order_of_arrival_changes_nothing() => ForAnyWorld((world, random) =>
    {
        foreach (var setting in SettingCatalogue.All)
            if (random.Next(2) == 0) world.Changed(setting.Name, setting.Least, $"03-{random.Next(1, 9):00}");
        Assert.Equal(Judged.All(world.Arrived()), Judged.All(world.ArrivedInAnyOrder(random)));
    });

    private static (int Count, int? SettingsVersion) Found(string name, string day)
    {
        var (value, rule, told) = SettingCases.All[name];
        var world = new World();
        world.Changed(name, value, SettingCases.ChangedOn);
        told(world, day);
        // What is usual is told when a month's sheets had time to come in.
        var asOf = rule is "R9" or "R10" or "R21" or "R27" ? AsOf.PlusDays(10) : AsOf;
        var found = Judged.Findings(world.Arrived(), asOf)
            .Where(finding => finding.Rule == rule && (!OfIncidents.Contains(name) || finding.Tier == FindingTier.Incident)).ToList();
        return (found.Count, found.FirstOrDefault()?.SettingsVersion);
    }

    private static void ForAnyWorld(Action<World, Random> holds) => Prop.ForAll(
        Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed => holds(AnyWorld.Of(new Random(seed)), new Random(seed + 1)))
        .Check(Config.QuickThrowOnFailure.WithMaxTest(200));
}
