namespace Ledger.Projections.Queries;

/// <summary>How a list is sorted. Rows equal in it stand by their ids, so that each has one place, and the cursor is an id.</summary>
public readonly record struct ListOrder<TSort>(TSort By, bool IsDescending)
    where TSort : struct, Enum
{
    private string Direction => IsDescending ? "DESC" : "ASC";

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

/// <summary>What lots are sorted by.</summary>
public enum LotSort
{
    Id, Mass, Status,

    /// <summary>When its last event was.</summary>
    Changed,
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
