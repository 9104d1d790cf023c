using System.Collections.Concurrent;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.EventStore;
using Ledger.Projections.Facts;
using Ledger.Rules.Views;
using Ledger.Transparency.Leaves;

namespace Ledger.Api.Guarded;

/// <summary>
/// Guarded aggregates, folded from their streams. What was folded is remembered, since events never change: a series of tags has
/// thousands, and only what came since is read.
/// </summary>
internal sealed class GuardedStreams(IEventStore store)
{
    private const int PageSize = 1_000;
    private const int MostRemembered = 1_000;

    private readonly ConcurrentDictionary<StreamName, (int Version, object? State)> _remembered = new();

    /// <summary>The aggregate as its stream stands now, and the version that is.</summary>
    public async Task<(TState State, int Version)> LoadAsync<TState>(
        StreamName stream, Aggregate<TState> aggregate, CancellationToken cancellation)
    {
        var (version, state) = _remembered.TryGetValue(stream, out var known) && known.State is TState folded
            ? (known.Version, folded) : (0, aggregate.Initial);
        while (await store.ReadStreamAsync(stream, version, PageSize, cancellation) is { Count: > 0 } page)
        {
            foreach (var stored in page)
                state = aggregate.Fold(state, Leaf.Parse(stored.Bytes).ReadEvent());
            version = page[^1].Version;
        }

        if (_remembered.Count >= MostRemembered) _remembered.Clear();
        _remembered[stream] = (version, state);
        return (state, version);
    }

    /// <summary>Folds it from the beginning next time.</summary>
    public void Forget(StreamName stream) => _remembered.TryRemove(stream, out _);

    /// <summary>Every decision of a stream, oldest first.</summary>
    public async Task<IReadOnlyList<RegisterFact>> HistoryAsync(StreamName stream, int afterVersion, CancellationToken cancellation)
    {
        var facts = new List<RegisterFact>();
        while (await store.ReadStreamAsync(stream, afterVersion, PageSize, cancellation) is { Count: > 0 } page)
        {
            facts.AddRange(page.Select(RegisterFacts.Read));
            afterVersion = page[^1].Version;
        }

        return facts;
    }
}
