using System.Text;

namespace Ledger.Transparency.Notes;

/// <summary>A text and the signatures under it (C2SP signed-note). Trust nothing in it before it is verified.</summary>
public sealed class SignedNote
{
    /// <summary>The longest note that is read, in bytes. A checkpoint with 16 post-quantum signatures fits.</summary>
    public const int MaxBytes = 1 << 20;

    /// <summary>The most signatures that are read.</summary>
    public const int MaxSignatures = 100;

    private const string Separator = "\n\n";

    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    private SignedNote(string text, IReadOnlyList<NoteSignature> signatures) => (Text, Signatures) = (text, signatures);

    /// <summary>What is signed, with its last newline.</summary>
    public string Text { get; }

    /// <summary>All signature lines, those of unknown keys too.</summary>
    public IReadOnlyList<NoteSignature> Signatures { get; }

    /// <summary>Signs a text with every key given.</summary>
    /// <exception cref="FormatException">The text cannot stand in a note.</exception>
    public static SignedNote Sign(string text, params IEnumerable<NoteSigner> signers)
    {
        ArgumentNullException.ThrowIfNull(text);
        var bytes = Encode(text);
        var note = new SignedNote(text, [.. signers.Select(signer => signer.Sign(bytes))]);
        return Parse(StrictUtf8.GetBytes(note.ToString()));
    }

    /// <summary>The same note with more signature lines under it, such as cosignatures.</summary>
    public SignedNote With(params IEnumerable<NoteSignature> signatures) => new(Text, [.. Signatures, .. signatures]);

    /// <summary>Reads a note. The text ends at the last empty line.</summary>
    /// <exception cref="FormatException">Malformed in any way.</exception>
    public static SignedNote Parse(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > MaxBytes) throw new FormatException($"A note of more than {MaxBytes} bytes.");
        var note = Decode(utf8);
        if (note.Any(letter => letter is < ' ' and not '\n')) throw new FormatException("A control character.");

        var end = note.LastIndexOf(Separator, StringComparison.Ordinal);
        if (end <= 0 || note[^1] != '\n') throw new FormatException("A note without a signature.");
        var lines = note[(end + Separator.Length)..].Split('\n')[..^1];
        if (lines.Length is 0 or > MaxSignatures) throw new FormatException($"A note with {lines.Length} signatures.");
        return new SignedNote(note[..(end + 1)], [.. lines.Select(line =>
            NoteSignature.Parse(line) ?? throw new FormatException("A malformed signature line."))]);
    }

    /// <summary>
    /// The known keys that signed this text; signatures of other keys are passed over. None at all if the signature of
    /// any known key is wrong: such a note is to be refused.
    /// </summary>
    public IReadOnlyList<NoteVerifier> VerifiedBy(params IEnumerable<NoteVerifier> known)
    {
        var text = StrictUtf8.GetBytes(Text);
        var signers = new List<NoteVerifier>();
        foreach (var verifier in known)
        {
            foreach (var signature in Signatures.Where(verifier.Claims))
            {
                if (!verifier.Verifies(text, signature.Bytes.Span)) return [];
                if (!signers.Contains(verifier)) signers.Add(verifier);
            }
        }
        return signers;
    }

    /// <summary>The note as it is published.</summary>
    public override string ToString() => Text + "\n" + string.Concat(Signatures.Select(signature => signature + "\n"));

    /// <summary>The lines that say to be by that key. Whether they are, <see cref="VerifiedBy"/> tells.</summary>
    public IEnumerable<NoteSignature> LinesOf(NoteVerifier key) => Signatures.Where(key.Claims);

    private static byte[] Encode(string text)
    {
        if (!text.EndsWith('\n')) throw new FormatException("A note's text ends with a newline.");
        try
        {
            return StrictUtf8.GetBytes(text);
        }
        catch (EncoderFallbackException exception)
        {
            throw new FormatException("A note is valid Unicode.", exception);
        }
    }

    private static string Decode(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return StrictUtf8.GetString(utf8);
        }
        catch (DecoderFallbackException exception)
        {
            throw new FormatException("A note is valid UTF-8.", exception);
        }
    }
}
