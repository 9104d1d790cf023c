using System.Globalization;
using Ledger.Domain.LedgerEvents;
using Ledger.Rules.Tests.Recorders;
using NodaTime;

namespace Ledger.Rules.Tests.Rules;

/// <summary>What many runs add up to, each of which is within its own limits.</summary>
public sealed class HolderGainedTests
{
    private static readonly LocalDate September = new(2026, 9, 1);

    /// <summary>
    /// Settings of the balance, each with a value that makes an alarm of what is none by default: the share of its input that every
    /// run of half a year gains, the moistures of input and output, and the grade where it is stated.
    /// </summary>
    public static readonly IReadOnlyDictionary<string, (decimal Value, Month Month)> Settings = new Dictionary<string, (decimal, Month)>
    {
        ["scale.apartSigmaPct"] = (0, new(0.4m)),
        ["moisture.commonSigmaPct"] = (0, new(0.7m, MoistureIn: 50, MoistureOut: 0)),
        ["moisture.unmeasuredPct"] = (0, new(1.5m, MoistureIn: 5, MoistureOut: null)),
        ["moisture.unmeasuredSigmaPct"] = (0.1m, new(1.3m, MoistureIn: null, MoistureOut: null, Operation: "sorting", Runs: 1)),
        ["moisture.unmeasuredCommonSigmaPct"] = (0, new(4.6m, MoistureIn: 5, MoistureOut: null)),
        ["moisture.processSigmaPct"] = (0, new(3, MoistureIn: null, MoistureOut: null, Operation: "washing")),
        ["assay.sigmaPct"] = (0, new(0, GradeGainPct: 0.62m)),
    };

    public static TheoryData<string> SettingNames => [.. Settings.Keys];

    [Fact]
    public void A_little_more_every_month_is_an_incident_of_the_holder_though_no_run_is_one()
    {
        var findings = Found(world => Months(world, 3, 5, new(0.82m, Runs: 12)), isOfAnySubject: true);

        var finding = Assert.Single(findings);
        Assert.Equal(
            ("R6", "holder-balance:mill/2026", "cassiterite/dry", FindingTier.Incident),
            (finding.Rule, finding.Subject, finding.Discriminator, finding.Tier));
        Assert.Equal((34_200m, "mill"), (finding.Expected, Assert.Single(finding.Parties).Value));
        Assert.InRange(finding.Observed, finding.Expected + finding.Tolerance, finding.Expected * 1.0083m);
        Assert.Equal(36, finding.Evidence.Count);
    }

    [Fact]
    public void A_month_is_judged_when_it_is_over()
    {
        void Told(World world) => Months(world, 3, 5, new(0.82m, Runs: 12));

        Assert.Equal(24, Assert.Single(Found(Told, asOf: new(2026, 5, 30))).Evidence.Count);
        Assert.Equal(36, Assert.Single(Found(Told, asOf: new(2026, 5, 31))).Evidence.Count);
    }

    [Fact]
    public void A_mistyped_mass_now_and_then_adds_up_to_nothing()
    {
        Assert.Empty(Found(world =>
        {
            for (var month = 1; month <= 8; month++)
                for (var run = 0; run < 2; run++) new Month(month % 3 == 0 && run == 0 ? 9 : -0.7m).Tell(world, month, run);
        }));
    }

    [Fact]
    public void Months_that_lost_less_than_those_before_gained_nothing() =>
        Assert.Empty(Found(world =>
        {
            for (var month = 1; month <= 8; month++)
                for (var run = 0; run < 8; run++) new Month(month < 5 ? -2.5m : -0.1m).Tell(world, month, run);
        }));

    [Fact]
    public void A_correction_that_explains_it_leaves_nothing_to_find()
    {
        Assert.Empty(Found(world =>
        {
            Months(world, 3, 5, new(0.82m, Runs: 12));
            foreach (var paper in world.Papers.ToList()) world.By("mill", "06-01").Corrected(paper.Id);
        }));
    }

