using System.Diagnostics.CodeAnalysis;

namespace Ledger.EventStore.GroupCommit;

/// <summary>
/// A bounded map that forgets what was not used lately: when the young generation is full it becomes the old one, and what
/// is found in the old one moves up. Not thread-safe: it belongs to the writer.
/// </summary>
internal sealed class TwoGenerations<TKey, TValue>(int capacity)
    where TKey : notnull
{
    private Dictionary<TKey, TValue> _young = [];
    private Dictionary<TKey, TValue> _old = [];

    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        if (_young.TryGetValue(key, out value)) return true;
        if (!_old.TryGetValue(key, out value)) return false;
        Set(key, value);
        return true;
    }

    public void Set(TKey key, TValue value)
    {
        _young[key] = value;
        if (_young.Count < capacity / 2) return;
        (_old, _young) = (_young, _old);
        _young.Clear(); // which keeps its room: a new one would grow anew, through large arrays that only a full collection frees
    }

    public void Clear()
    {
        _young = [];
        _old = [];
    }
}
