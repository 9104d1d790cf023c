using System.Net;
using System.Text.Json.Nodes;
using Ledger.Cli.Fsck;
using Ledger.Cli.Http;
using Ledger.EventStore.PrivatePostgres;
using Ledger.Transparency.Audit;
using Ledger.Transparency.Notes;
using Npgsql;

namespace Ledger.Api.Tests.Dossiers;

/// <summary>What a superuser does to the tables behind the service's back, and what <c>ledger fsck</c> says of it.</summary>
public sealed class FsckTests(RunningLedger ledger) : IClassFixture<RunningLedger>, IAsyncLifetime
{
    private const int RandomEdits = 500;

    // What is kept beside the leaves; the key of a row; the sequences of the events it goes with; and changes of each of its columns,
    // of which the first makes another row of it.
    private static readonly (string Table, string Key, string Events, string[] Changes)[] Kept =
    [
        ("head", "stream", "e.stream = t.stream", ["stream = stream || '~'", "version = version + 1", "leaf_hash = sha256(leaf_hash)"]),
        ("custody_event", "id::text", "e.seq >= t.first_seq AND e.seq < t.first_seq + t.event_count",
            ["id = gen_random_uuid()", "organisation = organisation || '-other'", "first_seq = first_seq - 1",
            "event_count = event_count + 1"]),
        ("sealed", "event_id::text", "e.id = t.event_id",
            ["event_id = gen_random_uuid()", "kind = 'people'", "salt = sha256(salt)", "body = body || '\\x20'"]),
    ];

    private NpgsqlDataSource? _superuser;
    private Story? _story;
    private LedgerClient? _auditor;
    private IReadOnlyCollection<NoteVerifier> _keys = [];

    private NpgsqlDataSource Superuser => _superuser!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _superuser = NpgsqlDataSource.Create(ledger.Database.ConnectionString(ClusterRoles.Superuser));
        _auditor = await ledger.Server.AsAsync("demo-auditor", "auditor");
        _story = await Story.BeginAsync(ledger.Server);
        await _story.HandOverAsync(await _story.BagAsync(), 50m, 50m);
        using var agent = await ledger.Server.AsAsync("demo-agent", "agent");
        for (var bags = 0; bags < 5; bags++)
        {
            var bag = Sample.Bagged(Guid.NewGuid());
            bag["note"] = "wet";
            Assert.Equal(HttpStatusCode.Created, (await agent.PostAsync(bag.ToJsonString())).Status);
        }

