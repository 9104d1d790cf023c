using System.Globalization;
using System.Text;
using Ledger.Transparency.Merkle;
using Ledger.Transparency.Notes;

namespace Ledger.Transparency.Witnessing;

/// <summary>What a log sends a witness: how large the tree was that it cosigned last, a newer one, and why it follows.</summary>
/// <param name="OldSize">Of the tree the witness cosigned last; 0 for none.</param>
/// <param name="Proof">The consistency proof between the two.</param>
/// <param name="Checkpoint">The newer one, signed by the log.</param>
public sealed record AddCheckpointRequest(long OldSize, IReadOnlyList<TreeHash> Proof, SignedNote Checkpoint)
{
    /// <summary>The largest body that is read, in bytes.</summary>
    public const int MaxBytes = SignedNote.MaxBytes + 4096;

    private const string OldStart = "old ";
    private const int MaxHashes = 63;

    /// <summary>The body of the request (C2SP tlog-witness).</summary>
    public override string ToString()
    {
        var body = new StringBuilder();
        body.Append(CultureInfo.InvariantCulture, $"{OldStart}{OldSize}\n");
        foreach (var hash in Proof) body.Append(hash).Append('\n');
        return body.Append('\n').Append(Checkpoint).ToString();
    }

    /// <summary>Reads a body.</summary>
    /// <exception cref="FormatException">Malformed in any way.</exception>
    public static AddCheckpointRequest Parse(ReadOnlySpan<byte> utf8)
    {
        var end = utf8.IndexOf("\n\n"u8);
        if (end < 0) throw new FormatException("A request without a checkpoint.");
        var lines = Encoding.ASCII.GetString(utf8[..end]).Split('\n');
        if (!lines[0].StartsWith(OldStart, StringComparison.Ordinal)
            || !DecimalNumber.TryParse(lines[0][OldStart.Length..], out var oldSize))
        {
            throw new FormatException("A request without the old size.");
        }
        if (lines.Length - 1 > MaxHashes) throw new FormatException($"A proof of {lines.Length - 1} hashes.");
        return new AddCheckpointRequest(oldSize, [.. lines.Skip(1).Select(Hash)], SignedNote.Parse(utf8[(end + 2)..]));
    }

    private static TreeHash Hash(string line) =>
        TreeHash.TryParse(line, out var hash) ? hash : throw new FormatException("A line that is not a hash.");
}
