using Ledger.Rules.Numerics;
using NodaTime;

namespace Ledger.Rules.Production;

/// <summary>A month against what is usual there and with its peers.</summary>
/// <param name="UsualKg">Its own median, moved as its peers' month moved.</param>
/// <param name="Sigma">Of the natural logarithm of the mass.</param>
/// <param name="Z">How far above, in sigma, at most 4.</param>
/// <param name="Page">Page's sum of the months until then, k = 0.5, upward.</param>
public sealed record Surge(double UsualKg, double Sigma, double Z, double Page);

/// <summary>
/// 03-balance, section 7: p, the logarithm of a rate, of each and month, less its own median of the months before, less the median of that
/// among its peers in the month: what seasons and prices do to all is nobody's surge.
/// </summary>
internal sealed class UsualMonths<TWho>
    where TWho : notnull
{
    private const double Clip = 4;
    private const double Allowance = 0.5;

    // A month of some ten bags scatters as much by itself.
    private const double LeastSigma = 0.1;

    private readonly YearMonth _month;
    private readonly int _peersNeeded;
    private readonly Func<TWho, IReadOnlyList<string>> _groupsOf;
    private readonly Dictionary<TWho, Dictionary<YearMonth, double>> _residuals = [];
    private readonly Dictionary<(string Group, YearMonth Month), double[]> _peers;
    private readonly Dictionary<TWho, IReadOnlyList<(YearMonth Month, double Value)>> _deviations = [];
    private readonly Dictionary<string, double> _pooled;

    /// <param name="month">The one to look at.</param>
    /// <param name="historyMonths">How many months before tell what is usual with one.</param>
    /// <param name="peersNeeded">How many others tell what is usual among them.</param>
    /// <param name="rates">Natural logarithms.</param>
    /// <param name="groupsOf">Who its peers are, the nearest group first; the last one tells how much months scatter.</param>
    public UsualMonths(
        YearMonth month, int historyMonths, int peersNeeded, IEnumerable<(TWho Who, YearMonth Month, double Rate)> rates,
        Func<TWho, IReadOnlyList<string>> groupsOf)
    {
        (_month, _peersNeeded, _groupsOf) = (month, peersNeeded, groupsOf);
        foreach (var one in rates.GroupBy(each => each.Who))
        {
            var before = one.Where(each => each.Month != month).Select(each => each.Rate).ToList();
            if (before.Count < historyMonths) continue;
            var median = RobustStatistics.Median(before);
            _residuals[one.Key] = one.ToDictionary(each => each.Month, each => each.Rate - median);
        }

        _peers = _residuals.SelectMany(one => one.Value.SelectMany(each => groupsOf(one.Key).Select(group => (group, each))))
            .GroupBy(each => (each.group, each.each.Key), each => each.each.Value)
            .ToDictionary(group => group.Key, group => group.Order().ToArray());
        foreach (var who in _residuals.Keys) _deviations[who] = [.. Deviations(who)];
        _pooled = _deviations.Where(one => Before(one.Value).Count > 0).GroupBy(one => groupsOf(one.Key)[^1])
            .ToDictionary(group => group.Key, group =>
                RobustStatistics.Median(group.Select(one => RobustStatistics.Sigma(Before(one.Value)))));
    }

    /// <summary>Null where too little is known of it or its peers.</summary>
    /// <param name="kg">Of the month.</param>
    public Surge? Of(TWho who, double kg)
    {
        if (!_deviations.TryGetValue(who, out var deviations) || deviations is not [.., (var last, var value)]
            || last != _month || Before(deviations) is not { Count: > 0 } before) return null;
        var sigma = Math.Max(LeastSigma, Math.Max(RobustStatistics.Sigma(before), _pooled[_groupsOf(who)[^1]]));
        var page = 0.0;
        foreach (var (_, each) in deviations) page = Math.Max(0, page + Clipped(each / sigma) - Allowance);
        return new(kg * Math.Exp(-value), sigma, Clipped(value / sigma), page);
    }

    private List<double> Before(IReadOnlyList<(YearMonth Month, double Value)> deviations) =>
        [.. deviations.Where(each => each.Month != _month).Select(each => each.Value)];

    private IEnumerable<(YearMonth Month, double Value)> Deviations(TWho who)
    {
        foreach (var (month, residual) in _residuals[who].OrderBy(each => each.Key))
            foreach (var group in _groupsOf(who))
            {
                if (_peers[(group, month)].Length <= _peersNeeded) continue; // itself among them
                yield return (month, residual - RobustStatistics.MedianWithout(_peers[(group, month)], residual));
                break;
            }
    }

    private static double Clipped(double z) => Math.Clamp(z, -Clip, Clip);
}
