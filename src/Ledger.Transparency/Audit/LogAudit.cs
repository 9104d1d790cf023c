using System.Globalization;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Transparency.Heads;
using Ledger.Transparency.Leaves;
using Ledger.Transparency.Merkle;

namespace Ledger.Transparency.Audit;

/// <summary>The first thing that is wrong.</summary>
/// <param name="Sequence">The event it is wrong with; null where it is with none of them.</param>
/// <param name="What">What is wrong, to be read after the event.</param>
public sealed record AuditProblem(long? Sequence, string What)
{
    public override string ToString() =>
        Sequence is { } number ? string.Create(CultureInfo.InvariantCulture, $"event {number} {What}") : What;
}

/// <summary>A tree of heads as it is derived from the leaves.</summary>
/// <param name="Sequence">Of the event that names its root.</param>
/// <param name="Streams">Its size.</param>
/// <param name="Edges">The first and the last head of every 256: whoever can prove these has all of it.</param>
public sealed record DerivedHeads(long Sequence, long Streams, TreeHash Root, IReadOnlyList<StreamHead> Edges);

/// <summary>
/// Derives a whole log again from its leaves, one after the other: sequence, stream chains, tree, and the roots of heads it names.
/// Keeps the head of each stream and the right edge of the tree, and nothing of events.
/// </summary>
public sealed class LogAudit
{
    // A root of heads is recorded moments after what it counts: further back than this it is not looked for.
    private const int MostSinceHeads = 200_000;

    private readonly SortedDictionary<string, (StreamHead Head, long Sequence)> _heads = new(StringComparer.Ordinal);
    private readonly Queue<(long Sequence, string Stream, StreamHead? Before)> _recent = [];
    private readonly CompactRange _tree = new();

    /// <summary>Leaves so far.</summary>
    public long Size => _tree.Size;

    /// <summary>The root over them.</summary>
    public TreeHash Root => _tree.Root;

    /// <summary>Streams so far.</summary>
    public int Streams => _heads.Count;

    /// <summary>The newest event of each stream, sorted by stream, and its place in the ledger.</summary>
    public IEnumerable<(StreamHead Head, long Sequence)> Heads => _heads.Values;

    /// <summary>The newest tree of heads that the ledger names; null before the first.</summary>
    public DerivedHeads? Taken { get; private set; }

    /// <summary>The hash of the newest leaf.</summary>
    public LeafHash Newest { get; private set; }

    /// <summary>What the newest leaf says; null before the first.</summary>
    public LeafContent? Content { get; private set; }

    /// <summary>Takes the next leaf; null where all is well with it.</summary>
    public AuditProblem? Add(ReadOnlyMemory<byte> bytes)
    {
        var sequence = Size + 1;
        LeafContent leaf;
        try
        {
            leaf = Leaf.Parse(bytes);
        }
        catch (FormatException exception)
        {
            return new(sequence, $"is no leaf: {exception.Message}");
        }

        if (leaf.Seq != sequence) return new(sequence, $"is missing or out of its place: event {leaf.Seq} stands there");
        var before = _heads.GetValueOrDefault(leaf.Stream).Head;
        if (leaf.Version != (before?.Version ?? 0) + 1)
            return new(sequence, $"is version {leaf.Version} of {leaf.Stream}, of which version {before?.Version ?? 0} was the last");
        if (leaf.Prev != before?.LeafHash) return new(sequence, $"does not follow the event before it in {leaf.Stream}, which was changed");

        (Newest, Content) = (LeafHash.Of(bytes.Span), leaf);
        var problem = leaf.Stream == StreamName.Heads.Value ? CheckHeads(leaf) : null;
        _tree.Append(Newest);
        _heads[leaf.Stream] = (new(leaf.Stream, leaf.Version, Newest), sequence);
        _recent.Enqueue((sequence, leaf.Stream, before));
        if (_recent.Count > MostSinceHeads) _recent.Dequeue();
        return problem;
    }

    private AuditProblem? CheckHeads(LeafContent leaf)
    {
        HeadsRootTaken taken;
        try
        {
            taken = (HeadsRootTaken)leaf.ReadEvent();
        }
        catch (Exception exception) when (exception is System.Text.Json.JsonException or InvalidCastException)
        {
            return new(leaf.Seq, "stands among the roots of heads and is none");
        }

        var isKnown = _recent.Count == 0 || _recent.Peek().Sequence <= taken.Through + 1;
        if (taken.Through >= leaf.Seq || !isKnown) return new(leaf.Seq, $"counts heads through {taken.Through}, which cannot be");
        var derived = Taken = DeriveHeads(leaf.Seq, taken.Through);
        return derived.Streams == taken.Streams && derived.Root.ToString() == taken.Root ? null : new(
            leaf.Seq, $"names a root of heads that is not the one of the {derived.Streams} streams there were at event {taken.Through}");
    }

    private DerivedHeads DeriveHeads(long sequence, long through)
    {
        var then = new Dictionary<string, StreamHead?>(StringComparer.Ordinal);
        foreach (var (_, stream, before) in _recent.Where(change => change.Sequence > through)) then.TryAdd(stream, before);
        var (tree, edges, last) = (new CompactRange(), new List<StreamHead>(), (StreamHead?)null);
        foreach (var (stream, now) in _heads)
        {
            if ((then.TryGetValue(stream, out var head) ? head : now.Head) is not { } counted) continue;
            if (tree.Size % TileId.FullWidth is 0 or TileId.FullWidth - 1) edges.Add(counted);
            tree.Append(counted.Hash());
            last = counted;
        }

        if (last is not null && edges[^1] != last) edges.Add(last);
        return new(sequence, tree.Size, tree.Root, edges);
    }
}
