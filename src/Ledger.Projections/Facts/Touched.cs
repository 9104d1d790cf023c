using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.EventStore;
using Ledger.Rules.Facts;

namespace Ledger.Projections.Facts;

/// <summary>The subjects whose rows or findings may change with a page of events.</summary>
public sealed class Touched
{
    public HashSet<LotId> Lots { get; } = [];
    public HashSet<TagId> Tags { get; } = [];
    public HashSet<RunId> Runs { get; } = [];

    /// <summary>Streams of sales, movements and deliveries.</summary>
    public HashSet<string> Transfers { get; } = new(StringComparer.Ordinal);

    public int Count => Lots.Count + Tags.Count + Runs.Count + Transfers.Count;

    /// <summary>All of them as stream names.</summary>
    public IEnumerable<string> Subjects() =>
        [.. Lots.Select(lot => StreamName.Lot(lot).Value), .. Tags.Select(tag => StreamName.Tag(tag).Value),
            .. Runs.Select(run => StreamName.Run(run).Value), .. Transfers];

    /// <summary>Adds the subject a stream is about; other streams are nobody's subject here.</summary>
    public void Add(StreamName stream)
    {
        var key = stream.Value[Math.Min(stream.Kind.Length + 1, stream.Value.Length)..];
        switch (stream.Kind)
        {
            case "lot" when LotId.TryParse(key) is { } lot: Lots.Add(lot); break;
            case "tag" when TagId.TryParse(key) is { } tag: Tags.Add(tag); break;
            case "run" when RunId.TryParse(key) is { } run: Runs.Add(run); break;
            case "sale" or "movement" or "delivery": Transfers.Add(stream.Value); break;
        }
    }
}

/// <summary>Finds what a page touches: its own streams, what its corrections target, and what hangs on those by tag or by lot.</summary>
public sealed class TouchedReader(FactReader facts, SubjectLoader loader)
{
    public async Task<Touched> ReadAsync(IReadOnlyList<StoredEvent> page, long upTo, CancellationToken cancellation)
    {
        var touched = new Touched();
        var streams = page.Select(stored => stored.Stream).Distinct().ToList();
        await AddCorrectedAsync(streams, cancellation);
        foreach (var stream in streams) touched.Add(stream);
        await AddRelatedAsync(touched, new(upTo), cancellation);
        return touched;
    }

    // A correction touches what its target said; a correction of a correction touches that again.
    private async Task AddCorrectedAsync(List<StreamName> streams, CancellationToken cancellation)
    {
        var seen = new HashSet<string>(streams.Select(stream => stream.Value), StringComparer.Ordinal);
        var targets = TargetsIn(streams);
        while (targets.Count > 0)
        {
            var more = (await facts.StreamsOfAsync(targets, cancellation)).Where(seen.Add).Select(name => new StreamName(name)).ToList();
            streams.AddRange(more);
            targets = TargetsIn(more);
        }
    }

    private static List<Guid> TargetsIn(IEnumerable<StreamName> streams) =>
        [.. streams.Where(stream => stream.Kind is "custody-event").Select(stream => Guid.Parse(stream.Value.AsSpan("custody-event:".Length)))];

    // A changed binding of tag and lot touches both lots. A half recorded without the transfer's id touches the other half.
    private async Task AddRelatedAsync(Touched touched, Horizon horizon, CancellationToken cancellation)
    {
        var tagStreams = await loader.TagStreamsAsync([.. touched.Tags], horizon, cancellation);
        touched.Lots.UnionWith(SubjectLoader.LotsIn(tagStreams.Values));
        var lotStreams = await facts.ReadStreamsAsync([.. touched.Lots.Select(lot => StreamName.Lot(lot).Value)], horizon, cancellation);
        foreach (var stream in lotStreams.Values)
        {
            touched.Tags.UnionWith(LotFacts.TagsIn(stream));
            if (stream.Exists(HasNoTransferId)) touched.Transfers.UnionWith(stream.SelectMany(TransfersOf));
        }
    }

    private static bool HasNoTransferId(Fact fact) => fact.Event is LotReceived { Basis: ReceiptBasis.Sale, SaleId: null };

    private static IEnumerable<string> TransfersOf(Fact fact) => fact.Event switch
    {
        LotSold sold => [StreamName.Sale(sold.SaleId).Value],
        LotReceived { SaleId: { } sale } => [StreamName.Sale(sale).Value],
        LotReceived { MovementId: { } movement } => [StreamName.Movement(movement).Value],
        LotReceived => [StreamName.Delivery(fact.Custody).Value],
        _ => [],
    };
}
