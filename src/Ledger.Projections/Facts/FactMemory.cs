using Ledger.Domain.Values;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;

namespace Ledger.Projections.Facts;

/// <summary>
/// What was read of one horizon: who comes back to a stream within it need not read it again, since nothing up to there changes. It
/// holds about as much as fits in a hundred megabytes; what nobody asked for lately is forgotten. Several may read at once.
/// </summary>
public sealed class FactMemory
{
    private const int MostFacts = 60_000; // of streams, and as many by their place; twice that for a while
    private const int MostIds = 200_000;

    /// <summary>The facts of a stream; none of one that has none.</summary>
    internal Recent<string, List<Fact>> Streams { get; } = new(MostFacts, facts => facts.Count + 1);

    internal Recent<long, Fact> Places { get; } = new(MostFacts, _ => 1);

    /// <summary>What corrects a custody event or brought it as a replacement.</summary>
    internal Recent<Guid, IReadOnlyList<Correction>> Corrections { get; } = new(MostIds, _ => 1);

    internal RuleSettings? Settings { get; set; }

    /// <summary>Two halves: when the younger is full the older is dropped, and what is asked for moves to the younger.</summary>
    internal sealed class Recent<TKey, TValue>(int most, Func<TValue, int> weigh)
        where TKey : notnull
    {
        private readonly Lock _lock = new();
        private Dictionary<TKey, TValue> _young = [];
        private Dictionary<TKey, TValue> _old = [];
        private int _weight;

        public bool TryGet(TKey key, out TValue value)
        {
            lock (_lock)
            {
                if (_young.TryGetValue(key, out value!)) return true;
                if (!_old.TryGetValue(key, out value!)) return false;
                Keep(key, value);
                return true;
            }
        }

        public void Keep(TKey key, TValue value)
        {
            lock (_lock)
            {
                if (_weight >= most) (_old, _young, _weight) = (_young, [], 0);
                if (_young.TryAdd(key, value)) _weight += weigh(value);
            }
        }
    }
}
