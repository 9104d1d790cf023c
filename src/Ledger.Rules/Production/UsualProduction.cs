using Ledger.Domain.Values;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;
using Ledger.Rules.Numerics;
using NodaTime;

namespace Ledger.Rules.Production;

/// <summary>A site's month against what is usual there and with its peers.</summary>
/// <param name="UsualKg">Its own median, moved as its peers' month moved.</param>
/// <param name="Sigma">Of the natural logarithm of the mass.</param>
/// <param name="Z">How far above, in sigma, at most 4.</param>
/// <param name="Page">Page's sum of the months until then, k = 0.5, upward.</param>
public sealed record Surge(double UsualKg, double Sigma, double Z, double Page);

/// <summary>What is usual in a month, by the numbers that hold for each site's last bag: worked out once where they are the same.</summary>
internal sealed class UsualProductions(MineralMonthFacts facts)
{
    private readonly Dictionary<(int HistoryMonths, int PeerSites), UsualProduction> _known = [];

    /// <summary>Null where too little is known of the site or its peers.</summary>
    public Surge? Of(SiteProduction production, RuleSettings settings)
    {
        var numbers = (settings.HistoryMonths, settings.PeerSites);
        if (!_known.TryGetValue(numbers, out var usual))
            _known[numbers] = usual = new(facts, settings.HistoryMonths, settings.PeerSites);
        return usual.Of(production);
    }
}

/// <summary>
/// 03-balance, section 7: p = ln(kg / (active miners x days)) of each site and month, less the site's own median of the 24 months before,
/// less the median of that among its peers in the month: what seasons and prices do to all is nobody's surge. Peers are the other sites
/// of the area where they are enough, else of the country.
/// </summary>
public sealed class UsualProduction
{
    private const double Clip = 4;
    private const double Allowance = 0.5;

    // A month of some ten bags scatters as much by itself.
    private const double LeastSigma = 0.1;

    private readonly MineralMonthFacts _facts;
    private readonly int _peerSites;
    private readonly Dictionary<SiteId, double> _medians = [];
    private readonly Dictionary<SiteId, Dictionary<YearMonth, double>> _residuals = [];
    private readonly Dictionary<(string Group, YearMonth Month), double[]> _peers;
    private readonly Dictionary<SiteId, IReadOnlyList<(YearMonth Month, double Value)>> _deviations = [];
    private readonly Dictionary<CountryCode, double> _pooled;

    /// <param name="historyMonths">How many months before tell what is usual at a site.</param>
    /// <param name="peerSites">How many other sites tell what is usual among them.</param>
    public UsualProduction(MineralMonthFacts facts, int historyMonths, int peerSites)
    {
        (_facts, _peerSites) = (facts, peerSites);
        foreach (var site in facts.Productions.GroupBy(each => each.Site))
        {
            var rates = site.ToDictionary(each => each.Month, Rate);
            var before = rates.Where(rate => rate.Key != facts.MineralMonth.Month).Select(rate => rate.Value).ToList();
            if (before.Count < historyMonths) continue;
            var median = _medians[site.Key] = RobustStatistics.Median(before);
            _residuals[site.Key] = rates.ToDictionary(rate => rate.Key, rate => rate.Value - median);
        }

        _peers = _residuals.SelectMany(site => site.Value.SelectMany(month => GroupsOf(site.Key).Select(group => (group, month))))
            .GroupBy(each => (each.group, each.month.Key), each => each.month.Value)
            .ToDictionary(group => group.Key, group => group.Order().ToArray());
        foreach (var site in _residuals.Keys) _deviations[site] = [.. Deviations(site)];
        _pooled = _deviations.Where(site => Before(site.Value).Count > 0).GroupBy(site => facts.Sites[site.Key].Country)
            .ToDictionary(country => country.Key, country =>
                RobustStatistics.Median(country.Select(site => RobustStatistics.Sigma(Before(site.Value)))));
    }

    /// <summary>Null where too little is known of the site or its peers.</summary>
    public Surge? Of(SiteProduction production)
    {
        var month = _facts.MineralMonth.Month;
        if (!_deviations.TryGetValue(production.Site, out var deviations) || deviations is not [.., (var last, var value)]
            || last != month || Before(deviations) is not { Count: > 0 } before) return null;
        var sigma = Math.Max(
            LeastSigma, Math.Max(RobustStatistics.Sigma(before), _pooled[_facts.Sites[production.Site].Country]));
        var page = 0.0;
        foreach (var (_, each) in deviations) page = Math.Max(0, page + Clipped(each / sigma) - Allowance);
        return new((double)production.Kg.Kg * Math.Exp(-value), sigma, Clipped(value / sigma), page);
    }

    private List<double> Before(IReadOnlyList<(YearMonth Month, double Value)> deviations) =>
        [.. deviations.Where(each => each.Month != _facts.MineralMonth.Month).Select(each => each.Value)];

    private IEnumerable<(YearMonth Month, double Value)> Deviations(SiteId site)
    {
        foreach (var (month, residual) in _residuals[site].OrderBy(each => each.Key))
            foreach (var group in GroupsOf(site))
            {
                if (_peers[(group, month)].Length <= _peerSites) continue; // itself among them
                yield return (month, residual - RobustStatistics.MedianWithout(_peers[(group, month)], residual));
                break;
            }
    }

    // The nearest first.
    private IEnumerable<string> GroupsOf(SiteId site)
    {
        var registered = _facts.Sites[site];
        if (registered.Area is { } area) yield return $"area {area}";
        yield return $"country {registered.Country}";
    }

    private double Rate(SiteProduction production) => Math.Log(
        (double)production.Kg.Kg / ((_facts.Sites[production.Site].MinersIn(production.Month) ?? 1) * production.Days));

    private static double Clipped(double z) => Math.Clamp(z, -Clip, Clip);
}
