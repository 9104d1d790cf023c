using System.Globalization;

namespace Ledger.Transparency.Notes;

/// <summary>Sizes and indexes as the C2SP formats write them: ASCII digits, no sign, no leading zeros.</summary>
internal static class DecimalNumber
{
    public static bool TryParse(string text, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number)
        && (text[0] != '0' || text.Length == 1);
}
