using Ledger.Domain.Values;

namespace Ledger.Rules.Provenance;

/// <summary>Shares of something's mass by site of origin; what cannot be traced is unattributed. All shares sum to 1.</summary>
public sealed record Composition(IReadOnlyDictionary<SiteId, decimal> Shares)
{
    public static readonly Composition Unknown = new(new Dictionary<SiteId, decimal>());

    /// <summary>What no site accounts for.</summary>
    public decimal Unattributed => 1m - Shares.Values.Sum();

    public static Composition Of(SiteId site) => new(new Dictionary<SiteId, decimal> { [site] = 1m });

    /// <summary>Mixes parts by weight. Weight without a part is unattributed; no weight at all is unknown.</summary>
    public static Composition Mix(IEnumerable<(decimal Weight, Composition? Part)> parts)
    {
        var list = parts.ToList();
        var total = list.Sum(part => part.Weight);
        if (total == 0) return Unknown;
        var sums = new Dictionary<SiteId, decimal>();
        foreach (var (weight, part) in list)
            foreach (var (site, share) in (part ?? Unknown).Shares)
                sums[site] = sums.GetValueOrDefault(site) + (weight * share);
        // Towards zero, four digits short of what a decimal holds: rounding never makes shares of more than 1.
        return new(sums.ToDictionary(pair => pair.Key, pair => decimal.Round(pair.Value / total, 24, MidpointRounding.ToZero)));
    }

    /// <summary>
    /// Shares in units of 0.000001 that sum to exactly 1,000,000, the unattributed last: largest remainders get the rounding.
    /// Sorted by site.
    /// </summary>
    public (IReadOnlyList<(SiteId Site, int Millionths)> Sites, int UnattributedMillionths) Rounded()
    {
        const int Whole = 1_000_000;
        // Rounding leaves some 1e-24 a step: below a thousandth of a millionth nothing is really unattributed.
        var rest = Unattributed < 1e-9m ? 0m : Unattributed;
        var exact = Shares.OrderBy(pair => pair.Key.Value, StringComparer.Ordinal)
            .Select(pair => (Site: (SiteId?)pair.Key, Share: pair.Value)).Append((Site: null, Share: rest)).ToList();
        var floors = exact.ConvertAll(each => (int)decimal.Floor(each.Share * Whole));
        var missing = Whole - floors.Sum();
        var largestFirst = Enumerable.Range(0, exact.Count).OrderByDescending(Remainder).ThenBy(i => i);
        foreach (var index in largestFirst.Take(missing)) floors[index]++;
        decimal Remainder(int i) => decimal.Round((exact[i].Share * Whole) - floors[i], 9); // equal ones stay equal
        return ([.. exact.SkipLast(1).Select((each, i) => (each.Site!.Value, floors[i]))], floors[^1]);
    }
}
