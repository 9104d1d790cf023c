using System.Collections.Immutable;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using NodaTime;

namespace Ledger.Domain.Guarded.Settings;

/// <summary>Every value a setting has had, with the time from which it holds. Stream <c>settings</c>.</summary>
public sealed record DatedSettings(
    ImmutableHashSet<CommandId> Done, ImmutableDictionary<string, ImmutableSortedDictionary<Instant, decimal>> Values)
{
    public static readonly DatedSettings Empty = new(
        [], ImmutableDictionary<string, ImmutableSortedDictionary<Instant, decimal>>.Empty);

    public static DatedSettings Fold(IEnumerable<LedgerEvent> events) => events.Aggregate(Empty, Fold);

    /// <summary>A later change from the same moment takes the place of the earlier one.</summary>
    public static DatedSettings Fold(DatedSettings settings, LedgerEvent ledgerEvent)
    {
        if (ledgerEvent is not SettingChanged changed) return settings;
        var history = settings.Values.GetValueOrDefault(
            changed.Name, ImmutableSortedDictionary<Instant, decimal>.Empty);
        return new(
            settings.Done.Add(changed.CommandId),
            settings.Values.SetItem(changed.Name, history.SetItem(changed.EffectiveFrom, changed.Value)));
    }

    /// <summary>
    /// The value for what happened at that moment, or null where none was set by then: the rule's default holds.
    /// </summary>
    public decimal? ValueAt(string name, Instant eventTime)
    {
        if (!Values.TryGetValue(name, out var history)) return null;
        decimal? value = null;
        foreach (var (from, set) in history)
        {
            if (from > eventTime) break;
            value = set;
        }

        return value;
    }
}
