using Ledger.Benchmarks;

// One benchmark a name. Figures are ratios inside one run: this machine's others are noise.
switch (args)
{
    case ["store"]:
        await StoreBenchmark.RunAsync();
        return 0;
    default:
        await Console.Error.WriteLineAsync("usage: dotnet run -c Release --project tests/Ledger.Benchmarks -- store");
        return 2;
}
