namespace Ledger.Transparency.Notes;

/// <summary>A name and the private key that signs under it.</summary>
public abstract class NoteSigner
{
    private protected NoteSigner()
    {
    }

    /// <summary>What others check this signer's notes with.</summary>
    public abstract NoteVerifier Verifier { get; }

    internal NoteSignature Sign(ReadOnlySpan<byte> text) => new(Verifier.Name, Verifier.KeyId, SignatureOf(text));

    private protected abstract byte[] SignatureOf(ReadOnlySpan<byte> text);
}
