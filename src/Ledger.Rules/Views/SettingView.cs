using Ledger.Domain.Guarded.Settings;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using NodaTime;

namespace Ledger.Rules.Views;

/// <summary>A change as the ledger recorded it.</summary>
/// <param name="Version">In the stream of settings.</param>
public sealed record SettingChange(int Version, Instant RecordedAt, PartyId? RecordedBy, SettingChanged Event);

/// <summary>A setting: what it is, what it is now, what it was.</summary>
/// <param name="Value">For what happens at the moment asked for, which is now where none was.</param>
/// <param name="Since">From when that value holds; absent for a default that nobody changed.</param>
/// <param name="History">Newest change first; what is yet to take effect is among them.</param>
/// <param name="HistoryCount">All changes, those on other pages too.</param>
public sealed record SettingView(
    string Name, string Unit, string Description, IReadOnlyList<string> Rules, decimal Value, Instant? Since, decimal Default,
    decimal Least, decimal Most, int Decimals, IReadOnlyList<SettingHistoryEntry> History, int HistoryCount)
{
    /// <summary>Where more of the history is.</summary>
    public string? Next { get; init; }

    /// <param name="changes">Of all settings, in order.</param>
    /// <param name="at">The moment asked for.</param>
    /// <param name="before">Of its history, only changes before this version.</param>
    /// <param name="limit">Most entries of its history.</param>
    public static SettingView Of(Setting setting, IReadOnlyList<SettingChange> changes, Instant at, int before, int limit)
    {
        var own = changes.Where(change => change.Event.Name == setting.Name).ToList();
        var holding = DatedSettings.Fold(own.Select(change => change.Event)).HoldingAt(setting.Name, at);
        return new(
            setting.Name, setting.Unit, setting.Description, setting.Rules, holding?.Value ?? setting.Default,
            holding?.Since, setting.Default, setting.Least, setting.Most, setting.Decimals,
            [.. own.Where(change => change.Version < before).Reverse().Take(limit).Select(change => new SettingHistoryEntry(
                change.Version, change.Event.Value, change.Event.EffectiveFrom, change.RecordedAt, change.RecordedBy))],
            own.Count);
    }
}

/// <summary>One change of a setting.</summary>
/// <param name="Version">The settings version that findings state.</param>
public sealed record SettingHistoryEntry(int Version, decimal Value, Instant EffectiveFrom, Instant RecordedAt, PartyId? RecordedBy);

/// <summary>A page of the catalogue, by name.</summary>
/// <param name="Version">Changes so far, of all settings.</param>
public sealed record SettingList(IReadOnlyList<SettingView> Items, int Version, string? Next);
