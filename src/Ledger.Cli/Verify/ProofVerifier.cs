using System.Globalization;
using System.Text;
using System.Text.Json;
using Ledger.Transparency.Leaves;
using Ledger.Transparency.Notes;

namespace Ledger.Cli.Verify;

/// <summary>Verifies that one record stands in the signed log, with nothing but its proof, its leaf and the log's key.</summary>
internal static class ProofVerifier
{
    /// <summary>True for what begins as a proof does; the stream is at its beginning again.</summary>
    public static bool IsProof(Stream given)
    {
        var start = "c2sp.org/tlog-proof"u8;
        var read = new byte[start.Length];
        var length = given.ReadAtLeast(read, read.Length, throwOnEndOfStream: false);
        given.Position = 0;
        return read.AsSpan(..length).SequenceEqual(start);
    }

    /// <param name="given">The proof.</param>
    /// <param name="leaf">The hash of the leaf, or a file that holds it.</param>
    /// <param name="keys">Of the log; the origin of a checkpoint is the name of one of them.</param>
    /// <param name="policy">Which witnesses must have cosigned; null for none.</param>
    /// <exception cref="FormatException">It is no proof, or of no leaf.</exception>
    public static ProofReport Verify(Stream given, string? leaf, IReadOnlyList<NoteVerifier> keys, WitnessPolicy? policy)
    {
        using var bytes = new MemoryStream();
        given.CopyTo(bytes);
        var proof = TlogProof.Parse(bytes.ToArray());
        var hash = HashOf(leaf ?? throw new FormatException("A proof says nothing of a record without --leaf."));
        var head = Checkpoint.Parse(proof.Checkpoint.Text);
        var isProved = policy is null
            ? keys.Any(key => proof.Verifies(hash, key.Name, keys)) : proof.Verifies(hash, policy, keys);
        return new(isProved, proof.Index + 1, hash.ToString(), head.Origin, head.Size);
    }

    // A leaf is one line of canonical JSON; a file of lines ends with a newline that is none of it.
    private static LeafHash HashOf(string leaf) =>
        LeafHash.TryParse(leaf, out var hash) ? hash : LeafHash.Of(File.ReadAllBytes(leaf).AsSpan().TrimEnd((byte)'\n'));
}

/// <summary>What verifying a proof found.</summary>
/// <param name="Sequence">The record's place, from 1.</param>
/// <param name="Size">Records in the signed tree.</param>
internal sealed record ProofReport(bool Verified, long Sequence, string LeafHash, string Origin, long Size)
{
    public string ToJson() => JsonSerializer.Serialize(this, ReportJson.Plain.ProofReport);

    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"Record {Sequence}, {LeafHash}, in {Origin} of {Size} records\n");
        return text.Append(Verified
            ? "  proved       it stands unchanged in the signed tree\nVERIFIED\n"
            : "NOT VERIFIED: the signature, the leaf or the proof is another's.\n").ToString();
    }
}
