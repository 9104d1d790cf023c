using System.Runtime.InteropServices;
using System.Text.Json;

namespace Ledger.Transparency.Canonical;

/// <summary>
/// The JSON Canonicalization Scheme (RFC 8785): equal documents become equal bytes. Members are sorted by the UTF-16
/// code units of their names, numbers printed as ECMAScript prints them, strings escaped as little as possible.
/// </summary>
public static class CanonicalJson
{
    /// <summary>The canonical form of one JSON value.</summary>
    /// <exception cref="CanonicalJsonException">Invalid UTF-8 or JSON, a duplicate name, a lone surrogate, or
    /// something <paramref name="rules"/> refuse.</exception>
    public static byte[] Canonicalize(ReadOnlySpan<byte> utf8Json, JsonRules rules = JsonRules.Strict)
    {
        var writer = new CanonicalWriter(utf8Json, rules);
        try
        {
            return writer.Run().ToArray();
        }
        finally
        {
            writer.Dispose();
        }
    }

    /// <summary>The canonical form of a parsed element. Offsets count from the element's start.</summary>
    /// <exception cref="CanonicalJsonException">As for bytes.</exception>
    public static byte[] Canonicalize(JsonElement element, JsonRules rules = JsonRules.Strict) =>
        Canonicalize(JsonMarshal.GetRawUtf8Value(element), rules);
}
