using System.Globalization;
using Ledger.Domain.Values;
using Ledger.Rules.Balance.Transfers;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;
using Ledger.Rules.Tests.Recorders;

namespace Ledger.Rules.Tests.Rules;

/// <summary>R5 over time: bags that the coop weighs each week, taken in by the trader two days later.</summary>
public sealed class ReceiptsOverTimeTests
{
    private const string Subject = "receipt-history:trader/2026";

    [Fact]
    public void Honest_receipts_give_nothing() => Assert.Empty(Found(world => Weeks(world, 12)));

    [Fact]
    public void Nor_do_two_scales_that_differ_as_scales_in_service_may() =>
        Assert.Empty(Found(world => Weeks(world, 12, week => 1.005m, last: 1.007m)));

    [Fact]
    public void What_two_scales_allow_is_an_incident_when_the_weeks_before_are_known() => Assert.Equal(
        ["incident shipment-history"], Found(world => Weeks(world, 12, last: 1.014m)));

    // In a week one of two scales that nobody named may have been calibrated, one time in thirteen.
    [Fact]
    public void What_a_calibration_that_nobody_recorded_would_do_is_none() => Assert.Empty(Found(world => Weeks(world, 12, last: 1.012m)));

    [Fact]
    public void The_same_from_two_who_never_traded_is_none() => Assert.Empty(Found(world => Weeks(world, 1, last: 1.014m)));

    [Fact]
    public void What_was_kept_for_months_dries_as_it_was_kept() =>
        Assert.Empty(Found(world => Weeks(world, 12, last: 0.982m, lastKeptDays: 120)));

    [Fact]
    public void Nor_is_it_one_of_few_bags() => Assert.Empty(Found(world => Weeks(world, 12, last: 1.02m, lastBags: 4)));

    [Fact]
    public void One_mistyped_mass_makes_no_case_against_a_receipt() =>
        Assert.Empty(Found(world => Weeks(world, 12, mistyped: 84.5m)));

    [Fact]
    public void A_loss_is_seen_too() => Assert.Equal(
        ["incident shipment-history"], Found(world => Weeks(world, 12, last: 0.982m)));

    [Fact]
    public void A_scale_that_creeps_is_told_of_as_a_scale() => Assert.Equal(
        ["review scale-bias"], Found(world => Weeks(world, 30, week => 1 + (week * 0.00045m))));

    // 0.045 % a week, from 1 on: at the end 1.35 %. What is learnt of it ends at twice the error allowed in service.
    [Fact]
    public void Whoever_makes_a_scale_creep_gets_no_further_than_twice_the_error_allowed_in_service()
    {
        var history = HistoryOf(world => Weeks(world, 60, week => 1 + (week * 0.00045m)));
        Assert.InRange(history.Scales.Max(scale => scale.Bias), 0.8 * 2 * Math.Sqrt(3) * 0.003, 2 * Math.Sqrt(3) * 0.003 + 1e-12);
    }

    [Fact]
    public void What_is_too_far_off_teaches_nothing()
    {
        var with = HistoryOf(world => Weeks(world, 12, week => week == 6 ? 1.03m : 1));
        var without = HistoryOf(world => Weeks(world, 12, week => 1, skipped: 6));
        Assert.False(with.Receipts[5].HasTaught);
        Assert.Equal(11, with.Receipts.Count(receipt => receipt.HasTaught));
        Assert.Equal(without.Receipts[^1].ExpectedKg, with.Receipts[^1].ExpectedKg, 6);
        Assert.Equal(without.Receipts[^1].Believed, with.Receipts[^1].Believed, 6);
    }

    [Fact]
    public void The_more_was_received_the_surer_is_what_to_expect()
    {
        var history = HistoryOf(world => Weeks(world, 12, week => 1.004m));
        Assert.True(history.Receipts[11].Believed < history.Receipts[0].Believed / 4);
        Assert.InRange(history.Receipts[11].ExpectedKg / history.Receipts[11].SentKg, 0.003, 0.005);
    }

