namespace Ledger.Api.Tests.Dossiers;

/// <summary>What a superuser does to the tables beside the events: whose an event is, what was sealed, tiles.</summary>
public sealed class TamperedRecordsTests(RunningLedger ledger) : IClassFixture<RunningLedger>, IAsyncDisposable
{
    private readonly Tampering _tampering = new(ledger);

    public ValueTask DisposeAsync() => _tampering.DisposeAsync();

    [Fact]
    public async Task A_changed_record_sealed_part_or_tile_names_its_event()
    {
        using var agent = await ledger.Server.AsAsync("demo-agent", "agent");
        using var auditor = await ledger.Server.AsAsync("demo-auditor", "auditor");
        var first = await Tampering.PostAsync(agent);
        await _tampering.PublishedAsync();
        Assert.Null(await _tampering.CheckAsync(auditor));

        var (id, at) = ((string)first["id"]!, (long)first["events"]![0]!["sequence"]!);
        (string Table, string Change, string Where, long Named)[] changes =
        [
            ("custody_event", "id = gen_random_uuid()", $"id = '{id}'", at),
            ("custody_event", "organisation = 'somebody-else'", $"id = '{id}'", at),
            ("custody_event", "first_seq = first_seq + 1", $"id = '{id}'", at),
            ("custody_event", "event_count = event_count + 1", $"id = '{id}'", at),
            ("sealed", "event_id = gen_random_uuid()", $"event_id = {EventId(at)}", at),
            ("sealed", "kind = 'people'", $"event_id = {EventId(at)}", at),
            ("sealed", "salt = sha256(salt)", $"event_id = {EventId(at)}", at),
            ("sealed", "body = '\"another note\"'", $"event_id = {EventId(at)}", at),
            ("log_tile", "hashes = set_byte(hashes, 40, get_byte(hashes, 40) # 1)", "level = 0 AND index = 1", 256 + 2),
            ("log_tile", "level = 5", "level = 0 AND index = 1", 256 + 1),
            ("log_tile", "index = 999", "level = 0 AND index = 1", 256 + 1),
        ];
        foreach (var (table, change, where, named) in changes)
        {
            await using var edit = await _tampering.EditAsync(table, $"UPDATE ledger.{table} SET {change} WHERE {where}");
            Assert.True(edit.IsAnEdit, change);
            Assert.True((await _tampering.CheckAsync(auditor))?.Sequence == named, $"{table}: {change}");
        }

        foreach (var (table, where) in ((string, string)[])[("custody_event", $"id = '{id}'"), ("sealed", $"event_id = {EventId(at)}")])
            await using (await _tampering.EditAsync(table, $"DELETE FROM ledger.{table} WHERE {where}"))
                Assert.Equal(at, (await _tampering.CheckAsync(auditor))?.Sequence);
        Assert.Null(await _tampering.CheckAsync(auditor));
    }

    private static string EventId(long sequence) => $"(SELECT id FROM ledger.event WHERE seq = {sequence})";
}
