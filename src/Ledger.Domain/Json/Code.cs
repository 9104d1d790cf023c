using System.Collections.Frozen;
using System.Text.Json;

namespace Ledger.Domain.Json;

/// <summary>A code list: the kebab-case names of an enum's members, as they stand on the wire and in storage.</summary>
public static class Code<T>
    where T : struct, Enum
{
    private static readonly FrozenDictionary<T, string> NameOf = Enum.GetValues<T>()
        .ToFrozenDictionary(value => value, value => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString()));

    private static readonly FrozenDictionary<string, T> ValueOf = NameOf.ToFrozenDictionary(pair =>
        pair.Value, pair => pair.Key);

    /// <summary>All codes in declared order.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Enum.GetValues<T>().Select(Name)];

    public static string Name(T value) => NameOf[value];

    /// <summary>The member with that code, or null.</summary>
    public static T? Find(string code) => ValueOf.TryGetValue(code, out var value) ? value : null;
}