    [Fact]
    public void More_tin_than_went_in_is_found_where_the_mass_is_right()
    {
        var finding = Assert.Single(Found(world => Months(world, 3, 6, new(-0.5m, GradeGainPct: 2))));

        Assert.Equal(("R8", "cassiterite/Sn", FindingTier.Incident), (finding.Rule, finding.Discriminator, finding.Tier));
        Assert.InRange(finding.Statistics!.Sources.Sum(source => source.SharePct), 99.9m, 100.1m);
        Assert.Equal((new LocalDate(2026, 3, 1), new(2026, 6, 30)), (finding.Statistics.From, finding.Statistics.To));
    }

    [Fact]
    public void Last_year_tells_what_is_usual_and_is_not_judged_again()
    {
        var findings = Found(world => Months(world, 3, 5, new(0.82m, Runs: 12)), asOf: new(2027, 3, 1));

        Assert.Equal("holder-balance:mill/2026", Assert.Single(findings).Subject);
    }

    // By the balance, unless other subjects are asked for.
    private static List<FindingContent> Found(Action<World> told, bool isOfAnySubject = false, LocalDate? asOf = null)
    {
        var world = new World();
        told(world);
        return [.. Judged.Findings(world.Arrived(), asOf ?? September).Where(finding =>
            isOfAnySubject ? finding.Rule is "R6" or "R8" : finding.Subject.StartsWith("holder-balance:", StringComparison.Ordinal))];
    }

    [Fact]
    public void It_shares_the_budget_of_false_incidents()
    {
        void Told(World world) => Months(world, 3, 8, new(0.4m));

        Assert.Empty(Found(Told));
        Assert.Single(Found(world => { world.Changed("incident.falseAlarmPct", 50, "02-01"); Told(world); }));
    }

    [Theory]
    [MemberData(nameof(SettingNames))]
    public void A_changed_setting_decides_for_runs_that_end_after_it(string name)
    {
        var (value, month) = Settings[name];
        void Told(World world) => Months(world, 3, 8, month);

        Assert.Empty(Found(Told));
        Assert.Single(Found(world => { world.Changed(name, value, "02-01"); Told(world); }));
        Assert.Empty(Found(world => { world.Changed(name, value, "08-31"); Told(world); }));
    }

    private static void Months(World world, int from, int to, Month month)
    {
        for (var each = from; each <= to; each++)
            for (var run = 0; run < month.Runs; run++) month.Tell(world, each, run);
    }

    /// <summary>Runs of a tonne, ten bags in and ten bags out.</summary>
    public sealed record Month(
        decimal GainPct, decimal? MoistureIn = 5, decimal? MoistureOut = 5, decimal? GradeGainPct = null, int Runs = 8,
        string Operation = "other")
    {
        internal void Tell(World world, int month, int run, decimal? lossKg = null)
        {
            var dry = 100 * (1 - ((MoistureIn ?? 5) / 100)) * (1 + (GainPct / 100));
            var made = decimal.Round(dry / (1 - ((MoistureOut ?? 5) / 100)), 3);
            var name = string.Create(CultureInfo.InvariantCulture, $"mill:{month:00}-{run}");
            world.By("mill", string.Create(CultureInfo.InvariantCulture, $"{month:00}-{run + 1:00}")).Processed(
                name,
                [.. Enumerable.Range(0, 10).Select(bag => new Line($"coop:{name[5..]}-{bag}", 100, Moisture: MoistureIn, Tin: Grade(0)))],
                [.. Enumerable.Range(0, 10).Select(bag => new Line($"{name}-{bag}", made, Moisture: MoistureOut, Tin: Grade(1)))],
                Operation, lossKg: lossKg);
        }

        private decimal? Grade(int share) => GradeGainPct is { } gain ? 60 * (1 + (share * gain / 100)) : null;
    }
}
