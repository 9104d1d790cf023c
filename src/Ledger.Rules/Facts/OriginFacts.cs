using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Provenance;

namespace Ledger.Rules.Facts;

/// <summary>A certified lot, and the countries its mineral comes from as far as it can be traced to registered sites.</summary>
/// <param name="Shares">Of its mass; what is missing to 1 is not known.</param>
public sealed record OriginFacts(LotFacts Lot, IReadOnlyDictionary<CountryCode, decimal> Shares)
{
    private const string Kind = "origin:";

    public decimal Unknown => 1 - Shares.Values.Sum();

    public string Subject => SubjectOf(Lot.Lot);

    public static string SubjectOf(LotId lot) => Kind + lot;

    /// <summary>The lot a subject is about.</summary>
    public static LotId? LotOf(string subject) =>
        subject.StartsWith(Kind, StringComparison.Ordinal) ? new LotId(subject[Kind.Length..]) : null;

    /// <param name="lot">The certified lot.</param>
    /// <param name="sites">Its provenance.</param>
    /// <param name="countryOf">Where the register has a site; null where it does not know it.</param>
    public static OriginFacts Of(LotFacts lot, IEnumerable<SiteShare> sites, Func<SiteId, CountryCode?> countryOf)
    {
        var shares = new SortedDictionary<CountryCode, decimal>(Comparer<CountryCode>.Create(
            (left, right) => string.CompareOrdinal(left.Value, right.Value)));
        foreach (var site in sites)
            if (countryOf(site.SiteId) is { } country) shares[country] = shares.GetValueOrDefault(country) + site.Share;
        return new(lot, shares);
    }
}
