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

    /// <summary>The lots an export lot was put together from; where it was not, the lot itself.</summary>
    public static IReadOnlyList<LotReference> PartsOf(LotFacts lot)
    {
        LotReference[] parts = [.. lot.Of<ExportLotComposed>().SelectMany(each => each.Event.Lots).Select(item => item.Lot).Distinct()];
        return parts.Length == 0 ? [new(lot.Lot)] : parts;
    }

    /// <param name="parts">The provenance of each part; a part nothing is known of is null.</param>
    public static OriginFacts Of(LotFacts lot, IReadOnlyList<ProvenanceView?> parts, Func<SiteId, CountryCode?> countryOf)
    {
        // Parts share by mass; where one was never weighed, alike.
        var isWeighed = parts.All(part => part?.MassKg is not null);
        var total = parts.Sum(part => isWeighed ? part!.MassKg!.Value.Kg : 1);
        var shares = new SortedDictionary<CountryCode, decimal>(Comparer<CountryCode>.Create(
            (left, right) => string.CompareOrdinal(left.Value, right.Value)));
        foreach (var part in parts.OfType<ProvenanceView>().OrderBy(part => part.LotId.Value, StringComparer.Ordinal))
            foreach (var site in part.Sites)
                if (countryOf(site.SiteId) is { } country)
                    shares[country] = shares.GetValueOrDefault(country) + (site.Share * (isWeighed ? part.MassKg!.Value.Kg : 1) / total);
        return new(lot, shares);
    }
}
