using System.Globalization;
using System.Text;
using Ledger.Transparency.Leaves;
using Ledger.Transparency.Merkle;

namespace Ledger.Transparency.Notes;

/// <summary>
/// All that it takes to show, without asking anyone, that one leaf is in the log (C2SP tlog-proof): its index, the
/// inclusion proof and the signed checkpoint.
/// </summary>
public sealed class TlogProof(long index, IReadOnlyList<TreeHash> hashes, SignedNote checkpoint)
{
    private const string Header = "c2sp.org/tlog-proof@v1";
    private const string ExtraStart = "extra ";
    private const string IndexStart = "index ";
    private const int MaxHashes = 63; // the height of the highest tree

    /// <summary>The leaf's index, from 0: its sequence number less one.</summary>
    public long Index { get; } = index;

    /// <summary>The inclusion proof, the leaf's sibling first.</summary>
    public IReadOnlyList<TreeHash> Hashes { get; } = hashes;

    /// <summary>The checkpoint as it was signed.</summary>
    public SignedNote Checkpoint { get; } = checkpoint;

    /// <summary>The text of a <c>.tlog-proof</c> file.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{Header}\n{IndexStart}{Index}\n");
        foreach (var hash in Hashes) text.Append(hash).Append('\n');
        return text.Append('\n').Append(Checkpoint).ToString();
    }

    /// <summary>Reads a proof. Extra data is passed over: nothing vouches for it.</summary>
    /// <exception cref="FormatException">Malformed in any way.</exception>
    public static TlogProof Parse(ReadOnlySpan<byte> utf8)
    {
        var end = utf8.IndexOf("\n\n"u8);
        if (end < 0) throw new FormatException("A proof without a checkpoint.");
        var lines = Encoding.ASCII.GetString(utf8[..end]).Split('\n').ToList();
        var checkpoint = SignedNote.Parse(utf8[(end + 2)..]);

        if (lines[0] != Header) throw new FormatException($"A proof starts with {Header}.");
        lines.RemoveAt(0);
        if (lines is [var extra, ..] && extra.StartsWith(ExtraStart, StringComparison.Ordinal))
        {
            if (StrictBase64.Decode(extra[ExtraStart.Length..]) is null) throw new FormatException("Not base64.");
            lines.RemoveAt(0);
        }
        if (lines is not [var place, ..] || !place.StartsWith(IndexStart, StringComparison.Ordinal)
            || !DecimalNumber.TryParse(place[IndexStart.Length..], out var index))
        {
            throw new FormatException("A proof without the index of its leaf.");
        }
        if (lines.Count - 1 > MaxHashes) throw new FormatException($"A proof of {lines.Count - 1} hashes.");
        return new TlogProof(index, [.. lines.Skip(1).Select(Hash)], checkpoint);
    }

    /// <summary>
    /// True if the log signed a checkpoint of its own origin and the leaf is in its tree at <see cref="Index"/>.
    /// </summary>
    public bool Verifies(LeafHash leaf, string origin, params IEnumerable<NoteVerifier> logKeys) =>
        Checkpoint.VerifiedBy(logKeys.Where(key => key.IsLogKey)).Count > 0
        && Notes.Checkpoint.TryParse(Checkpoint.Text) is { } head && head.Origin == origin && Includes(leaf, head);

    /// <summary>True if a log and as many witnesses as the policy asks for signed, and the leaf is in that tree.</summary>
    public bool Verifies(LeafHash leaf, WitnessPolicy policy, params IEnumerable<NoteVerifier> logKeys)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return policy.Accept(Checkpoint, logKeys) is { } head && Includes(leaf, head);
    }

    private bool Includes(LeafHash leaf, Checkpoint head) =>
        MerkleProof.VerifiesInclusion(Index, leaf, head.Size, head.Root, Hashes);

    private static TreeHash Hash(string line) =>
        TreeHash.TryParse(line, out var hash) ? hash : throw new FormatException("A line that is not a hash.");
}
