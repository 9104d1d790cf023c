using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.EventStore;
using Ledger.Projections.Facts;
using Ledger.Rules.Facts;
using Npgsql;

namespace Ledger.Projections.Views;

/// <summary>
/// Brings all views from one sequence to another in one transaction. Moving the progress from the value it was read at is the
/// fence between nodes: who loses writes nothing.
/// </summary>
public sealed class ViewWriter(
    NpgsqlDataSource source, TouchedReader touchedReader, SubjectLoader loader, FindingReader findings, DatedAhead datedAhead)
{
    private const string Advance = "UPDATE progress SET seq = $2 WHERE seq = $1";
    private const int Few = 500;
    private volatile Written? _latest;

    /// <summary>What was read for the newest page that was written here, where that ends at this sequence: whoever looks at the same
    /// facts next need not read them again.</summary>
    internal FactMemory? MemoryOf(long upTo) => _latest is { } latest && latest.UpTo == upTo ? latest.Memory : null;

    private sealed record Written(long UpTo, FactMemory Memory);

    public async Task<long> ProgressAsync(CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("SELECT seq FROM progress");
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }

    /// <summary>Projects a page that follows on <paramref name="from"/>; false when another node was there first.</summary>
    public async Task<bool> WriteAsync(long from, IReadOnlyList<StoredEvent> page, CancellationToken cancellation)
    {
        var (upTo, horizon) = (page[^1].Sequence, new Horizon(page[^1].Sequence) { Memory = new() });
        // From before anything is remembered: a server that crashes meanwhile may forget it, and ends this connection.
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await RememberCorrectionsAsync(page, cancellation);
        await datedAhead.RememberAsync(page, cancellation);
        var touched = await touchedReader.ReadAsync(page, horizon, cancellation);

        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using var batch = new ViewBatch(connection);
        batch.Add(Advance, AdvanceParameters(from, upTo));
        await AddAsync(batch, page, touched, horizon, cancellation);
        if (await batch.ExecuteAsync(cancellation) == 0) return false; // with all that went with it
        foreach (var changed in page.Where(stored => stored.Type == "setting_changed"))
        {
            await foreach (var concerned in datedAhead.ConcernedAsync(changed, cancellation))
            {
                await AddAsync(batch, await touchedReader.ReadAsync(concerned, horizon, cancellation), horizon, cancellation);
                await batch.ExecuteAsync(cancellation);
            }
        }

        await transaction.CommitAsync(cancellation);
        _latest = new(upTo, horizon.Memory!);
        return true;
    }

    /// <summary>
    /// Writes the rows of whole streams, as they stood at a sequence, into views that have none of them yet; corrections must be
    /// remembered already. Any number of such writes may go on at once.
    /// </summary>
    /// <param name="streams">Whole ones.</param>
    /// <param name="events">Of these streams.</param>
    internal async Task FillAsync(
        IReadOnlyCollection<string> streams, IReadOnlyList<StoredEvent> events, long upTo, CancellationToken cancellation)
    {
        var horizon = new Horizon(upTo) { Memory = new() };
        await datedAhead.RememberAsync(events, cancellation);
        var touched = new Touched();
        foreach (var stream in streams.Select(name => new StreamName(name)))
            if (stream.Kind != "finding-answer") touched.Add(stream); // the finding's own stream brings its row
        touched.KnownLots = await loader.LotsAsync(touched.Lots, horizon, cancellation);
        touched.AddKeysOf(events.Select(FactReader.Read).OfType<Fact>());
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using var batch = new ViewBatch(connection);
        await AddAsync(batch, events, touched, horizon, cancellation);
        await batch.ExecuteAsync(cancellation);
        await transaction.CommitAsync(cancellation);
    }

    /// <summary>Moves the progress from a sequence to another; false when it was not there.</summary>
    internal async Task<bool> AdvanceAsync(long from, long to, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(Advance);
        command.Parameters.AddRange(AdvanceParameters(from, to));
        return await command.ExecuteNonQueryAsync(cancellation) == 1;
    }

    private async Task AddAsync(
        ViewBatch batch, IReadOnlyList<StoredEvent> events, Touched touched, Horizon horizon, CancellationToken cancellation)
    {
        RegisterIndex.Write(batch, events);
        RecordedTable.Write(batch, events);
        await AddAsync(batch, touched, horizon, cancellation);
        await RegisterTables.WriteAsync(batch, events, cancellation);
    }

    private async Task AddAsync(ViewBatch batch, Touched touched, Horizon horizon, CancellationToken cancellation)
    {
        // Of few subjects most of it is waiting for the database: all at once. Of many it is computing, and a rebuild has other pages.
        var isOfFew = touched.Count + touched.Findings.Count <= Few;
        var tags = loader.TagsAsync(touched.Tags, withLots: false, horizon, cancellation);
        if (!isOfFew) await tags;
        var runs = loader.RunsAsync(touched.Runs, horizon, cancellation);
        if (!isOfFew) await runs;
        var transfers = loader.TransfersAsync(touched.Transfers, withLots: false, horizon, cancellation);
        if (!isOfFew) await transfers;
        var found = findings.ReadAsync(touched.Findings, horizon, cancellation);
        LotTable.Write(batch, touched.KnownLots);
        TagTable.Write(batch, await tags);
        RunTable.Write(batch, await runs);
        TransferTable.Write(batch, await transfers);
        WriteKeys(batch, touched.Keys);
        FindingTable.Write(batch, await found);
    }

    // Committed ahead of the page: the loader reads them on connections of its own, and each carries the sequence from which it counts.
    internal async Task RememberCorrectionsAsync(IReadOnlyList<StoredEvent> page, CancellationToken cancellation)
    {
        foreach (var stored in page.Where(stored => stored.Type == "event_corrected"))
        {
            var fact = FactReader.Read(stored)!;
            var corrected = (EventCorrected)fact.Event;
            await using var command = source.CreateCommand(
                """
                INSERT INTO correction (id, target, recorded_by, by_programme, seq, recorded_at, replacement, happened_at)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING
                """);
            foreach (var value in new object[]
            {
                fact.Custody.Value, corrected.Target.Value, fact.RecordedBy.Value, fact.Headers.ByProgramme ?? false,
                fact.Sequence, fact.RecordedAt.ToDateTimeUtc(), corrected.Replacement is { } replacement ? replacement.Value : DBNull.Value,
                fact.Interval.Start.ToDateTimeUtc(),
            }) command.Parameters.Add(new() { Value = value });
            await command.ExecuteNonQueryAsync(cancellation);
        }
    }

    private static void WriteKeys(ViewBatch batch, IReadOnlyCollection<(string Subject, long Sequence)> keys)
    {
        if (keys.Count == 0) return;
        batch.Add(
            "INSERT INTO fact_key (subject, seq) SELECT * FROM unnest($1, $2) ON CONFLICT DO NOTHING",
            new NpgsqlParameter<string[]> { TypedValue = [.. keys.Select(key => key.Subject)] },
            new NpgsqlParameter<long[]> { TypedValue = [.. keys.Select(key => key.Sequence)] });
    }

    private static NpgsqlParameter[] AdvanceParameters(long from, long to) =>
        [new NpgsqlParameter<long> { TypedValue = from }, new NpgsqlParameter<long> { TypedValue = to }];
}
