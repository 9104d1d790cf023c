using System.CommandLine;
using Ledger.Cli;
using Ledger.Cli.Admin;
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
    VerifyCommand.Create(), FsckCommand.Create(), AdminCommand.Create(),
};
try
{
    return await root.Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
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
