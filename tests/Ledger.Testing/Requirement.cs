using System.Diagnostics.CodeAnalysis;
using Xunit;

namespace Ledger.Testing;

/// <summary>What a test needs from its machine: without it the test is skipped, with CI=true it fails.</summary>
public static class Requirement
{
    [DoesNotReturn]
    public static void Missing(string what)
    {
        if (Environment.GetEnvironmentVariable("CI") == "true") Assert.Fail($"CI must have it: {what}");
        Assert.Skip(what);
    }
}