    // Its receipts show no difference, so the sender's scale is believed to be off by as much.
    [Fact]
    public void A_scale_that_is_named_is_corrected_by_its_known_masses()
    {
        var history = HistoryOf(world =>
        {
            world.By("office", "2025-12-01").Scale("sc", 0.05m);
            world.By("office", "2025-12-02").Calibrated("sc");
            Weeks(world, 3, on: "sc");
            for (var day = 10; day < 16; day++) world.By("trader", $"2026-01-{day}").Checked("sc", 100, 100.6m);
        });
        Assert.InRange(history.Scales[^1].Own.Bias, 0.004, 0.006);
        Assert.InRange(history.Scales[^1].Bias, 0.003, 0.006);
        Assert.InRange(history.Receipts[^1].ExpectedKg / history.Receipts[^1].SentKg, -0.001, 0.001);
    }

    [Fact]
    public void A_receipt_that_comes_late_and_one_that_is_corrected_change_what_was_to_be_expected_of_those_after()
    {
        var world = new World();
        Weeks(world, 12, week => 1.004m);
        var expected = Judged.All(world.Arrived());
        var other = new World();
        Weeks(other, 12, week => 1.004m, correctedWeek: 3);
        Assert.NotEqual(expected, Judged.All(other.Arrived()));
        Assert.All(Enumerable.Range(0, 5), seed => Assert.Equal(
            Judged.All(other.Arrived()), Judged.All(other.ArrivedInAnyOrder(new Random(seed)))));
        Assert.Equal(HistoryOf(world).Receipts[^1].ExpectedKg, HistoryOf(other).Receipts[^1].ExpectedKg, 6);
    }

    /// <summary>Deliveries of twenty bags, a week apart, the last of them in 2026.</summary>
    /// <param name="factor">By how much the trader's scale shows more, from the first week on, which is 1.</param>
    internal static void Weeks(
        World world, int weeks, Func<int, decimal>? factor = null, decimal? last = null, int lastBags = 20, decimal? mistyped = null,
        int skipped = 0, string? on = null, int correctedWeek = 0,
        int lastKeptDays = 2)
    {
        var random = new Random(7);
        var first = new NodaTime.LocalDate(2026, 12, 1).PlusWeeks(-weeks);
        if (on is not null) first = new(2026, 1, 5);
        for (var week = 1; week <= weeks; week++)
        {
            var isLast = week == weeks;
            var bags = isLast ? lastBags : 20;
            var shown = isLast && last is { } other ? other : factor?.Invoke(week) ?? 1;
            var (day, sent) = (Day(first.PlusWeeks(week)), new List<Line>());
            for (var bag = 0; bag < bags; bag++) sent.Add(new(Lot(week, bag), 40 + random.Next(100) / 10m));
            var readings = sent.ConvertAll(line => Math.Round(((line.Kg!.Value * shown) + (random.Next(-10, 11) / 100m)) * 10) / 10);
            if (week == skipped) continue;
            world.By("coop", $"{Day(first.PlusWeeks(week).PlusDays(isLast ? -lastKeptDays : -2))} 09:00").Processed(
                $"coop:r{week}", [], [.. sent], final: false);
            if (isLast && mistyped is { } wrong) readings[3] = wrong;
            Line[] lines = [.. sent.Select((line, bag) => line with { Kg = readings[bag] })];
            if (week != correctedWeek)
            {
                world.By("trader", $"{day} 09:00").Received(lines, from: "coop", sale: $"coop:s{week}", scale: on);
                continue;
            }

            var slip = world.By("trader", $"{day} 09:00").Received(
                [.. lines.Select(line => line with { Kg = line.Kg * 1.01m })], from: "coop", sale: $"coop:s{week}");
            world.By("trader", $"{day} 09:00").Corrected(
                slip, again => again.Received(lines, from: "coop", sale: $"coop:s{week}"));
        }
    }

    private static string[] Found(Action<World> told)
    {
        var world = new World();
        told(world);
        return [.. Judged.Findings(world.Arrived()).Where(finding => finding.Rule == "R5" && finding.Subject == Subject)
            .Select(finding => $"{finding.Tier.ToString().ToLowerInvariant()} {finding.Discriminator.Split(':')[0]}")];
    }

    private static ReceiptHistory HistoryOf(Action<World> told)
    {
        var world = new World();
        told(world);
        return HistoryOf(world);
    }

    private static ReceiptHistory HistoryOf(World world) =>
        ReceiptHistory.Of(world.Arrived().ReceiptHistory(Subject), RuleSettings.Default);

    private static string Day(NodaTime.LocalDate day) => NodaTime.Text.LocalDatePattern.Iso.Format(day);

    private static string Lot(int week, int bag) => string.Create(CultureInfo.InvariantCulture, $"coop:w{week:00}b{bag:00}");
}
