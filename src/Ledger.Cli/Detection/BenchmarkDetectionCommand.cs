using System.CommandLine;
using Ledger.Cli.Http;

namespace Ledger.Cli.Detection;

/// <summary><c>ledger benchmark-detection</c>: what the rules find in worlds of which it is known what happened.</summary>
internal static class BenchmarkDetectionCommand
{
    private static readonly Option<int> Worlds = new("--worlds")
    {
        Description = "How many worlds a cell, and as many honest ones.", DefaultValueFactory = _ => 200,
    };

    private static readonly Option<string[]> Cells = new("--cells")
    {
        Description = "Only cells whose names begin so, such as laundering:3 or bag-inflation; clean ones are always made. "
            + "Cells: " + string.Join(", ", DetectionCell.All.Select(cell => cell.Name)) + ".",
        AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<FileInfo> Raw = new("--raw")
    {
        Description = "A line a world; what stands there is not done again.", DefaultValueFactory = _ => new("artifacts/detection.ndjson"),
    };

    private static readonly Option<DirectoryInfo> Docs = new("--docs")
    {
        Description = "Where detection.md, detection.json and images are written.", DefaultValueFactory = _ => new("docs"),
    };

    private static readonly Option<int> Parallel = new("--parallel")
    {
        Description = "How many worlds at a time.", DefaultValueFactory = _ => Environment.ProcessorCount,
    };

    public static Command Create()
    {
        var command = new Command(
            "benchmark-detection", "Measures what rules find in honest and fraudulent worlds. Goes on where it was stopped.")
        {
            Worlds, Cells, Raw, Docs, Parallel,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var cells = DetectionCell.Select(parsed.GetValue(Cells) ?? []);
        if (cells.Count == 0) throw new CliException("no cell has a name that begins so; see --help");
        var worlds = parsed.GetValue(Worlds);
        var fingerprint = TrialFile.FingerprintOf(Trial.Probe());
        using var file = new TrialFile(parsed.GetRequiredValue(Raw), fingerprint);
        var done = file.Read().Select(trial => (trial.Cell, trial.Number)).ToHashSet();
        List<(DetectionCell Cell, int Number)> open =
            [.. Enumerable.Range(1, worlds).SelectMany(number => cells.Select(cell => (cell, number)))
                .Where(each => !done.Contains((each.cell.Name, each.number)))];
        await Meter.RunAsync("worlds", open.Count, advance => System.Threading.Tasks.Parallel.ForEachAsync(
            open, new ParallelOptions { MaxDegreeOfParallelism = parsed.GetValue(Parallel), CancellationToken = cancellation },
            (each, _) =>
            {
                file.Append(Trial.Run(each.Cell, each.Number));
                advance(1);
                return ValueTask.CompletedTask;
            }));
        var trials = file.Read().ToLookup(trial => trial.Cell);
        await DetectionReport.WriteAsync(parsed.GetRequiredValue(Docs), DetectionTable.Of(cells, trials), cancellation);
        return 0;
    }
}
