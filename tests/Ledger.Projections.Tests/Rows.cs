using System.Text.Json.Nodes;
using Npgsql;

namespace Ledger.Projections.Tests;

/// <summary>What stands in the views, to be compared.</summary>
internal static class Rows
{
    /// <summary>Every column of every view, by natural key.</summary>
    public static async Task<IReadOnlyList<string>> AllAsync(NpgsqlDataSource source)
    {
        var rows = new List<string>();
        // All that stand in the schema of the views, so that none is forgotten.
        var tables = await ReadAsync(source,
            "SELECT relname::text FROM pg_class WHERE relkind = 'r'"
            + " AND relnamespace = (SELECT relnamespace FROM pg_class WHERE oid = 'lot'::regclass) ORDER BY 1");
        foreach (var table in tables)
            rows.AddRange((await ReadAsync(source, $"SELECT '{table} ' || to_jsonb(t)::text FROM {table} t ORDER BY 1"))
                .Order(StringComparer.Ordinal));
        return rows;
    }

    /// <summary>
    /// What must not depend on the order of arrival: rows without sequence, record time and versions, and active findings
    /// without their history.
    /// </summary>
    public static async Task<IReadOnlyList<string>> ContentAsync(NpgsqlDataSource source)
    {
        var rows = new List<string>();
        foreach (var table in new[] { "lot", "tag", "run", "transfer" })
            rows.AddRange(await ReadAsync(source, $"SELECT '{table} ' || body FROM {table}"));
        rows.AddRange(await ReadAsync(source, "SELECT 'lot_run ' || to_jsonb(t)::text FROM lot_run t"));
        rows.AddRange(await ReadAsync(source, "SELECT 'stock_flow ' || (to_jsonb(t) - 'seq')::text FROM stock_flow t"));
        rows.AddRange(await ReadAsync(source, "SELECT 'site_flow ' || to_jsonb(t)::text FROM site_flow t"));
        foreach (var body in await ReadAsync(source, "SELECT body FROM finding WHERE status = 'active'"))
        {
            var content = JsonNode.Parse(body)!["content"]!.AsObject();
            content.Remove("provisionalUntil"); // says how old the records are
            rows.Add("finding " + content.ToJsonString());
        }

        rows.Sort(StringComparer.Ordinal);
        return rows;
    }

    private static async Task<List<string>> ReadAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var rows = new List<string>();
        while (await reader.ReadAsync(TestContext.Current.CancellationToken)) rows.Add(reader.GetString(0));
        return rows;
    }
}
