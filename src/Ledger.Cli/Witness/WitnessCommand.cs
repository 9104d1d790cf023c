using System.CommandLine;
using System.Net;
using Ledger.Transparency.Notes;

namespace Ledger.Cli.Witness;

/// <summary><c>ledger witness</c>: cosigns the checkpoints of logs it is told to watch, one history of each.</summary>
internal static class WitnessCommand
{
    private static readonly Option<DirectoryInfo> Data = new("--data")
    {
        Description = "Folder of its key and of what it cosigned. Both are made at the first start and belong together.", Required = true,
    };

    private static readonly Option<string> Name = new("--name")
    {
        Description = "What it is called in its cosignatures, such as witness.example/w1. It never changes.", Required = true,
    };

    private static readonly Option<string[]> Log = new("--log")
    {
        Description = "The vkey of a log to watch, as GET /v1/log/key gives it. Again for more keys and more logs.", Required = true,
    };

    private static readonly Option<string> Listen = new("--listen")
    {
        Description = "Address and port.", DefaultValueFactory = _ => "127.0.0.1:8081",
    };

    public static Command Create()
    {
        var command = new Command("witness", "A witness (C2SP tlog-witness), run by somebody who is not the ledger's operator.")
        {
            Data, Name, Log, Listen,
        };
        command.SetAction((parsed, cancellation) =>
        {
            if (!IPEndPoint.TryParse(parsed.GetRequiredValue(Listen), out var address))
                throw new CliException($"--listen must be an address and a port such as 127.0.0.1:8081, not '{parsed.GetValue(Listen)}'");
            return RunAsync(
                parsed.GetRequiredValue(Data).FullName, parsed.GetRequiredValue(Name),
                [.. parsed.GetRequiredValue(Log).Select(ReadLog)], address, cancellation);
        });
        return command;
    }

    private static async Task<int> RunAsync(
        string data, string name, IReadOnlyList<NoteVerifier> logs, IPEndPoint address, CancellationToken cancellation)
    {
        using var folder = WitnessFolder.Open(data);
        var cosigner = folder.Cosigner(name);
        await using var server = WitnessServer.Create(new(cosigner, folder, logs), address);
        await server.StartAsync(cancellation);
        Console.WriteLine($"{cosigner.Verifier} listens on {server.Urls.Single()}");
        await Task.Delay(Timeout.Infinite, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await server.StopAsync(CancellationToken.None);
        return 0;
    }

    private static NoteVerifier ReadLog(string vkey) =>
        NoteVerifier.TryParse(vkey, out var log) && log.IsLogKey ? log : throw new CliException($"'{vkey}' is not the vkey of a log");
}
