using System.Globalization;
using Ledger.Benchmarks;

// One benchmark a name. Figures are ratios inside one run: this machine's others are noise.
switch (args)
{
    case ["store"]:
        await StoreBenchmark.RunAsync();
        return 0;
    case ["capture"] or ["capture", "--slow-flush"]:
        await CaptureBenchmark.RunAsync(withSlowFlushes: args.Length == 2);
        return 0;
    case ["log"]:
        await LogBenchmark.RunAsync();
        return 0;
    case ["bulk"] or ["bulk", "--memory"]:
        await BulkBenchmark.RunAsync(withMemory: args.Length == 2);
        return 0;
    case ["views"]:
        await ViewsBenchmark.RunAsync();
        return 0;
    case ["evaluation", .. var sizes]:
        await EvaluationBenchmark.RunAsync(
            sizes.Length > 0 ? [.. sizes.Select(size => long.Parse(size, CultureInfo.InvariantCulture))] : [100_000, 1_000_000]);
        return 0;
    case ["dossier"]:
        await DossierBenchmark.RunAsync();
        return 0;
    case ["provenance"]:
        await ProvenanceBenchmark.RunAsync();
        return 0;
    case ["serve-bare"]:
        await ReferenceServers.ServeBareAsync();
        return 0;
    case ["serve-inserts", var connectionString]:
        await ReferenceServers.ServeInsertsAsync(connectionString);
        return 0;
    default:
        await Console.Error.WriteLineAsync(
            "usage: dotnet run -c Release --project tests/Ledger.Benchmarks -- "
            + "store|capture [--slow-flush]|bulk [--memory]|views|evaluation [SIZES]|provenance|log|dossier");
        return 2;
}
