using Ledger.EventStore.Keys;
using Ledger.EventStore.Reading;

namespace Ledger.Projections.Queries;

/// <summary>How lists are sorted where nobody asks for anything else.</summary>
public static class ListOrders
{
    public static ListOrder<LotSort> Lots { get; } = new(LotSort.Id, IsDescending: false);

    public static ListOrder<PartySort> Parties { get; } = new(PartySort.Id, IsDescending: false);

    /// <summary>Those that ended last first.</summary>
    public static ListOrder<RunSort> Runs { get; } = new(RunSort.Ended, IsDescending: true);

    public static ListOrder<SiteSort> Sites { get; } = new(SiteSort.Id, IsDescending: false);

    /// <summary>The newest first.</summary>
    public static ListOrder<FindingSort> Findings { get; } = new(FindingSort.Raised, IsDescending: true);

    /// <summary>The newest first.</summary>
    public static ListOrder<IncidentSort> Incidents { get; } = new(IncidentSort.Flagged, IsDescending: true);

    /// <summary>As they were recorded: whoever replays them begins at the beginning.</summary>
    public static ListOrder<EventSort> Events { get; } = new(EventSort.Sequence, IsDescending: false);

    /// <summary>The newest first.</summary>
    public static ListOrder<KeySort> Keys { get; } = new(KeySort.Created, IsDescending: true);

    public static ListOrder<SettingSort> Settings { get; } = new(SettingSort.Name, IsDescending: false);
}

/// <summary>What lots are sorted by.</summary>
public enum LotSort
{
    Id, Mass, Status,

    /// <summary>When its last event was.</summary>
    Changed,
}

/// <summary>What processing runs are sorted by.</summary>
public enum RunSort
{
    Id,

    /// <summary>When its last sheet was.</summary>
    Ended,

    /// <summary>What went in.</summary>
    Input,
}

/// <summary>What parties are sorted by.</summary>
public enum PartySort
{
    Id, Country, Membership
}

/// <summary>What findings are sorted by.</summary>
public enum FindingSort
{
    Raised, Rule,

    /// <summary>Incidents first.</summary>
    Tier, Subject,
}

/// <summary>What incidents are sorted by.</summary>
public enum IncidentSort
{
    Flagged, Subject
}

/// <summary>What events are sorted by.</summary>
public enum EventSort
{
    Sequence
}

/// <summary>What settings are sorted by.</summary>
public enum SettingSort
{
    Name,

    /// <summary>Since when its value holds; what was never changed stands first.</summary>
    Since,
}
