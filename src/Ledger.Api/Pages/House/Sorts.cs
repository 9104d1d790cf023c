using Ledger.Domain.Json;

namespace Ledger.Api.Pages.House;

/// <summary>What a list may be sorted by, for a field: each code, and the other way round.</summary>
internal static class Sorts
{
    public static IReadOnlyList<string> Of<TSort>()
        where TSort : struct, Enum => [.. Code<TSort>.All.SelectMany(sort => (string[])[sort, "-" + sort])];
}
