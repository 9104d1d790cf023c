using System.Collections.Concurrent;

namespace Ledger.Api.Auth;

/// <summary>Counts per key in windows of one minute.</summary>
internal sealed class RateWindows<TKey>(int limit)
    where TKey : notnull
{
    /// <summary>What a caller over the limit is told to wait, at most. Seconds.</summary>
    public const int WindowSeconds = 60;

    private const int MostKeys = 100_000;
    private ConcurrentDictionary<TKey, StrongCount> _counts = new();
    private long _endsAt = Environment.TickCount64 + (WindowSeconds * 1_000);

    public bool IsFull(TKey key) => Current().TryGetValue(key, out var count) && Volatile.Read(ref count.Value) >= limit;

    /// <summary>Counts once; false when the limit had been reached.</summary>
    public bool TryCount(TKey key)
    {
        var counts = Current();
        return counts.Count >= MostKeys
            || Interlocked.Increment(ref counts.GetOrAdd(key, _ => new()).Value) <= limit;
    }

    // Two threads that find the window over may both renew it: a few counts are lost, nothing else.
    private ConcurrentDictionary<TKey, StrongCount> Current()
    {
        if (Environment.TickCount64 < Volatile.Read(ref _endsAt)) return _counts;
        Volatile.Write(ref _endsAt, Environment.TickCount64 + (WindowSeconds * 1_000));
        return _counts = new();
    }

    private sealed class StrongCount
    {
        public int Value;
    }
}
