namespace Ledger.Transparency.Canonical;

/// <summary>How much of JSON is let in.</summary>
public enum JsonRules
{
    /// <summary>
    /// The rules at the door: RFC 8785, and refused besides: U+0000 in any string (jsonb cannot hold it), numbers that
    /// a double would change (more than 15 significant digits, underflow), nesting deeper than 32.
    /// </summary>
    Strict,

    /// <summary>RFC 8785 as published: numbers are rounded to doubles. For foreign documents.</summary>
    Rfc8785,
}
