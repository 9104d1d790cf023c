using System.Text.Json;
using System.Text.Json.Serialization;
using Ledger.Transparency.Merkle;

namespace Ledger.Transparency.Heads;

/// <summary>What a proof of heads shows.</summary>
public enum HeadsVerdict
{
    /// <summary>Nothing.</summary>
    NotProved,

    /// <summary>The stream's newest event was the one named.</summary>
    Head,

    /// <summary>There was no event in that stream.</summary>
    Absent,
}

/// <summary>One head with its place in the tree of heads.</summary>
/// <param name="Index">From 0.</param>
/// <param name="Hashes">The inclusion proof, the sibling first.</param>
public sealed record PlacedHead(long Index, StreamHead Head, IReadOnlyList<TreeHash> Hashes)
{
    internal bool IsIn(long size, TreeHash root) => MerkleProof.VerifiesInclusion(Index, Head.Hash(), size, root, Hashes);
}

/// <summary>
/// That a stream ended with one event when the heads were taken, or that there was no such stream: the tree is sorted by
/// stream, so two neighbours leave no room between them. One head proves the former, its neighbours the latter.
/// </summary>
/// <param name="Stream">The stream asked for.</param>
/// <param name="Heads">The stream's own head; or the one before and the one after, where there are such.</param>
public sealed record HeadsProof(string Stream, IReadOnlyList<PlacedHead> Heads)
{
    /// <summary>What it shows of the tree of heads of that size and root; nothing if it is malformed in any way.</summary>
    public HeadsVerdict Judge(long size, TreeHash root)
    {
        if (Stream is null || Heads is null || Heads.Any(head => !IsWhole(head) || !head.IsIn(size, root))) return HeadsVerdict.NotProved;
        return Heads switch
        {
            [var only] when only.Head.Stream == Stream => HeadsVerdict.Head,
            [var before, var after] when before.Index + 1 == after.Index && IsBefore(before) && IsAfter(after) => HeadsVerdict.Absent,
            [var last] when last.Index == size - 1 && IsBefore(last) => HeadsVerdict.Absent,
            [var first] when first.Index == 0 && IsAfter(first) => HeadsVerdict.Absent,
            [] when size == 0 && root == TreeHash.OfEmptyTree => HeadsVerdict.Absent,
            _ => HeadsVerdict.NotProved,
        };
    }

    /// <summary>Makes a proof.</summary>
    /// <param name="stream">The stream asked for.</param>
    /// <param name="place">How many heads stand before it: their streams sort before this one.</param>
    /// <param name="headAt">The head at an index.</param>
    /// <param name="tree">The tree of heads.</param>
    public static HeadsProof Make(string stream, long place, Func<long, StreamHead> headAt, TiledTree tree)
    {
        ArgumentNullException.ThrowIfNull(headAt);
        ArgumentNullException.ThrowIfNull(tree);
        PlacedHead At(long index) => new(index, headAt(index), tree.InclusionProof(index));

        if (place < tree.Size && headAt(place).Stream == stream) return new HeadsProof(stream, [At(place)]);
        var heads = new List<PlacedHead>();
        if (place > 0) heads.Add(At(place - 1));
        if (place < tree.Size) heads.Add(At(place));
        return new HeadsProof(stream, heads);
    }

    /// <summary>The JSON form.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, HeadsJson.Default.HeadsProof);

    /// <summary>Reads the JSON form.</summary>
    /// <exception cref="FormatException">Anything else.</exception>
    public static HeadsProof FromJson(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return JsonSerializer.Deserialize(utf8, HeadsJson.Default.HeadsProof) ?? throw new FormatException("No proof of heads.");
        }
        catch (JsonException exception)
        {
            throw new FormatException("Not a proof of heads.", exception);
        }
    }

    private bool IsBefore(PlacedHead head) => StreamHead.Compare(head.Head.Stream, Stream) < 0;

    private bool IsAfter(PlacedHead head) => StreamHead.Compare(head.Head.Stream, Stream) > 0;

    // a reader of JSON leaves out what is not there
    private static bool IsWhole(PlacedHead? head) => head is { Head: { Stream: not null, Version: > 0 }, Hashes: not null };
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(HeadsProof))]
[JsonSerializable(typeof(StreamHead))]
internal sealed partial class HeadsJson : JsonSerializerContext;
