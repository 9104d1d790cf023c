using System.Text.Json;
using Ledger.Cli.Detection;
using Ledger.Simulation;
using Ledger.Testing;

namespace Ledger.Cli.Tests.Detection;

/// <summary>A small seeded part of the benchmark, and its arithmetic on numbers worked out by hand.</summary>
public sealed class DetectionTests
{
    [Theory]
    [InlineData(95, 100, 0.8882, 0.9785)]
    [InlineData(0, 10, 0, 0.2775)]
    [InlineData(10, 10, 0.7225, 1)]
    public void Wilsons_interval_is_the_published_one(int hits, int of, double low, double high)
    {
        var interval = new Proportion(hits, of).Interval;

        Assert.Equal(low, interval.Low, 4);
        Assert.Equal(high, interval.High, 4);
    }

    [Fact]
    public void A_fixed_percentage_is_tuned_to_as_many_false_alarms_as_there_were_false_incidents()
    {
        var clean = new CleanSummary("clean/everywhere", [Honest(1, flags: 1, 0.5, 2.0, 1.0), Honest(2, flags: 0, 3.0, 0.1)]);

        Assert.Equal(2.0, clean.FixedThreshold(FixedMeasure.RunGain)); // one reading, of 3 %, lies above
        Assert.Equal(1, clean.FalseIncidents);
        Assert.Null(clean.FixedThreshold(FixedMeasure.RunLoss));
    }

    [Fact]
    public void Reviews_of_mass_that_no_mistyped_number_brought_about_are_chance()
    {
        Dictionary<string, int> found = new()
        {
            ["R5 review lot (a)"] = 8, ["R6 review (b)"] = 2, ["R6 incident (b)"] = 5, ["R1 review (c)"] = 9,
        };
        Dictionary<string, int> onSlips = new() { ["R5 review lot (a)"] = 7, ["R1 review (c)"] = 9 };
        var clean = new CleanSummary(
            "clean/everywhere",
            [Honest(1, flags: 0) with { Findings = found, OnSlips = onSlips }, Honest(2, flags: 0) with { Findings = found }]);

        Assert.Equal(new Proportion(13, 20), clean.ReviewsByChance);
        Assert.Equal(("R1 review (c)", 18, 9), clean.Kinds[0]);
    }

    [Fact]
    public void A_world_says_which_findings_rest_on_a_slip_only_where_nobody_cheats()
    {
        var honest = Trial.Run(DetectionCell.All[0], 1);

        Assert.All(honest.OnSlips!, kind => Assert.InRange(kind.Value, 1, honest.Findings[kind.Key]));
        Assert.Contains(honest.OnSlips!.Keys, kind => kind.StartsWith("C2", StringComparison.Ordinal)); // each rests on a correction
        Assert.Null(Trial.Probe().OnSlips); // which tells builds apart by the rest
    }

    [Fact]
    public void A_cell_counts_what_was_found_in_time_by_whom_and_how_late()
    {
        var cell = DetectionCell.All.Single(each => each.Name == "laundering:3/everywhere");
        var clean = new CleanSummary("clean/everywhere", [Honest(1, flags: 0, 2.0)]);
        Trial[] trials =
        [
            Fraudulent(1, new Flag("R6", 181 + 40, ["demo-trader-01"], IsAboutFraud: true, NamesHolder: true)),
            Fraudulent(2, new Flag("R6", 181 + 300, ["demo-exporter-01"], IsAboutFraud: true, NamesHolder: false)),
            Fraudulent(3, new Flag("R6", 181 + 5, ["demo-trader-02"], IsAboutFraud: false, NamesHolder: false)),
            Fraudulent(4),
        ];

        var summary = CellSummary.Of(cell, trials, clean);

        Assert.Equal((new Proportion(1, 4), new Proportion(2, 4)), (summary.Within6, summary.Within12));
        Assert.Equal(new Proportion(1, 2), summary.Named);
        Assert.Equal([40, 300], summary.Delays);
        Assert.Equal(170, summary.MedianDelay);
        Assert.Equal((2.0, new Proportion(4, 4)), (summary.FixedPct, summary.Fixed6)); // each has one reading of 4 % in the seventh month
        Assert.Equal("R7", summary.BestReview?.Rule);
    }

