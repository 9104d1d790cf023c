using Ledger.Domain.Values;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;

namespace Ledger.Rules.Production;

/// <summary>
/// What is usual at sites: kilograms a miner and day. Peers are the other sites of the area where they are enough, else of the country.
/// By the numbers that hold for each site's last bag: worked out once where they are the same.
/// </summary>
internal sealed class UsualProduction(MineralMonthFacts facts)
{
    private readonly Dictionary<(int HistoryMonths, int PeerSites), UsualMonths<SiteId>> _known = [];

    /// <summary>Null where too little is known of the site or its peers.</summary>
    public Surge? Of(SiteProduction production, RuleSettings settings)
    {
        var numbers = (settings.HistoryMonths, settings.PeerSites);
        if (!_known.TryGetValue(numbers, out var usual))
            _known[numbers] = usual = new(
                facts.MineralMonth.Month, settings.HistoryMonths, settings.PeerSites,
                facts.Productions.Select(each => (each.Site, each.Month, Rate(each))), GroupsOf);
        return usual.Of(production.Site, (double)production.Kg.Kg);
    }

    // The nearest first.
    private IReadOnlyList<string> GroupsOf(SiteId site)
    {
        var registered = facts.Sites[site];
        var country = $"country {registered.Country}";
        return registered.Area is { } area ? [$"area {area}", country] : [country];
    }

    private double Rate(SiteProduction production) => Math.Log(
        (double)production.Kg.Kg / ((facts.Sites[production.Site].MinersIn(production.Month) ?? 1) * production.Days));
}
