using Ledger.Domain.Json;

namespace Ledger.Api.Pages.House;

/// <summary>What a list may be sorted by, for a field: each code, and the other way round.</summary>
internal static class Sorts
{
    public static IReadOnlyList<string> Of<TSort>()
        where TSort : struct, Enum => [.. Code<TSort>.All.SelectMany(sort => (string[])[sort, "-" + sort])];

    /// <param name="word">Of a code.</param>
    public static IReadOnlyList<(string Code, string Text)> Choices<TSort>(Func<string, string> word)
        where TSort : struct, Enum => [.. Of<TSort>().Select(sort => (sort, word(sort)))];
}
