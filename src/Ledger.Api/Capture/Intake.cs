using Ledger.Api.Auth;
using Ledger.Api.Http;
using Ledger.Domain.Values;
using Ledger.EventStore;
using Ledger.EventStore.Reading;

namespace Ledger.Api.Capture;

/// <summary>Takes posted items in: reads, appends, and says how it ended.</summary>
internal sealed class Intake(CustodyCapture capture, IEventStore store, CustodyRecords records)
{
    public CapturedItem Read(ReadOnlySpan<byte> posted, Caller caller) => capture.Read(posted, caller);

    /// <summary>Appends one item by itself.</summary>
    public async Task<ItemResult> AppendAsync(CapturedItem item, bool isBulk)
    {
        if (item.Refusal is { } refusal) return ItemResult.Of(item.Id, refusal);

        // The store answers within its own patience; a client that left must not leave the outcome unknown to the next.
        var result = await store.AppendAsync(new(item.Units) { IsBulk = isBulk }, CancellationToken.None);
        return await RefusalOfAsync(item.Units, result) is { } refused
            ? ItemResult.Of(item.Id, refused) : item.ResultOf(result.Units);
    }

    /// <summary>Appends all items in one commit, or none.</summary>
    public async Task<(Refusal? Refusal, IReadOnlyList<ItemResult> Results)> AppendAllAsync(IReadOnlyList<CapturedItem> items)
    {
        List<AppendUnit> units = [.. items.SelectMany(item => item.Units)];
        var result = await store.AppendAsync(new(units), CancellationToken.None);
        if (await RefusalOfAsync(units, result) is { } refused) return (refused, []);
        var results = new List<ItemResult>(items.Count);
        var from = 0;
        foreach (var item in items)
        {
            results.Add(item.ResultOf([.. result.Units.Skip(from).Take(item.Units.Count)]));
            from += item.Units.Count;
        }

        return (null, results);
    }

    private async ValueTask<Refusal?> RefusalOfAsync(IReadOnlyList<AppendUnit> units, AppendResult result)
    {
        switch (result.Status)
        {
            case AppendStatus.Created or AppendStatus.Duplicate: return null;
            case AppendStatus.Overloaded: return new(Problem.Overloaded);
            case AppendStatus.Unknown: return new(Problem.UnknownOutcome);
            case AppendStatus.ConflictingContent:
                var conflicting = units.Zip(result.Units).First(pair => pair.Second.Status == AppendStatus.ConflictingContent).First;
                return new(Problem.IdInUse, await ConflictAsync(conflicting.Custody!));
            default: throw new InvalidOperationException($"evidence cannot be {result.Status}");
        }
    }

    // Another organisation's record is none of the caller's business, not even that it is there.
    private async Task<string?> ConflictAsync(CustodyKey key)
    {
        var there = await records.FindAsync(key.Id, CancellationToken.None);
        return there is null || there.Organisation != key.Organisation ? null : string.Create(null,
            $"{key.Id} was recorded as sequence {there.Events[^1].Sequence} with other content. To change it, post 'corrected'.");
    }
}
