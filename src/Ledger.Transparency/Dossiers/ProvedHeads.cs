using System.Text.Json;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Transparency.Heads;
using Ledger.Transparency.Merkle;
using NodaTime;

namespace Ledger.Transparency.Dossiers;

/// <summary>The part of the newest tree of heads that a dossier proves: where streams ended, and which there were not.</summary>
internal sealed class ProvedHeads
{
    private readonly Dictionary<string, StreamHead> _byStream;
    private readonly IReadOnlyDictionary<string, IReadOnlyList<DossierLeaf>> _streams;
    private readonly HeadsGaps _gaps;

    private ProvedHeads(
        HeadsRootTaken taken, Instant takenAt, IReadOnlyCollection<PlacedHead> placed,
        IReadOnlyDictionary<string, IReadOnlyList<DossierLeaf>> streams)
    {
        (Through, TakenAt, _streams) = (taken.Through, takenAt, streams);
        _gaps = new(placed.Select(head => (head.Index, head.Head.Stream)), taken.Streams);
        _byStream = placed.DistinctBy(head => head.Head.Stream)
            .ToDictionary(head => head.Head.Stream, head => head.Head, StringComparer.Ordinal);
    }

    /// <summary>The last sequence that is counted in.</summary>
    public long Through { get; }

    public Instant TakenAt { get; }

    public StreamHead? HeadOf(string stream) => _byStream.GetValueOrDefault(stream);

    public bool IsAbsent(string stream) =>
        !_streams.ContainsKey(stream) && !_byStream.ContainsKey(stream) && _gaps.Hold(stream);

    /// <summary>Reads heads that are proved; the others are problems. Null where no root of heads is among the leaves.</summary>
    public static ProvedHeads? Read(
        byte[] file, HashPool pool, IReadOnlyDictionary<string, IReadOnlyList<DossierLeaf>> streams, List<DossierProblem> problems)
    {
        if (RootIn(streams) is not var (leaf, taken) || !TreeHash.TryParse(taken.Root, out var root))
        {
            problems.Add(new("Where streams ended is not proved: no root of heads is among the leaves."));
            return null;
        }

        var placed = new List<PlacedHead>();
        foreach (var pooled in TextLines.Slices(file).Select(line => PooledHead.Parse(line.Span)))
        {
            if (pool.At(pooled.Hashes) is { } hashes
                && MerkleProof.VerifiesInclusion(pooled.Index, pooled.Head.Hash(), taken.Streams, root, hashes))
                placed.Add(new(pooled.Index, pooled.Head, hashes));
            else problems.Add(new(
                $"That {pooled.Head.Stream} ended with version {pooled.Head.Version} is not proved.", Stream: pooled.Head.Stream));
        }

        return new(taken, leaf.Content.RecordedAt, placed, streams);
    }

    private static (DossierLeaf, HeadsRootTaken)? RootIn(IReadOnlyDictionary<string, IReadOnlyList<DossierLeaf>> streams)
    {
        try
        {
            return streams.TryGetValue(StreamName.Heads.Value, out var leaves)
                && leaves[^1].Content.ReadEvent() is HeadsRootTaken taken
                ? (leaves[^1], taken) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
