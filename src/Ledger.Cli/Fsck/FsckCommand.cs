using System.CommandLine;
using System.Globalization;
using System.Text;
using Ledger.Cli.Http;
using Ledger.Cli.Verify;
using Ledger.Transparency.Notes;

namespace Ledger.Cli.Fsck;

/// <summary>
/// <c>ledger fsck</c>: derives a whole log again, sharing no storage code. Exit codes:
/// 0 it is as signed, 1 it is not, 2 it could not be read.
/// </summary>
internal static class FsckCommand
{
    private const int AsSigned = 0;
    private const int Mismatch = 1;
    private const int Unusable = VerifyCommand.Unusable;

    private static readonly Option<string?> From = new("--from") { Description = "A running ledger's address; needs an auditor's key." };

    private static readonly Option<bool> Records = new("--records")
    {
        Description = "With --from: also compares what is kept beside the leaves, and needs every key that ever signed (--vkey).",
    };

    private static readonly Option<FileInfo?> Export = new("--export")
    {
        Description = "Instead of --from: a file of leaves, one a line, as /v1/events gives them.",
    };

    private static readonly Option<FileInfo[]> Checkpoints = new("--checkpoint")
    {
        Description = "A checkpoint you kept: the log must still start with it. Again for more. Needed with --export.",
    };

    private static readonly Option<string[]> Vkey = new("--vkey")
    {
        Description = "The log's vkey, from a source you trust. Again for more.", Required = true,
    };

    public static Command Create()
    {
        var command = new Command("fsck", "Derives a whole log again, from a running ledger or an export, and names the first bad event.")
        {
            From, Connection.Key, Records, Export, Checkpoints, Vkey,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            try
            {
                return await RunAsync(parsed, cancellation);
            }
            catch (Exception exception) when (exception is FormatException or IOException or CliException or UnauthorizedAccessException
                or HttpRequestException)
            {
                await Console.Error.WriteLineAsync($"ledger: {exception.Message}");
                return Unusable;
            }
        });
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var keys = parsed.GetRequiredValue(Vkey).Select(VerifyCommand.ReadKey).ToList();
        var kept = (parsed.GetValue(Checkpoints) ?? []).Select(file => (file.Name, Bytes: File.ReadAllBytes(file.FullName))).ToList();
        using var ledger = parsed.GetValue(From) is null ? null : Connection.Open(parsed, From);
        var server = ledger is null ? null : new ServerSource(ledger.Http);
        LeafSource source = server is not null ? server
            : new ExportSource(parsed.GetValue(Export) ?? throw new CliException("fsck needs --from or --export"));
        if (server is not null) kept.Add(("/checkpoint", Encoding.UTF8.GetBytes(await server.TextAsync("/checkpoint", cancellation))));
        var records = !parsed.GetValue(Records) ? null
            : new RecordCheck(server ?? throw new CliException("--records needs --from: an export has leaves only"), keys);

        if (kept.Count == 0) throw new CliException("--export needs a --checkpoint to compare with");
        var heads = kept.ConvertAll(each => ReadHead(each.Name, each.Bytes, keys));
        var check = new LogCheck(
            source, heads, read => Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{read} events")), records);
        var problem = await check.RunAsync(cancellation);
        Console.WriteLine(problem is null
            ? FormattableString.Invariant($"AS SIGNED: {heads.Max(head => head.Size)} events in {check.Streams} streams")
            : $"NOT AS SIGNED: {problem}");
        return problem is null ? AsSigned : Mismatch;
    }

    private static Checkpoint ReadHead(string name, byte[] bytes, List<NoteVerifier> keys)
    {
        var note = SignedNote.Parse(bytes);
        var head = Checkpoint.Parse(note.Text);
        return note.VerifiedBy(keys).Any(key => key.Name == head.Origin) ? head
            : throw new FormatException($"{name} is not signed with a key you gave.");
    }
}
