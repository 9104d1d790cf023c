namespace Ledger.Api.Pages.House;

/// <summary>The past moment a page shows: each a day or a time, as the address has it.</summary>
/// <param name="KnownAt">As recorded by then; null for now.</param>
/// <param name="HappenedBy">As it was then; null for now.</param>
/// <param name="Path">Of the page, behind the language, as it is known now.</param>
public sealed record Replay(string? KnownAt, string? HappenedBy, string Path)
{
    public bool IsPast => KnownAt is not null || HappenedBy is not null;

    internal static Replay Of(Visit visit, string path) => new(visit.Query("knownAt"), visit.Query("happenedBy"), path);

    /// <summary>An address of the API at that moment.</summary>
    public string At(string address) => House.Address.With(address, [.. Query]);

    /// <summary>What an address says of the moment.</summary>
    public IEnumerable<KeyValuePair<string, string?>> Query => [new("knownAt", KnownAt), new("happenedBy", HappenedBy)];
}
