using System.Runtime.CompilerServices;
using Ledger.Domain.Values;
using Ledger.EventStore;
using Ledger.Projections.Facts;
using Npgsql;

namespace Ledger.Projections.Views;

/// <summary>
/// Makes all views anew beside the old ones, with the same functions, and swaps them in. Readers see the old rows until the
/// new ones are complete.
/// </summary>
public sealed class Rebuild(IEventStore store, string ownerConnectionString, string appConnectionString, string ledgerSchema)
{
    private const int PageSize = 5_000;
    private const int StreamsAtOnce = 2_000;
    private static readonly TimeSpan DropAgain = TimeSpan.FromMilliseconds(100);
    private const string Corrections = "custody-event:";
    private static readonly int Workers = Math.Clamp(Environment.ProcessorCount, 1, 4);

    /// <summary>When so many events came meanwhile, and they are not few of all, it begins again: see <see cref="FarBehind"/>.</summary>
    public long Far { get; init; } = FarBehind.Events;

    /// <summary>
    /// Makes every row, stream by stream, each read once, and then replays what came meanwhile; reports how many events have been
    /// read.
    /// </summary>
    /// <param name="watch">Whom to tell.</param>
    /// <param name="cancellation">Leaves the views as they were.</param>
    /// <returns>False when another node is at it, or it was not wanted any more.</returns>
    public async Task<bool> TryRunAsync(RebuildWatch watch, CancellationToken cancellation)
    {
        var views = ViewSchema.NameFor(ledgerSchema);
        var (fresh, old) = (views + "_rebuild", views + "_old");
        await using var owner = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(ownerConnectionString) { Pooling = false });
        await using var connection = await owner.OpenConnectionAsync(cancellation);
        // The session that swaps the schemas holds the lock: who loses the one cannot do the other.
        if (!await TryLockAsync(connection, cancellation) || !await watch.IsWanted(cancellation)) return false;
        await DropAsync(connection, old, cancellation); // of one that was stopped before it could
        await using var source = ViewSchema.WritingSource(appConnectionString, $"{ledgerSchema},{fresh}"); // the exchange is waited for
        var writer = WriterOn(source);
        do
        {
            await MakeAsync(connection, fresh, cancellation);
            await FillAsync(new(source), writer, watch.Reached, cancellation);
        }
        while (FarBehind.IsRebuildShorter(await writer.ProgressAsync(cancellation), await store.HeadAsync(cancellation), Far));
        await ReplayAsync(writer, watch.Reached, cancellation);

        await using (var transaction = await connection.BeginTransactionAsync(cancellation))
        {
            // From here on nobody moves the old views; what came meanwhile is little.
            await ViewSchema.RunAsync(connection, $"LOCK TABLE \"{views}\".progress IN ACCESS EXCLUSIVE MODE", cancellation);
            await ReplayAsync(writer, watch.Reached, cancellation);
            await source.DisposeAsync();
            // Names are exchanged, which waits for no reader: a lock on one table after the other would meet a reader of two of them.
            await ViewSchema.RunAsync(connection,
                $"ALTER SCHEMA \"{views}\" RENAME TO \"{old}\"; ALTER SCHEMA \"{fresh}\" RENAME TO \"{views}\"", cancellation);
            await transaction.CommitAsync(cancellation);
        }

