using Ledger.Domain.Guarded;
using Ledger.Domain.Guarded.Settings;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using NodaTime;
using static Ledger.Domain.Tests.Guarded.GuardedExamples;

namespace Ledger.Domain.Tests.Guarded;

public class SettingTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 3, 1, 12, 0);
    private static readonly Duration Day = Duration.FromDays(1);

    [Fact]
    public void A_setting_never_takes_effect_before_it_is_recorded()
    {
        var change = Change("R5.heavierPct", 2.5m, Now + ChangeSetting.Lead);

        Assert.Single(ChangeSetting.Decide(change, DatedSettings.Empty, Now).Events);
        ThenRejected(change, DatedSettings.Empty, Now + Duration.Epsilon, "setting-before-recorded");
    }

    [Fact]
    public void A_repeated_change_adds_nothing_whatever_the_time()
    {
        var change = Change("R5.heavierPct", 2.5m, Now + Day);
        var done = DatedSettings.Fold(ChangeSetting.Decide(change, DatedSettings.Empty, Now).Events);

        Assert.Equal(Decision.AlreadyDone, ChangeSetting.Decide(change, done, Now + 9 * Day));
        Assert.Single(ChangeSetting.Decide(change with { Id = Id(2) }, done, Now).Events);
    }

    [Theory]
    [InlineData("R5.heavierPct", "0", true)]
    [InlineData("R5.heavierPct", "50", true)]
    [InlineData("R5.heavierPct", "50.0001", false)]
    [InlineData("R5.heavierPct", "-0.0001", false)]
    [InlineData("R5.heavierPct", "2.12345", false)]
    [InlineData("R28.days", "30.5", false)]
    [InlineData("R4.bagKg", "0.999", false)]
    public void A_value_is_taken_within_its_bounds_and_decimals_only(string name, string value, bool isTaken)
    {
        var change = Change(name, decimal.Parse(value, System.Globalization.CultureInfo.InvariantCulture), Now + Day);
        if (isTaken) Assert.Single(ChangeSetting.Decide(change, DatedSettings.Empty, Now).Events);
        else ThenRejected(change, DatedSettings.Empty, Now, "setting-out-of-bounds");
    }

    [Fact]
    public void A_name_the_catalogue_does_not_know_is_refused() =>
        ThenRejected(Change("R5.heavierKg", 1, Now + Day), DatedSettings.Empty, Now, "setting-unknown");

    [Fact]
    public void A_setting_holds_by_event_time_until_the_next_one()
    {
        Assert.Equal([null, 1, 1, 2, 4, 4], Moments.Select(days => Changed.ValueAt("a", Now + days * Day)));
        Assert.Null(Changed.ValueAt("c", Now));
    }

    [Fact]
    public void The_version_at_a_moment_covers_every_change_that_holds_then_and_no_later_change_moves_it()
    {
        Assert.Equal([0, 5, 5, 5, 5, 5], Moments.Select(days => Changed.VersionAt(Now + days * Day)));
        var later = DatedSettings.Fold(Changed, new SettingChanged(Id(6), "a", 7, Now + Day));
        Assert.Equal([0, 5, 5, 6, 6, 6], Moments.Select(days => later.VersionAt(Now + days * Day)));
        Assert.Equal((5, 6), (Changed.Version, later.Version));
    }

    [Fact]
    public void Every_default_is_within_its_bounds_and_every_name_ends_in_its_unit()
    {
        Dictionary<string, string> endings = new()
        {
            ["kg"] = "Kg", ["percent"] = "Pct", ["sigma"] = "Sigma", ["hours"] = "Hours", ["days"] = "ays",
            ["working-days"] = "WorkingDays", ["km"] = "Km", ["tags"] = "Tags", ["records"] = "Records",
            ["shipments"] = "Shipments", ["lots"] = "Lots",
            ["times"] = "Times", ["sites"] = "Sites", ["months"] = "Months", ["kmh"] = "Kmh", ["weighings"] = "Weighings",
        };
        Assert.True(SettingCatalogue.All.Count > 20);
        Assert.All(SettingCatalogue.All, setting =>
        {
            Assert.True(setting.Allows(setting.Default), setting.Name);
            Assert.EndsWith(endings[setting.Unit], setting.Name, StringComparison.Ordinal);
            Assert.Matches("^[A-Za-z0-9]+\\.[A-Za-z]+$", setting.Name);
            Assert.Equal(setting, SettingCatalogue.Find(setting.Name));
        });
    }

    private static readonly double[] Moments = [-1, 0, 0.5, 1, 2, 100];

    private static DatedSettings Changed => DatedSettings.Fold(
    [
        new SettingChanged(Id(1), "a", 1, Now), new SettingChanged(Id(2), "a", 3, Now + 2 * Day),
        new SettingChanged(Id(3), "a", 2, Now + Day), new SettingChanged(Id(4), "a", 4, Now + 2 * Day),
        new SettingChanged(Id(5), "b", 9, Now),
    ]);

    private static ChangeSetting Change(string name, decimal value, Instant from) => new(Id(1), name, value, from);

    private static void ThenRejected(ChangeSetting change, DatedSettings settings, Instant now, string code)
    {
        var decision = ChangeSetting.Decide(change, settings, now);
        Assert.Equal(code, decision.Rejection?.Code);
        Assert.Empty(decision.Events);
    }
}
