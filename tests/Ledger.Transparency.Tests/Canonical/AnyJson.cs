using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Ledger.Transparency.Tests.Canonical;

/// <summary>Random documents, rich in what is hard: escapes, surrogates, names that start alike, odd numbers.</summary>
internal static class AnyJson
{
    private static readonly string[] Letters =
    [
        "a", "b", "B", "abcdefgh", "é", "\"", "\\", "/", "\b", "\n", "\u001f", "\u007f", "€",
        "\ud7ff", "\ue000", "\uffee", "😀", "𐀀",
    ];

    private static readonly double[] OddNumbers =
    [
        0, 1, -1, 0.1, 100, 1e20, 1e21, 1e22, 123e18, 1e-6, 1e-7, 1.5e-9, -2.5, 4503599627370497.5, 5e-324,
        double.MaxValue,
    ];

    public static JsonNode? Document(Random random, int depth = 0) => random.Next(depth > 4 ? 5 : 8) switch
    {
        0 => null,
        1 => random.Next(2) == 0,
        2 => OddNumbers[random.Next(OddNumbers.Length)],
        3 => Number(random),
        4 => Text(random),
        5 => new JsonArray([.. Enumerable.Range(0, random.Next(5)).Select(_ => Document(random, depth + 1))]),
        _ => Object(random, depth),
    };

    public static JsonObject Object(Random random, int depth = 0)
    {
        var members = new JsonObject();
        for (var count = random.Next(20); count > 0; count--) members[Text(random)] = Document(random, depth + 1);
        return members;
    }

    public static string Text(Random random) =>
        string.Concat(Enumerable.Range(0, random.Next(8)).Select(_ => Letters[random.Next(Letters.Length)]));

    public static double Number(Random random)
    {
        var any = BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue));
        return double.IsFinite(any) ? any : random.NextDouble();
    }

    /// <summary>The same document: other order of members, other spacing, escapes and ways to write numbers.</summary>
    public static string WrittenAnotherWay(JsonNode? node, Random random, string numbers = "E16")
    {
        string Again(JsonNode? inner) => WrittenAnotherWay(inner, random, numbers);
        var space = random.Next(3) == 0 ? " \t\r\n"[..random.Next(5)] : "";
        return space + node switch
        {
            null => "null",
            JsonObject members => "{" + string.Join(",", Shuffled(members, random)
                .Select(member => Again(member.Key) + space + ":" + Again(member.Value))) + space + "}",
            JsonArray items => "[" + string.Join(",", items.Select(Again)) + space + "]",
            JsonValue value when value.TryGetValue(out string? text) => Quoted(text, random),
            JsonValue value when value.TryGetValue(out double number) => number.ToString(
                random.Next(2) == 0 ? numbers : "R", CultureInfo.InvariantCulture),
            _ => node.ToJsonString(),
        } + space;
    }

    private static KeyValuePair<string, JsonNode?>[] Shuffled(JsonObject members, Random random)
    {
        var shuffled = members.ToArray();
        random.Shuffle(shuffled);
        return shuffled;
    }

    private static string Quoted(string text, Random random)
    {
        var quoted = new StringBuilder("\"");
        foreach (var character in text)
        {
            var mustEscape = character is '"' or '\\' or < ' ';
            // half a pair may not be escaped alone
            var escape = mustEscape || (random.Next(4) == 0 && !char.IsSurrogate(character));
            if (escape) quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:X4}");
            else quoted.Append(character);
        }
        return quoted.Append('"').ToString();
    }
}
