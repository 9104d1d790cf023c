using Ledger.Domain.Json;

namespace Ledger.EventStore.Reading;

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
    public string AfterCursor(string table, string id, string key)
    {
        var beyond = IsDescending ? "<" : ">";
        return key == id ? $"({id} {beyond} $1 OR $1 IS NULL)"
            : $"(({key}, {id}) {beyond} (SELECT {key}, {id} FROM {table} WHERE {id} = $1) OR $1 IS NULL)";
    }

    /// <summary>What stands behind ORDER BY.</summary>
    public string OrderBy(string id, string key) => key == id ? $"{id} {Direction}" : $"{key} {Direction}, {id} {Direction}";
}
