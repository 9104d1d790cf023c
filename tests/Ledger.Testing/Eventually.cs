using System.Diagnostics;
using System.Runtime.CompilerServices;
using Xunit;

namespace Ledger.Testing;

/// <summary>Waits for what comes by itself, however slow the machine.</summary>
public static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Asks until the answer is so; fails with what it waited for when it never is.</summary>
    public static async Task<T> IsAsync<T>(
        Func<Task<T>> ask, Func<T, bool> isSo, [CallerArgumentExpression(nameof(isSo))] string what = "")
    {
        for (var waited = Stopwatch.StartNew(); ; await Task.Delay(20, TestContext.Current.CancellationToken))
        {
            var answer = await ask();
            if (isSo(answer)) return answer;
            Assert.True(waited.Elapsed < Patience, what);
        }
    }

    /// <summary>Looks until it is so; fails with what it waited for when it never is.</summary>
    public static Task IsAsync(Func<bool> isSo, [CallerArgumentExpression(nameof(isSo))] string what = "") =>
        IsAsync(() => Task.FromResult(isSo()), yes => yes, what);
}
