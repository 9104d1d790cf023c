using System.Text.Json;
using Ledger.Simulation;
using Ledger.Testing;
using NodaTime;

namespace Ledger.Cli.Tests;

public sealed class SimulateToFileTests
{
    [Fact]
    public async Task A_world_is_written_line_by_line_and_the_same_again()
    {
        using var folder = new TemporaryFolder();
        var (first, second) = (folder.File("first.ndjson"), folder.File("second.ndjson"));

        var run = await LedgerProcess.RunAsync("simulate", "--seed", "3", "--size", "small", "--until", "2026-06-30", "--to", first);
        await LedgerProcess.RunAsync("simulate", "--seed", "3", "--size", "small", "--until", "2026-06-30", "--to", second);

        Assert.Equal(0, run.ExitCode);
        var world = World.Generate(new(3, WorldSize.Small, new LocalDate(2026, 6, 30)));
        var lines = await File.ReadAllLinesAsync(first, TestContext.Current.CancellationToken);
        Assert.Equal(world.Registrations.Count + world.Postings.Count, lines.Length);
        foreach (var (entry, line) in world.Registrations.Zip(lines))
        {
            var written = JsonDocument.Parse(line).RootElement;
            Assert.Equal((entry.PostedBy.Value, entry.Path),
                (written.GetProperty("postedBy").GetString(), written.GetProperty("path").GetString()));
            Assert.True(JsonElement.DeepEquals(JsonDocument.Parse(entry.Json).RootElement, written.GetProperty("command")));
        }

        foreach (var (posting, line) in world.Postings.Zip(lines.Skip(world.Registrations.Count)))
        {
            var written = JsonDocument.Parse(line).RootElement;
            Assert.Equal(posting.PostedBy.Value, written.GetProperty("postedBy").GetString());
            Assert.Equal(posting.PostedAt.ToDateTimeOffset(), written.GetProperty("postedAt").GetDateTimeOffset());
            Assert.True(JsonElement.DeepEquals(JsonDocument.Parse(posting.Json).RootElement, written.GetProperty("event")));
        }

        Assert.Equal(lines, await File.ReadAllLinesAsync(second, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_chosen_fraud_stands_in_the_truth_with_its_months()
    {
        using var folder = new TemporaryFolder();
        var truth = folder.File("truth.json");

        var run = await LedgerProcess.RunAsync(
            "simulate", "--until", "2026-06-30", "--years", "1", "--moisture", "nowhere",
            "--fraud", "laundering:5@demo-trader-02/2026-03-01", "--to", folder.File("events.ndjson"), "--truth", truth);

        Assert.Equal(0, run.ExitCode);
        using var written = JsonDocument.Parse(await File.ReadAllTextAsync(truth, TestContext.Current.CancellationToken));
        var fraud = Assert.Single(written.RootElement.GetProperty("frauds").EnumerateArray());
        Assert.Equal("laundering", fraud.GetProperty("kind").GetString());
        Assert.Equal("demo-trader-02", Assert.Single(fraud.GetProperty("holders").EnumerateArray()).GetString());
        Assert.Equal("2026-03", fraud.GetProperty("months")[0].GetProperty("month").GetString());
    }

    [Theory]
    [InlineData("laundering:3@demo-coop-01", "demo-trader-01")]
    [InlineData("no-such-fraud", "laundering-split")]
    public async Task A_fraud_that_cannot_be_is_refused_with_what_can(string fraud, string says)
    {
        var run = await LedgerProcess.RunAsync("simulate", "--until", "2026-06-30", "--fraud", fraud, "--to", "never-written.ndjson");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(says, run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists("never-written.ndjson"));
    }

    [Fact]
    public async Task The_truth_goes_to_a_file_of_its_own()
    {
        using var folder = new TemporaryFolder();
        var (events, truth) = (folder.File("events.ndjson"), folder.File("truth.json"));

        await LedgerProcess.RunAsync("simulate", "--until", "2026-06-30", "--to", events, "--truth", truth);

        using var written = JsonDocument.Parse(await File.ReadAllTextAsync(truth, TestContext.Current.CancellationToken));
        var frauds = written.RootElement.GetProperty("frauds").EnumerateArray().ToList();
        var posted = await File.ReadAllTextAsync(events, TestContext.Current.CancellationToken);
        Assert.Equal(23, frauds.Count);
        Assert.All(frauds, fraud => Assert.DoesNotContain(fraud.GetProperty("kind").GetString()!, posted, StringComparison.Ordinal));
        Assert.All(
            frauds.SelectMany(fraud => fraud.GetProperty("custodyEvents").EnumerateArray()),
            id => Assert.Contains(id.GetString()!, posted, StringComparison.Ordinal));
        Assert.True(written.RootElement.GetProperty("dryMg").GetProperty("mined").GetInt64() > 0);
    }

    [Fact]
    public async Task An_honest_world_has_no_fraud_in_its_truth()
    {
        using var folder = new TemporaryFolder();
        var truth = folder.File("truth.json");

        await LedgerProcess.RunAsync(
            "simulate", "--honest", "--until", "2026-06-30", "--to", folder.File("events.ndjson"), "--truth", truth);

        using var written = JsonDocument.Parse(await File.ReadAllTextAsync(truth, TestContext.Current.CancellationToken));
        Assert.Equal(0, written.RootElement.GetProperty("frauds").GetArrayLength());
    }

    [Theory]
    [InlineData("small, full|'small'", "simulate --size huge --until 2026-06-30 --to w.ndjson")]
    [InlineData("--until", "simulate --to w.ndjson")]
    [InlineData("2026-06-30", "simulate --until 30.6.2026 --to w.ndjson")]
    [InlineData("--to", "simulate --until 2026-06-30")]
    [InlineData("http or https", "simulate --until 2026-06-30 --to ftp://localhost --key k")]
    [InlineData("--keys", "simulate --until 2026-06-30 --to http://localhost:1")]
    [InlineData("no-such-folder", "simulate --until 2026-06-30 --to no-such-folder/w.ndjson")]
    [InlineData("no-such-keys.json", "simulate --until 2026-06-30 --to http://localhost:1 --keys no-such-keys.json")]
    [InlineData("--sed", "simulate --sed 4 --until 2026-06-30 --to w.ndjson")]
    public async Task A_wrong_argument_is_named_without_a_stack_trace(string expected, string arguments)
    {
        var run = await LedgerProcess.RunAsync(arguments.Split(' '));

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(expected.Split('|'), part => run.Error.Contains(part, StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
    }
}
