using System.Text.Json;
using Ledger.EventStore.PrivatePostgres;
using Ledger.Testing;
using Ledger.Testing.Histories;
using Npgsql;

namespace Ledger.EventStore.Tests.Marten;

/// <summary>The window, asked as Marten asks its own tables, in the role of a consumer.</summary>
public sealed class MartenWindowTests(StoreDatabase database) : IClassFixture<StoreDatabase>
{
    private readonly CancellationToken _ct = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_stream_is_fetched_with_its_metadata()
    {
        var (id, stream) = (Guid.NewGuid(), $"lot:p:{Guid.NewGuid():N}");
        var receipt = (await AppendAsync(id, stream)).Units[0].Receipts[0];

        var row = Assert.Single(await QueryAsync(
            """
            select d.data, d.type, d.mt_dotnet_type, d.seq_id, d.id, d.stream_id, d.version, d.timestamp, d.tenant_id,
                   d.correlation_id, d.causation_id, d.headers, d.is_archived, d.bdata
            from mt_events as d where stream_id = $1 and version <= $2 and is_archived = FALSE order by version
            """, stream, 10L));

        Assert.Equal("marten", JsonDocument.Parse((string)row[0]!).RootElement.GetProperty("content").GetString());
        Assert.Equal(["lot_weighed", null, receipt.Sequence], row[1..4]);
        Assert.Equal([stream, 1L], row[5..7]);
        Assert.Equal(["*DEFAULT*", id.ToString(), null], row[8..11]);
        Assert.Contains("custodyEvent", (string)row[11]!, StringComparison.Ordinal);
        Assert.Equal([false, null], row[12..14]);
    }

    [Fact]
    public async Task The_daemon_pages_by_sequence_and_sees_no_gaps()
    {
        for (var n = 0; n < 20; n++) await AppendAsync(Guid.NewGuid(), "lot:p:daemon");
        var head = (long)(await QueryAsync("select last_value from mt_events_sequence"))[0][0]!;

        var gaps = await QueryAsync(
            """
            select seq_id from (
                select seq_id, lead(seq_id) over (order by seq_id) - seq_id as gap from mt_events where seq_id > $1) as ct
            where gap is not null and gap > 1 limit 1
            """, 0L);
        var page = await QueryAsync(
            "select seq_id from mt_events as d where d.type = ANY($1) and seq_id > $2 and seq_id <= $3 order by seq_id limit 500",
            new[] { "lot_weighed" }, head - 5, head);

        Assert.Empty(gaps);
        Assert.Equal([head - 4, head - 3, head - 2, head - 1, head], page.Select(row => row[0]));
        Assert.Equal(head, (await QueryAsync("select max(seq_id) from mt_events"))[0][0]);
    }

    [Fact]
    public async Task A_streams_state_is_read_from_mt_streams()
    {
        var stream = $"lot:p:{Guid.NewGuid():N}";
        for (var n = 0; n < 3; n++) await AppendAsync(Guid.NewGuid(), stream);
        var state = Assert.Single(await QueryAsync(
            "select id, version, type, timestamp, created, is_archived, tenant_id from mt_streams where id = $1", stream));

        Assert.Equal([stream, 3L, null], state[..3]);
        Assert.True((DateTime)state[3]! > (DateTime)state[4]!);
        Assert.Equal([false, "*DEFAULT*"], state[5..]);
    }

    [Fact]
    public async Task Progress_is_marked_and_gaps_are_skipped_without_going_back()
    {
        await QueryAsync("select mt_mark_event_progression($1, $2)", "Lots:All", 7L);
        await QueryAsync("select mt_mark_event_progression($1, $2)", "Lots:All", 9L);
        Assert.Equal(9L, (await QueryAsync("select last_seq_id from mt_event_progression where name = $1", "Lots:All"))[0][0]);

        Assert.Equal(20L, await SkipAsync(20, 11)); // the first mark
        Assert.Equal(20L, await SkipAsync(30, 12)); // another node was faster
        Assert.Equal(25L, await SkipAsync(25, 20));
        Assert.Equal(2L, (await QueryAsync("select count(*) from mt_high_water_skips"))[0][0]);
    }

    private async Task<object?> SkipAsync(long ending, long starting) => (await QueryAsync(
        "select mt_mark_progression_with_skip($1, $2, $3)", "HighWaterMark", ending, starting))[0][0];

    [Theory]
    [InlineData("seq_id > 5 AND seq_id <= 9", "event_pkey")]
    [InlineData("stream_id = 'lot:p:1' AND version = 1", "event_stream_version")]
    public async Task Every_lookup_uses_an_index(string condition, string index)
    {
        // The owner, because EXPLAIN needs rights on what is below; no seq scan, because the table is small here.
        await using var source = database.DataSource(ClusterRoles.Owner);
        await using var connection = await source.OpenConnectionAsync(_ct);
        await using var off = new NpgsqlCommand("SET enable_seqscan = off", connection);
        await off.ExecuteNonQueryAsync(_ct);
        await using var explain = new NpgsqlCommand($"EXPLAIN SELECT * FROM mt_events WHERE {condition}", connection);
        var plan = new List<string>();
        await using var reader = await explain.ExecuteReaderAsync(_ct);
        while (await reader.ReadAsync(_ct)) plan.Add(reader.GetString(0));

        Assert.Contains(plan, line => line.Contains($"{index}", StringComparison.Ordinal));
    }

    private async Task<AppendResult> AppendAsync(Guid id, string stream)
    {
        await using var source = database.DataSource();
        await using var store = StoreDatabase.Store(source);
        var unit = History.Unit(id, "marten", stream);
        var prefix = Transparency.Leaves.LeafPrefix.Create(
            """{"content":"marten"}"""u8, JsonSerializer.SerializeToUtf8Bytes(new { custodyEvent = id }), unit.Events[0].Id);
        return await store.AppendAsync(new(unit with { Events = [unit.Events[0] with { Prefix = prefix }] }), _ct);
    }

    private async Task<List<object?[]>> QueryAsync(string sql, params object[] parameters)
    {
        await using var source = database.DataSource(ClusterRoles.Consumer);
        await using var command = source.CreateCommand(sql);
        foreach (var parameter in parameters) command.Parameters.Add(new() { Value = parameter });
        var rows = new List<object?[]>();
        await using var reader = await command.ExecuteReaderAsync(_ct);
        while (await reader.ReadAsync(_ct))
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(field => reader.IsDBNull(field) ? null : reader.GetValue(field))]);
        return rows;
    }
}
