using NodaTime;

namespace Ledger.Api.Pages.Lots;

/// <summary>A time during which one party held the lot, or owned it.</summary>
/// <param name="Party">Null where nobody knows.</param>
/// <param name="Until">Null: until now.</param>
public sealed record Band(string? Party, OffsetDateTime From, OffsetDateTime? Until)
{
    /// <summary>Joins moments at which the same party is found.</summary>
    public static IReadOnlyList<Band> Of(IEnumerable<(OffsetDateTime At, string? Party)> moments)
    {
        var bands = new List<Band>();
        foreach (var (at, party) in moments)
        {
            if (bands.Count > 0 && bands[^1].Party == party) continue;
            if (bands.Count > 0) bands[^1] = bands[^1] with { Until = at };
            bands.Add(new(party, at, null));
        }

        return bands;
    }
}
