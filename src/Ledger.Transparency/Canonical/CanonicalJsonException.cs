namespace Ledger.Transparency.Canonical;

/// <summary>The bytes are not JSON, or not JSON that has one canonical form. A fault of the sender: 400.</summary>
public sealed class CanonicalJsonException : FormatException
{
    internal CanonicalJsonException(long offset, string message, Exception? cause = null)
        : base(message, cause) => Offset = offset;

    /// <summary>Where in the input, in bytes from its start.</summary>
    public long Offset { get; }
}
