using Npgsql;

namespace Ledger.Projections.Views;

/// <summary>Writes rows of one view: one statement a batch, rows by unnest; a key without a row is deleted.</summary>
/// <param name="name">Table.</param>
/// <param name="key">Key columns first in <paramref name="columns"/>, in this order.</param>
internal sealed class ViewTable<TRow>(string name, string[] key, params ViewColumn<TRow>[] columns)
{
    private readonly string _upsert =
        $"""
        INSERT INTO {name} ({string.Join(", ", columns.Select(column => column.Name))})
        SELECT * FROM unnest({string.Join(", ", columns.Select((_, i) => $"${i + 1}"))})
        ON CONFLICT ({string.Join(", ", key)}) DO UPDATE SET {string.Join(", ", columns.Where(column => !key.Contains(column.Name))
            .Select(column => $"{column.Name} = excluded.{column.Name}"))}
        """;

    public void Upsert(ViewBatch batch, IReadOnlyCollection<TRow> rows)
    {
        if (rows.Count > 0) batch.Add(_upsert, columns.Select(column => column.Parameter(rows)));
    }

    /// <summary>Leaves these rows alone under the values of the first key column.</summary>
    public void Replace<TKey>(ViewBatch batch, IReadOnlyCollection<TKey> keys, IReadOnlyCollection<TRow> rows)
    {
        Delete(batch, keys);
        Upsert(batch, rows);
    }

    /// <summary>Deletes the rows whose first key column is among the values.</summary>
    public void Delete<TKey>(ViewBatch batch, IReadOnlyCollection<TKey> keys)
    {
        if (keys.Count > 0)
            batch.Add($"DELETE FROM {name} WHERE {key[0]} = ANY($1)", new NpgsqlParameter<TKey[]> { TypedValue = [.. keys] });
    }
}

/// <summary>A column of a view and how a row fills it.</summary>
internal abstract record ViewColumn<TRow>(string Name)
{
    public abstract NpgsqlParameter Parameter(IReadOnlyCollection<TRow> rows);
}

internal sealed record ViewColumn<TRow, TValue>(string Name, Func<TRow, TValue> Value) : ViewColumn<TRow>(Name)
{
    public override NpgsqlParameter Parameter(IReadOnlyCollection<TRow> rows) =>
        new NpgsqlParameter<TValue[]> { TypedValue = [.. rows.Select(Value)] };
}
