using System.Collections.Immutable;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using NodaTime;

namespace Ledger.Domain.Guarded.Settings;

/// <summary>Every value a setting has had, with the time from which it holds. Stream <c>settings</c>.</summary>
/// <param name="Version">Changes so far: the stream's version.</param>
/// <param name="Versions">The version of the newest change that takes effect at each moment at which any does.</param>
public sealed record DatedSettings(
    ImmutableHashSet<CommandId> Done, ImmutableDictionary<string, ImmutableSortedDictionary<Instant, decimal>> Values, int Version,
    ImmutableSortedDictionary<Instant, int> Versions)
{
    public static readonly DatedSettings Empty = new(
        [], ImmutableDictionary<string, ImmutableSortedDictionary<Instant, decimal>>.Empty, 0,
        ImmutableSortedDictionary<Instant, int>.Empty);

    public static DatedSettings Fold(IEnumerable<LedgerEvent> events) => events.Aggregate(Empty, Fold);

    /// <summary>A later change from the same moment takes the place of the earlier one.</summary>
    public static DatedSettings Fold(DatedSettings settings, LedgerEvent ledgerEvent)
    {
        if (ledgerEvent is not SettingChanged changed) return settings;
        var history = settings.Values.GetValueOrDefault(
            changed.Name, ImmutableSortedDictionary<Instant, decimal>.Empty);
        var version = settings.Version + 1;
        return new(
            settings.Done.Add(changed.CommandId),
            settings.Values.SetItem(changed.Name, history.SetItem(changed.EffectiveFrom, changed.Value)),
            version, settings.Versions.SetItem(changed.EffectiveFrom, version));
    }

    /// <summary>
    /// The value for what happened at that moment, or null where none was set by then: the default holds.
    /// </summary>
    public decimal? ValueAt(string name, Instant eventTime) => HoldingAt(name, eventTime)?.Value;

    /// <summary>The same, with the moment from which it holds.</summary>
    public (Instant Since, decimal Value)? HoldingAt(string name, Instant eventTime)
    {
        (Instant, decimal)? holding = null;
        foreach (var (from, set) in Values.GetValueOrDefault(name, ImmutableSortedDictionary<Instant, decimal>.Empty))
        {
            if (from > eventTime) break;
            holding = (from, set);
        }

        return holding;
    }

    /// <summary>The moments from which it was set, in order.</summary>
    public IEnumerable<Instant> ChangesOf(string name) =>
        Values.TryGetValue(name, out var history) ? history.Keys : [];

    /// <summary>
    /// The version of the newest change that holds for what happened at that moment, 0 where none does. Everything that holds then stands
    /// in the stream up to it, so version and moment together tell all values.
    /// </summary>
    public int VersionAt(Instant eventTime)
    {
        var version = 0;
        foreach (var (from, each) in Versions)
        {
            if (from > eventTime) break;
            version = Math.Max(version, each);
        }

        return version;
    }
}
