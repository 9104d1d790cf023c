using System.Security.Cryptography;

namespace Ledger.Transparency.Tests;

/// <summary>Random inputs that can be had again: set LEDGER_TEST_SEED to what a failing test printed.</summary>
internal static class Seeded
{
    public static Random Random()
    {
        var given = Environment.GetEnvironmentVariable("LEDGER_TEST_SEED");
        var seed = int.TryParse(given, out var wanted) ? wanted : RandomNumberGenerator.GetInt32(int.MaxValue);
        TestContext.Current.TestOutputHelper?.WriteLine($"LEDGER_TEST_SEED={seed}");
        return new Random(seed);
    }
}
