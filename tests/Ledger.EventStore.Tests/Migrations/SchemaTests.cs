using Ledger.EventStore.PrivatePostgres;
using Ledger.Testing;

namespace Ledger.EventStore.Tests.Migrations;

public sealed class SchemaTests(StoreDatabase database) : IClassFixture<StoreDatabase>
{
    // Asked of the live catalogue, so that it says what is there and not what a script meant.
    private const string Catalogue =
        """
        SELECT line FROM (
            SELECT 1 AS part, c.relname || ' ' || CASE c.relkind WHEN 'v' THEN 'view' ELSE 'table' END || ', column ' ||
                   lpad(a.attnum::text, 2, '0') || ' ' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod) ||
                   CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END AS line
            FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            WHERE c.relnamespace = 'ledger'::regnamespace AND c.relkind IN ('r', 'v')
            UNION ALL
            SELECT 2, conrelid::regclass || ', constraint ' || conname || ' ' || pg_get_constraintdef(oid)
            FROM pg_constraint WHERE connamespace = 'ledger'::regnamespace
            UNION ALL
            SELECT 3, indexdef FROM pg_indexes WHERE schemaname = 'ledger'
            UNION ALL
            SELECT 4, pg_get_triggerdef(t.oid) FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
            WHERE c.relnamespace = 'ledger'::regnamespace AND NOT t.tgisinternal
            UNION ALL
            SELECT 5, 'VIEW ' || viewname || ' AS' || E'\n' || definition FROM pg_views WHERE schemaname = 'ledger'
            UNION ALL
            SELECT 6, pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'ledger'::regnamespace
            UNION ALL
            SELECT 7, 'GRANT ' || string_agg(privilege_type, ', ' ORDER BY privilege_type) || ' ON ' || table_name || ' TO ' || grantee
            FROM information_schema.role_table_grants
            WHERE table_schema = 'ledger' AND grantee <> 'ledger_owner' GROUP BY table_name, grantee
        ) AS catalogue ORDER BY part, line COLLATE "C"
        """;

    [Fact]
    public async Task The_schema_is_as_approved()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var source = database.DataSource(ClusterRoles.Owner);
        await using var command = source.CreateCommand(Catalogue);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var lines = new List<string>();
        while (await reader.ReadAsync(cancellation)) lines.Add(reader.GetString(0));

        Approved.Matches(string.Join('\n', lines), "sql");
    }
}
