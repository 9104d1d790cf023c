using System.Globalization;
using Ledger.Transparency.Merkle;

namespace Ledger.Transparency.Notes;

/// <summary>The head of a log's tree at one size, as the text of a note (C2SP tlog-checkpoint).</summary>
/// <param name="Origin">The log's name.</param>
/// <param name="Size">The number of leaves.</param>
/// <param name="Root">The root at that size.</param>
public sealed record Checkpoint(string Origin, long Size, TreeHash Root)
{
    /// <summary>The note's text: three lines.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Origin}\n{Size}\n{Root}\n");

    /// <summary>Reads the text of a note. Extension lines are passed over: they prove nothing.</summary>
    /// <exception cref="FormatException">Not a checkpoint.</exception>
    public static Checkpoint Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Split('\n') is not [var origin, var size, var root, .. var extensions, ""]
            || origin.Length == 0 || extensions.Contains(""))
        {
            throw new FormatException("A checkpoint has at least three lines and none that is empty.");
        }
        if (!DecimalNumber.TryParse(size, out var leaves)) throw new FormatException("Not the size of a tree.");
        if (!TreeHash.TryParse(root, out var hash)) throw new FormatException("Not the root of a tree.");
        if (leaves == 0 && hash != TreeHash.OfEmptyTree) throw new FormatException("Not the root of an empty tree.");
        return new Checkpoint(origin, leaves, hash);
    }

    /// <summary>Reads the text of a note; null if it is no checkpoint.</summary>
    public static Checkpoint? TryParse(string text)
    {
        try
        {
            return Parse(text);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>Signs the checkpoint. The signer's name should be the origin.</summary>
    /// <exception cref="FormatException">The origin is not one line of text.</exception>
    public SignedNote Sign(params IEnumerable<NoteSigner> signers)
    {
        var text = ToString();
        if (Parse(text) != this) throw new FormatException("An origin is one line.");
        return SignedNote.Sign(text, signers);
    }
}
