using System.CommandLine;
using Ledger.Cli;
using Ledger.Cli.Admin;
using Ledger.Cli.Detection;
using Ledger.Cli.Export;
using Ledger.Cli.Fsck;
using Ledger.Cli.Import;
using Ledger.Cli.Rebuild;
using Ledger.Cli.Simulate;
using Ledger.Cli.Verify;
using Ledger.Cli.Witness;

var root = new RootCommand("Ledger's command line: talks HTTP or files, never tables.")
{
    ImportCommand.Create(), ExportCommand.Create(), SimulateCommand.Create(), RebuildCommand.Create(), WitnessCommand.Create(),
    VerifyCommand.Create(), FsckCommand.Create(), AdminCommand.Create(), BenchmarkDetectionCommand.Create(),
};
try
{
    var parsed = root.Parse(args);
    var exitCode = await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
    // 1 says that something is not as signed: what was never looked at must not look like that.
    return parsed.Errors.Count > 0 && parsed.CommandResult.Command.Name is "verify" or "fsck" ? VerifyCommand.Unusable : exitCode;
}
catch (CliException failure)
{
    await Console.Error.WriteLineAsync($"ledger: {failure.Message}");
    return 1;
}
catch (OperationCanceledException)
{
    await Console.Error.WriteLineAsync("ledger: stopped; the same command goes on where it was.");
    return 130;
}