    [Fact]
    public void A_world_is_judged_alike_each_time_and_the_truth_is_no_part_of_what_is_judged()
    {
        var cell = DetectionCell.All.Single(each => each.Name == "laundering:10/everywhere");

        var (first, again) = (Trial.Run(cell, 1), Trial.Run(cell, 1));

        Assert.Equal(JsonSerializer.Serialize(first), JsonSerializer.Serialize(again));
        Assert.Equal(["demo-trader-01"], first.FraudHolders);
        Assert.True(Gain(first, 6) - Gain(first, 0) > 5, "a tenth more should show in what its runs gave");
        static double Gain(Trial trial, int from) => trial.Readings
            .Where(reading => reading is { Measure: FixedMeasure.RunGain, Holder: "demo-trader-01" })
            .Where(reading => reading.Month >= from && reading.Month < from + 6)
            .Average(reading => reading.Pct);
    }

    [Fact]
    public async Task The_benchmark_goes_on_where_it_was_stopped_and_writes_its_page()
    {
        using var folder = new TemporaryFolder();
        var (raw, docs) = (folder.File("raw.ndjson"), folder.File("docs"));
        string[] command = ["benchmark-detection", "--worlds", "1", "--cells", "tag-on-two-lots", "--raw", raw, "--docs", docs];

        var run = await LedgerProcess.RunAsync(command);
        Assert.True(run.ExitCode == 0, run.Error);
        var written = await File.ReadAllLinesAsync(raw, TestContext.Current.CancellationToken);
        await File.AppendAllTextAsync(raw, "{\"by\":\"cut sho", TestContext.Current.CancellationToken);
        var again = await LedgerProcess.RunAsync(command);

        Assert.Equal(0, again.ExitCode);
        Assert.DoesNotContain("worlds", again.Error, StringComparison.Ordinal); // nothing was left to do
        Assert.Equal(2, written.Count(line => line.Length > 0));
        var page = await File.ReadAllTextAsync(Path.Combine(docs, "detection.md"), TestContext.Current.CancellationToken);
        Assert.Contains("| clean/everywhere | 1 | 4 |", page, StringComparison.Ordinal);
        Assert.Contains("| tag-on-two-lots/everywhere | 1 |", page, StringComparison.Ordinal);
        Assert.Equal(3, Directory.GetFiles(Path.Combine(docs, "images")).Length);
        using var counts = JsonDocument.Parse(
            await File.ReadAllTextAsync(Path.Combine(docs, "detection.json"), TestContext.Current.CancellationToken));
        var cell = counts.RootElement.GetProperty("cells")[0];
        Assert.Equal(1, cell.GetProperty("worlds").GetInt32());
        var interval = cell.GetProperty("anyTier").GetProperty("interval");
        Assert.InRange(interval.GetProperty("low").GetDouble(), 0, interval.GetProperty("high").GetDouble() - 0.5); // one world says little
    }

    [Fact]
    public void Every_cell_can_be_done_and_brings_its_honest_worlds()
    {
        Assert.Equal(DetectionCell.All.Count, DetectionCell.All.Select(cell => cell.Name).Distinct().Count());
        Assert.All(
            DetectionCell.All.Where(cell => !cell.IsClean), cell => Assert.Equal(DetectionCell.From, cell.World(1).Frauds.Single().From));
        Assert.Equal(["clean/nowhere", "laundering:3/nowhere"], DetectionCell.Select(["laundering:3/n"]).Select(cell => cell.Name));
        Assert.Empty(DetectionCell.Select(["no-such"]));
        Assert.All(DetectionGoal.All, goal => Assert.Contains(DetectionCell.All, cell => cell.Name == goal.Cell));
        Assert.Superset(
            DetectionCell.All.Select(cell => cell.Fraud).OfType<string>().Select(fraud => ChosenFraud.Parse(fraud).Kind).ToHashSet(),
            ChosenFraud.Kinds.ToHashSet());
    }

    private static Trial Honest(int number, int flags, params double[] gains) => new(
        "clean/everywhere", number, Records: 100, Holders: 3, FraudDay: null, FraudKg: 0, [], ReviewDay: null,
        [.. Enumerable.Repeat(new Flag("R1", 10, [], false, false), flags)], new Dictionary<string, int>(),
        new Dictionary<string, Dictionary<string, int>>(),
        [.. gains.Select(gain => new FixedReading(FixedMeasure.RunGain, "demo-trader-01", 1, gain))]);

    private static Trial Fraudulent(int number, params Flag[] flags) => new(
        "laundering:3/everywhere", number, Records: 100, Holders: 3, FraudDay: 181, FraudKg: 500, ["demo-trader-01"], ReviewDay: 200,
        flags, new Dictionary<string, int>(),
        new Dictionary<string, Dictionary<string, int>> { ["demo-trader-01"] = new() { ["R7"] = 200 } },
        [new(FixedMeasure.RunGain, "demo-trader-01", 6, 4.0)]);
}
