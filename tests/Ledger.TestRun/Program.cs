using System.Runtime.InteropServices;
using Ledger.EventStore.PrivatePostgres;
using Ledger.Testing;
using Ledger.TestRun;

// Runs the built test projects one after another against one throw-away PostgreSQL. Arguments select projects by name.
using var stop = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);

var projects = TestProject.Find(Repository.Root, args);
if (projects.Count == 0)
{
    await Console.Error.WriteLineAsync($"No test project matches: {string.Join(' ', args)}");
    return 1;
}

await using var cluster = await StartClusterAsync();
var total = TestOutcome.None;
try
{
    foreach (var project in projects)
    {
        var outcome = await project.RunAsync(cluster?.AdminConnectionString, stop.Token);
        Console.WriteLine($"{project.Name}: {outcome}");
        total += outcome;
    }
}
catch (OperationCanceledException)
{
    total += TestOutcome.Crashed("Stopped.");
}

foreach (var failure in total.Failures) Console.WriteLine($"failed: {failure}");
Console.WriteLine(total);
return total is { Failed: 0, Executed: > 0 } ? 0 : 1;

void Stop(PosixSignalContext context)
{
    context.Cancel = true;
    stop.Cancel();
}

async Task<ThrowAwayCluster?> StartClusterAsync()
{
    try
    {
        return await ThrowAwayCluster.StartAsync(stop.Token);
    }
    catch (PostgresNotFoundException none)
    {
        // The tests themselves decide: skip at home, fail when CI=true.
        Console.WriteLine(none.Message);
        return null;
    }
}