        await _story.SettleAsync();
        await _auditor.SendAsync(HttpMethod.Post, "/v1/log/heads");
        var head = await ledger.Server.HeadAsync();
        await Eventually.IsAsync(HeadAsync, published => published.Size >= head);
        _keys = (await LogTests.KeysAsync(_auditor)).Keys;
    }

    public async ValueTask DisposeAsync()
    {
        _story?.Dispose();
        _auditor?.Dispose();
        if (_superuser is not null) await _superuser.DisposeAsync();
    }

    [Fact]
    public async Task A_log_nobody_touched_is_as_signed() => Assert.Null(await CheckAsync());

    /// <summary>Every column of the table of events.</summary>
    [Theory]
    [InlineData("id = gen_random_uuid()")]
    [InlineData("stream = 'lot:somebody:else'")]
    [InlineData("version = version + 1000")]
    [InlineData("type = 'lot_lost'")]
    [InlineData("recorded_at = recorded_at - interval '1 day'")]
    [InlineData("bytes = set_byte(bytes, 10, get_byte(bytes, 10) # 1)")]
    [InlineData("leaf_hash = sha256(leaf_hash)")]
    public async Task A_changed_column_names_its_event(string change)
    {
        var published = (await HeadAsync()).Size;
        Assert.True(published > 9);
        for (var sequence = 1; sequence <= Math.Min(published, 12); sequence++)
        {
            await using var edit = await EditAsync($"UPDATE ledger.event SET {change} WHERE seq = {sequence}");
            Assert.Equal(sequence, (await CheckAsync())?.Sequence);
        }

        Assert.Null(await CheckAsync());
    }

    [Fact]
    public async Task Deleted_swapped_inserted_and_truncated_events_are_named()
    {
        var size = (await HeadAsync()).Size;
        await using (await EditAsync("DELETE FROM ledger.event WHERE seq = 5")) Assert.Equal(5, (await CheckAsync())?.Sequence);
        await using (await EditAsync($"DELETE FROM ledger.event WHERE seq = {size}"))
            Assert.Equal(size, (await CheckAsync(size))?.Sequence);
        await using (await EditAsync("UPDATE ledger.event SET seq = -4 WHERE seq = 4")) Assert.Equal(4, (await CheckAsync())?.Sequence);
        await using (await EditAsync(
            "UPDATE ledger.event t SET bytes = f.bytes, leaf_hash = f.leaf_hash FROM ledger.event f WHERE t.seq = 3 AND f.seq = 6"))
            Assert.Equal(3, (await CheckAsync())?.Sequence);
        await using (await EditAsync(
            """
            DELETE FROM ledger.event WHERE seq = 9;
            UPDATE ledger.event SET seq = -seq - 1 WHERE seq IN (7, 8);
            UPDATE ledger.event SET seq = -seq WHERE seq < 0;
            INSERT INTO ledger.event SELECT 7, gen_random_uuid(), 'lot:forged:1', 1, type, recorded_at, bytes, leaf_hash
            FROM ledger.event WHERE seq = 8
            """))
            Assert.Equal(7, (await CheckAsync())?.Sequence);
        Assert.Null(await CheckAsync());
    }

    /// <summary>Of all tables whose rows leaves speak of: changed, swapped, deleted, inserted, truncated.</summary>
    [Fact]
    public async Task Random_edits_are_named_every_time()
    {
        var seed = Environment.TickCount;
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var size = (int)(await HeadAsync()).Size;
        for (var edits = 0; edits < RandomEdits;)
        {
            var (table, sql, sequence) = RandomEdit(random, size);
            await using var done = await SuperuserEdit.MakeAsync(Superuser, table, sql);
            if (!done.IsAnEdit) continue;
            var problem = await CheckAsync(size, withRecords: true);
            var isNamed = problem is not null
                && (sequence is null ? await IsAboutAsync(problem, table, done) : problem.Sequence == sequence);
            Assert.True(isNamed, $"seed {seed}, edit {edits}: {sql}: {problem}");
            edits++;
        }

        Assert.Null(await CheckAsync(size, withRecords: true));
    }

    /// <summary>True if it names a row that was touched, or an event that goes with one.</summary>
    private static async Task<bool> IsAboutAsync(AuditProblem problem, string table, SuperuserEdit edit)
    {
        var (_, key, events, _) = Kept.First(kept => kept.Table == table);
        var keys = await edit.TouchedAsync($"SELECT {key} FROM touched");
        var sequences = await edit.TouchedAsync($"SELECT e.seq::text FROM touched t JOIN ledger.event e ON {events}");
        return sequences.Contains($"{problem.Sequence}") || keys.Any(each => problem.What.Contains(each, StringComparison.Ordinal));
    }

    private static (string Table, string Sql, long? Sequence) RandomEdit(Random random, int size)
    {
        var sequence = random.Next(1, size + 1);
        if (random.Next(2) == 0) return ("event", RandomEditOfEvent(random, sequence), sequence);
        var (table, key, _, columns) = random.GetItems(Kept, 1)[0];
        var row = $"ctid = (SELECT ctid FROM ledger.{table} ORDER BY {key}, ctid OFFSET {random.Next(size)} LIMIT 1)";
        return (table, random.Next(20) switch
        {
            0 => $"TRUNCATE ledger.{table}",
            < 4 => $"DELETE FROM ledger.{table} WHERE {row}",
            < 8 => $"CREATE TEMP TABLE copy ON COMMIT DROP AS SELECT * FROM ledger.{table} WHERE {row}; " +
                $"UPDATE copy SET {columns[0]}; INSERT INTO ledger.{table} SELECT * FROM copy",
            _ => $"UPDATE ledger.{table} SET {random.GetItems(columns, 1)[0]} WHERE {row}",
        }, null);
    }

    private static string RandomEditOfEvent(Random random, int sequence) => random.Next(7) switch
    {
        0 => $"DELETE FROM ledger.event WHERE seq = {sequence}",
        1 => $"UPDATE ledger.event SET leaf_hash = sha256(leaf_hash) WHERE seq = {sequence}",
        2 => $"UPDATE ledger.event SET stream = 'lot:forged:{random.Next()}' WHERE seq = {sequence}",
        3 => $"UPDATE ledger.event SET bytes = set_byte(bytes, {random.Next(200)}, {random.Next(256)}) WHERE seq = {sequence}",
        4 => $"UPDATE ledger.event SET recorded_at = recorded_at + interval '{random.Next(1, 1_000_000)} us' WHERE seq = {sequence}",
        5 => $"UPDATE ledger.event t SET bytes = f.bytes, leaf_hash = f.leaf_hash FROM ledger.event f WHERE t.seq = {sequence} " +
            $"AND f.seq = {sequence} + {random.Next(1, 4)}",
        _ => $"UPDATE ledger.event SET bytes = bytes || '\\x{random.Next(256):x2}' WHERE seq = {sequence}",
    };

    [Fact]
    public async Task A_history_rewritten_with_fitting_hashes_does_not_end_in_a_kept_checkpoint()
    {
        var kept = await HeadAsync();
        var lines = await ExportAsync(kept.Size);
        var forged = lines[^1].Replace("\"recordedAt\":\"20", "\"recordedAt\":\"19", StringComparison.Ordinal);
        Assert.NotEqual(forged, lines[^1]);
        Assert.Null(await CheckExportAsync(lines, kept));
        Assert.Equal(kept.Size, (await CheckExportAsync([.. lines[..^1], forged], kept))?.Sequence);
        Assert.Equal(kept.Size, (await CheckExportAsync(lines[..^1], kept))?.Sequence);
    }

    [Fact]
    public async Task A_signed_tree_may_end_between_two_events_of_one_post()
    {
        var lines = (await ExportAsync((await HeadAsync()).Size)).Select(line => (Text: line, Leaf: JsonNode.Parse(line)!)).ToList();
        var posts = lines.GroupBy(line => (string?)line.Leaf["headers"]?["custodyEvent"]).Where(post => post.Key is not null).ToList();
        var size = (int)posts.Last(post => post.Count() > 2).First().Leaf["seq"]!;
        var audit = new LogAudit();
        foreach (var line in lines.Take(size)) Assert.Null(audit.Add(System.Text.Encoding.UTF8.GetBytes(line.Text)));
        var cut = new Checkpoint("demo", size, audit.Root);

        Assert.Null(await CheckAtAsync(cut, withRecords: true));

        await using var changed = await SuperuserEdit.MakeAsync(Superuser, "custody_event",
            $"UPDATE ledger.custody_event SET event_count = event_count + 1 WHERE first_seq = {size}");
        Assert.Contains("does not say so", $"{await CheckAtAsync(cut, withRecords: true)}", StringComparison.Ordinal);
    }

    private async Task<Checkpoint> HeadAsync()
    {
        using var nobody = ledger.Server.Anonymous();
        var note = await nobody.GetAsync("/checkpoint");
        return note.Status == HttpStatusCode.OK
            ? Checkpoint.Parse(SignedNote.Parse(System.Text.Encoding.UTF8.GetBytes(note.Text)).Text)
            : new("none", 0, Ledger.Transparency.Merkle.TreeHash.OfEmptyTree);
    }

    private async Task<AuditProblem?> CheckAsync(long? size = null, bool withRecords = false)
    {
        var head = await HeadAsync();
        Assert.True(size is null || head.Size >= size);
        return await CheckAtAsync(head, withRecords);
    }

    private async Task<AuditProblem?> CheckAtAsync(Checkpoint head, bool withRecords)
    {
        using var http = Connection.Client(ledger.Server.Address, _auditor!.Key!);
        var source = new ServerSource(http);
        return await new LogCheck(source, [head], _ => { }, withRecords ? new(source, _keys) : null).RunAsync(Cancellation);
    }

    private Task<SuperuserEdit> EditAsync(string sql) => SuperuserEdit.MakeAsync(Superuser, "event", sql);

    private async Task<string[]> ExportAsync(long size) =>
        (await _auditor!.GetAsync($"/v1/events?after=0&limit={size}")).Text.Split('\n')[..^1];

    private static async Task<AuditProblem?> CheckExportAsync(IEnumerable<string> lines, Checkpoint kept)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, string.Concat(lines.Select(line => line + '\n')), Cancellation);
            return await new LogCheck(new ExportSource(new FileInfo(file)), [kept], _ => { }).RunAsync(Cancellation);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
