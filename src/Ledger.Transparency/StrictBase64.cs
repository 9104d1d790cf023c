namespace Ledger.Transparency;

/// <summary>
/// Base64 with one spelling for one value (RFC 4648, 4 and 3.5): padded, no white space, no stray bits at the end.
/// </summary>
internal static class StrictBase64
{
    public static byte[]? Decode(string? text)
    {
        if (text is null) return null;
        var bytes = new byte[text.Length / 4 * 3 + 3];
        if (!Convert.TryFromBase64String(text, bytes, out var length)) return null;
        Array.Resize(ref bytes, length);
        return Convert.ToBase64String(bytes) == text ? bytes : null;
    }
}
