using Ledger.Domain.Json;

namespace Ledger.Projections.Queries;

/// <summary>How a list is sorted. Rows equal in it stand by their ids, so that each has one place, and the cursor is an id.</summary>
public readonly record struct ListOrder<TSort>(TSort By, bool IsDescending)
    where TSort : struct, Enum
{
    private string Direction => IsDescending ? "DESC" : "ASC";

    /// <summary>The order that a code asks for, with a minus before it the other way round; null for none.</summary>
    public static ListOrder<TSort>? Find(string code)
    {
        ArgumentNullException.ThrowIfNull(code);
        var isDescending = code.StartsWith('-');
        return Code<TSort>.Find(isDescending ? code[1..] : code) is { } sort ? new(sort, isDescending) : null;
    }

    /// <summary>Its code.</summary>
    public override string ToString() => (IsDescending ? "-" : "") + Code<TSort>.Name(By);

    /// <summary>A condition: after the row whose id is $1 in this order, or anywhere where that is null.</summary>
    /// <param name="table">The view.</param>
    /// <param name="id">Its unique column, with the table's name.</param>
    /// <param name="key">What is sorted by: the same column, or an expression that is never null.</param>
    internal string AfterCursor(string table, string id, string key)
    {
        var beyond = IsDescending ? "<" : ">";
        return key == id ? $"({id} {beyond} $1 OR $1 IS NULL)"
            : $"(({key}, {id}) {beyond} (SELECT {key}, {id} FROM {table} WHERE {id} = $1) OR $1 IS NULL)";
    }

    internal string OrderBy(string id, string key) => key == id ? $"{id} {Direction}" : $"{key} {Direction}, {id} {Direction}";
}

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
