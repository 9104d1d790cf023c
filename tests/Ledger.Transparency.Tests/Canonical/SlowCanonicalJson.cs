using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Ledger.Transparency.Tests.Canonical;

/// <summary>RFC 8785 read plainly, over a parsed tree and UTF-16 strings.</summary>
internal static class SlowCanonicalJson
{
    public static string Print(JsonNode? node) => node switch
    {
        null => "null",
        JsonObject members => "{" + string.Join(",", members.OrderBy(member => member.Key, StringComparer.Ordinal)
            .Select(member => Quote(member.Key) + ":" + Print(member.Value))) + "}",
        JsonArray items => "[" + string.Join(",", items.Select(Print)) + "]",
        JsonValue value when value.TryGetValue(out string? text) => Quote(text),
        JsonValue value when value.TryGetValue(out bool truth) => truth ? "true" : "false",
        _ => Number(node.GetValue<double>()),
    };

    public static string Number(double value)
    {
        if (value == 0) return "0";
        if (value < 0) return "-" + Number(-value);

        // the shortest precision that round-trips, found by trying them all
        var shortest = Enumerable.Range(0, 17)
            .Select(precision => value.ToString($"E{precision}", CultureInfo.InvariantCulture))
            .First(text => double.Parse(text, CultureInfo.InvariantCulture) == value);
        var digits = shortest[..shortest.IndexOf('E')].Replace(".", "", StringComparison.Ordinal);
        var exponent = int.Parse(shortest[(shortest.IndexOf('E') + 1)..], CultureInfo.InvariantCulture);

        return exponent switch
        {
            >= 21 or < -6 => digits[..1] + (digits.Length > 1 ? "." + digits[1..] : "")
                + "e" + (exponent < 0 ? "-" : "+") + Math.Abs(exponent),
            < 0 => "0." + new string('0', -exponent - 1) + digits,
            _ when digits.Length <= exponent + 1 => digits.PadRight(exponent + 1, '0'),
            _ => digits[..(exponent + 1)] + "." + digits[(exponent + 1)..],
        };
    }

    private static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var character in text)
        {
            quoted.Append(character switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\b' => "\\b",
                '\t' => "\\t",
                '\n' => "\\n",
                '\f' => "\\f",
                '\r' => "\\r",
                < ' ' => $"\\u{(int)character:x4}",
                _ => character.ToString(),
            });
        }
        return quoted.Append('"').ToString();
    }
}
