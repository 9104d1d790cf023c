using Ledger.Domain.Values;
using Ledger.Rules.Facts;

namespace Ledger.Rules.Views;

/// <summary>
/// What a lot weighs: its custodian's latest measured weight, its first stated mass until there is one. What runs gave to it adds
/// up, what they took is left out of the remainder unless it was gone before that weight was taken.
/// </summary>
internal sealed class LotMass
{
    private readonly List<(Fact Fact, Mass NetKg, WeighingMethod Method)> _given = [];
    private readonly List<(Fact Fact, Mass NetKg)> _taken = [];
    private (Fact Fact, StatedMass Stated)? _whole;

    public Mass? NetKg => Whole is { } whole ? whole.Stated.NetKg + Sum(GivenAfter(whole.Fact))
        : _given.Count > 0 ? Sum(_given) : null;

    public WeighingMethod? Method => Whole is { } whole ? whole.Stated.Method
        : _given.Count == 0 ? null : _given.Find(given => given.Method != WeighingMethod.Measured) is { Fact: not null } least
            ? least.Method : WeighingMethod.Measured;

    public bool IsComparable => Method == WeighingMethod.Measured && Whole is not { Stated.IsWet: false };

    public IReadOnlyList<Fact> Facts => Whole is { } whole ? [whole.Fact, .. GivenAfter(whole.Fact).Select(given => given.Fact)]
        : _given.ConvertAll(given => given.Fact);

    /// <summary>Never below zero, never more than there was; null when no mass is known.</summary>
    public Mass? Remaining
    {
        get
        {
            if (NetKg is not { } net) return null;
            var since = Whole?.Fact;
            var taken = _taken.Where(each => since is null || !each.Fact.DefinitelyBefore(since));
            var left = taken.Aggregate(net, (sum, each) => sum - each.NetKg);
            return left < Mass.Zero ? Mass.Zero : left > net ? net : left;
        }
    }

    /// <summary>Somebody said what the whole lot weighs. Only a measured weight of its custodian replaces what was known.</summary>
    public void State(Fact fact, StatedMass stated, bool isCustodians)
    {
        var isFirst = _whole is null && _given.Count == 0;
        if (isFirst || (isCustodians && stated is { IsMeasured: true, IsWet: true })) _whole = (fact, stated);
    }

    /// <summary>A run gave that much: sheets of several days add up.</summary>
    public void Give(Fact fact, Mass net, WeighingMethod method) => _given.Add((fact, net, method));

    /// <summary>That much was taken out; negative when it came back.</summary>
    public void Take(Fact fact, Mass net) => _taken.Add((fact, net));

    // A weight from before the first sheet says nothing of what the sheets gave.
    private (Fact Fact, StatedMass Stated)? Whole =>
        _whole is { } whole && (_given.Count == 0 || _given.Exists(given => !whole.Fact.DefinitelyBefore(given.Fact))) ? whole : null;

    private IEnumerable<(Fact Fact, Mass NetKg, WeighingMethod Method)> GivenAfter(Fact whole) =>
        _given.Where(given => whole.DefinitelyBefore(given.Fact));

    private static Mass Sum(IEnumerable<(Fact Fact, Mass NetKg, WeighingMethod Method)> given) =>
        given.Aggregate(Mass.Zero, (sum, each) => sum + each.NetKg);
}