        await watch.Done(CancellationToken.None);
        await DropAsync(connection, old, cancellation);
        return true;
    }

    // Statements that began before the exchange still read it. Whoever waits for a table it holds would wait for good: it gives up
    // first, and asks again.
    private static async Task DropAsync(NpgsqlConnection connection, string schema, CancellationToken cancellation)
    {
        await ViewSchema.RunAsync(connection, "SET lock_timeout = '100ms'", cancellation);
        while (true)
        {
            try
            {
                await ViewSchema.RunAsync(connection, $"DROP SCHEMA IF EXISTS \"{schema}\" CASCADE", cancellation);
                break;
            }
            catch (PostgresException busy) when (busy.SqlState == PostgresErrorCodes.LockNotAvailable)
            {
                await Task.Delay(DropAgain, cancellation);
            }
        }

        await ViewSchema.RunAsync(connection, "RESET lock_timeout", cancellation);
    }

    internal static ViewWriter WriterOn(NpgsqlDataSource source)
    {
        var facts = new FactReader(source);
        var corrections = new CorrectionReader(source);
        var loader = new SubjectLoader(facts, corrections, new(source));
        return new(source, new(facts, corrections, loader), loader,
            new(source, facts, corrections, new(source)), new(source));
    }

    // A page of streams holds whole subjects, so pages do not meet, and memory is that of a few pages however long the ledger is.
    private async Task FillAsync(
        StreamPages pages, ViewWriter writer, Func<long, CancellationToken, Task> reached, CancellationToken cancellation)
    {
        var upTo = await store.HeadAsync(cancellation);
        for (var last = Corrections; await CorrectionsAfterAsync(pages, last, cancellation) is { Count: > 0 } streams; last = streams[^1])
            await writer.RememberCorrectionsAsync(await pages.EventsAsync(streams, upTo, cancellation), cancellation);

        var read = 0L;
        using var telling = new SemaphoreSlim(1);
        var options = new ParallelOptions { MaxDegreeOfParallelism = Workers, CancellationToken = cancellation };
        await Parallel.ForEachAsync(AllAsync(pages, cancellation), options, async (streams, stop) =>
        {
            string[] names = [.. streams.Select(each => each.Stream)];
            await writer.FillAsync(names, await pages.EventsAsync(names, upTo, stop), upTo, stop);
            await telling.WaitAsync(stop);
            await reached(Math.Min(upTo, read += streams.Sum(each => (long)each.Version)), stop);
            telling.Release();
        });
        await writer.AdvanceAsync(0, upTo, cancellation);
    }

    private static async Task<List<string>> CorrectionsAfterAsync(StreamPages pages, string last, CancellationToken cancellation) =>
        [.. (await pages.AfterAsync(last, StreamsAtOnce, cancellation)).Select(each => each.Stream)
            .TakeWhile(stream => stream.StartsWith(Corrections, StringComparison.Ordinal))];

    private static async IAsyncEnumerable<IReadOnlyList<(string Stream, int Version)>> AllAsync(
        StreamPages pages, [EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var last = ""; await pages.AfterAsync(last, StreamsAtOnce, cancellation) is { Count: > 0 } streams; last = streams[^1].Stream)
            yield return streams;
    }

    private async Task ReplayAsync(
        ViewWriter writer, Func<long, CancellationToken, Task> reached, CancellationToken cancellation)
    {
        var from = await writer.ProgressAsync(cancellation);
        while (await store.ReadAsync(from, PageSize, cancellation) is { Count: > 0 } page)
        {
            await writer.WriteAsync(from, page, cancellation);
            from = page[^1].Sequence;
            await reached(from, cancellation);
        }
    }

    // Of the session: it ends with it, however it ends.
    private async Task<bool> TryLockAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("SELECT pg_try_advisory_lock(1279611474, hashtext($1))", connection); // "LEDR"
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = ledgerSchema });
        return (bool)(await command.ExecuteScalarAsync(cancellation))!;
    }

    private static async Task MakeAsync(NpgsqlConnection connection, string name, CancellationToken cancellation)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await ViewSchema.MakeAsync(connection, name, cancellation);
        await transaction.CommitAsync(cancellation);
    }
}

/// <summary>Who follows a rebuild. Everything is told while no other node can be at one.</summary>
/// <param name="IsWanted">Asked first: false where it was done meanwhile.</param>
/// <param name="Reached">The sequence, after each page.</param>
/// <param name="Done">The new views are in place.</param>
public sealed record RebuildWatch(
    Func<CancellationToken, Task<bool>> IsWanted, Func<long, CancellationToken, Task> Reached, Func<CancellationToken, Task> Done);
