using System.CommandLine;
using Ledger.Cli.Http;

namespace Ledger.Cli.Export;

/// <summary><c>ledger export</c>: the leaves in the order of the sequence, exactly as they are stored and hashed; or as tables.</summary>
internal static class ExportCommand
{
    private static readonly Option<string?> From = new("--from") { Description = "The ledger's address, such as http://localhost:8080." };

    private static readonly Option<FileInfo?> Out = new("--out")
    {
        Description = "A file of lines. It is whole or not there; run again, it goes on after the last line.",
    };

    private static readonly Option<DirectoryInfo?> Csv = new("--csv")
    {
        Description = "A folder: the lines as events.ndjson, and a table for each type of custody event.",
    };

    private static readonly Option<long> After = new("--after") { Description = "Begins after this sequence." };

    private static readonly Option<bool> Follow = new("--follow") { Description = "Stays, and adds what comes." };

    public static Command Create()
    {
        var command = new Command("export", "Writes the ledger's events, as lines to a file or to standard output, or as tables.")
        {
            From, Connection.Key, Out, Csv, After, Follow,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var (file, folder) = (parsed.GetValue(Out), parsed.GetValue(Csv));
        if (folder is not null && (file is not null || parsed.GetValue(Follow)))
            throw new CliException("--csv stands by itself: its folder holds the lines too, and tables cannot be followed");
        using var ledger = Connection.Open(parsed, From);
        var (reader, after) = (new LedgerReader(ledger), parsed.GetValue(After));
        try
        {
            if (folder is not null) folder.Create();
            var target = folder is null ? file : new(Path.Combine(folder.FullName, "events.ndjson"));
            if (target is null) await WriteAsync(reader, after, parsed.GetValue(Follow), cancellation);
            else await SaveAsync(reader, target, after, parsed.GetValue(Follow), cancellation);
            if (folder is not null) CustodyCsv.Write(target!, folder);
            return 0;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CliException($"cannot write: {failure.Message}", failure);
        }
    }

    private static async Task SaveAsync(LedgerReader reader, FileInfo file, long after, bool isFollowed, CancellationToken cancellation)
    {
        var events = new EventFile(file);
        var head = await reader.HeadAsync(cancellation);
        await Meter.RunAsync("events", (int)Math.Min(int.MaxValue, head), async advance =>
            after = await events.CompleteAsync(reader, after, advance, cancellation));
        await Console.Error.WriteLineAsync($"{file.Name} reaches sequence {after}");
        if (isFollowed) await events.FollowAsync(reader, after, cancellation);
    }

    private static async Task WriteAsync(LedgerReader reader, long after, bool isFollowed, CancellationToken cancellation)
    {
        if (isFollowed)
        {
            await foreach (var line in reader.FollowAsync(after, cancellation)) await Console.Out.WriteLineAsync(line);
            return;
        }

        await foreach (var page in reader.ReadAsync(after, cancellation))
            foreach (var line in page) await Console.Out.WriteLineAsync(line);
    }
}
