using Microsoft.Extensions.Logging;
using NodaTime;
using Npgsql;

namespace Ledger.EventStore.GroupCommit;

/// <summary>
/// What happens when a commit failed or its answer was lost: lock the sequence (this outlasts a commit whose answer was cut
/// off), look what is there, answer duplicates and stale versions, submit the rest once, and bisect only if that fails too.
/// </summary>
internal sealed class Settlement(
    WriterConnection connection, WriterMemory memory, IClock clock, Action<Batch> published, ILogger log)
{
    private static readonly Duration Patience = Duration.FromSeconds(8);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(20);

    public static Instant RecordTime(IClock clock)
    {
        var ticks = clock.GetCurrentInstant().ToUnixTimeTicks();
        return Instant.FromUnixTimeTicks(ticks - (ticks % 10)); // 1 tick = 100 ns
    }

    /// <summary>Answers every request, the attempt's outcome being unknown or a failure.</summary>
    public async Task SettleAsync(List<Pending> pending, Batch? attempt, CancellationToken cancellation)
    {
        var attempts = new List<Batch>();
        if (attempt is not null) attempts.Add(attempt);
        var giveUpAt = clock.GetCurrentInstant() + Patience;
        for (var pause = FirstPause; ; pause *= 2)
        {
            try
            {
                await TryAsync(pending.FindAll(p => !p.IsAnswered), attempts, cancellation);
                return;
            }
            catch (PostgresException exception) when (!exception.IsTransient && !IsShutdown(exception))
            {
                await BisectAsync(pending.FindAll(p => !p.IsAnswered), attempts, exception, cancellation);
                return;
            }
            catch (Exception exception) when (exception is NpgsqlException or TimeoutException or IOException)
            {
                await connection.DisposeAsync();
                memory.Sequence = null;
                if (clock.GetCurrentInstant() > giveUpAt || cancellation.IsCancellationRequested)
                {
                    Log.DatabaseUnreachable(log, exception, pending.Count);
                    foreach (var waiting in pending) waiting.Complete(AppendResult.Unknown);
                    return;
                }
            }

            await Task.Delay(pause < TimeSpan.FromSeconds(1) ? pause : TimeSpan.FromSeconds(1), CancellationToken.None);
        }
    }

    private async Task TryAsync(List<Pending> pending, List<Batch> attempts, CancellationToken cancellation)
    {
        if (pending.Count == 0) return;
        await using var transaction = await connection.BeginAsync(cancellation);
        var sequence = await connection.LockSequenceAsync(cancellation);
        memory.Sequence = sequence;
        foreach (var attempt in attempts)
        {
            if (!await IsPersistedAsync(attempt, sequence, cancellation)) continue;
            await transaction.RollbackAsync(cancellation);
            published(attempt);
            memory.Sequence = sequence;
            attempts.Remove(attempt);
            await TryAsync(pending.FindAll(p => !p.IsAnswered), attempts, cancellation);
            return;
        }

        var batch = await AssembleAsync(pending, sequence, cancellation);
        if (batch.Members.Count == 0) return;
        attempts.Add(batch);
        await connection.AppendAsync(batch, cancellation);
        await transaction.CommitAsync(cancellation);
        published(batch);
    }

    // An attempt is one transaction: if its first leaf stands where it was to stand, all of it does.
    private async Task<bool> IsPersistedAsync(Batch attempt, long sequence, CancellationToken cancellation) =>
        sequence >= attempt.LastSequence
        && await connection.LeafHashAtAsync(attempt.Expected + 1, cancellation) == attempt.Hashes[0];

    // Separate statements after the lock: one that locks and reads would see heads from before the wait (READ COMMITTED).
    private async Task<Batch> AssembleAsync(List<Pending> pending, long sequence, CancellationToken cancellation)
    {
        var units = pending.SelectMany(p => p.Request.Units).ToList();
        var known = await connection.ReadCustodyAsync([.. units.Where(u => u.Custody is not null).Select(u => u.Custody!.Id.Value)], cancellation);
        string[] streams = [.. units.SelectMany(unit => unit.Events).Select(e => e.Stream.Value).Distinct(),
            .. pending.SelectMany(p => p.Request.Expected).Select(expected => expected.Stream.Value)];
        var heads = await connection.ReadHeadsAsync(streams, cancellation);
        foreach (var stream in streams) memory.Learn(stream, heads.GetValueOrDefault(stream));

        var batch = new Batch(sequence, RecordTime(clock), memory.HeadOf);
        foreach (var request in pending) Answer(request, known, batch);
        return batch;
    }

    private static void Answer(Pending pending, Dictionary<Guid, KnownCustody> known, Batch batch)
    {
        var units = pending.Request.Units;
        var done = new Dictionary<Guid, UnitResult>();
        foreach (var key in units.Select(unit => unit.Custody).OfType<CustodyKey>())
        {
            if (!known.TryGetValue(key.Id.Value, out var there)) continue;
            if (!there.IsSameAs(key))
            {
                pending.Complete(Outcomes.Conflict(units, known));
                return;
            }

            done[key.Id.Value] = new(AppendStatus.Duplicate, there.Receipts);
        }

        if (done.Count == units.Count) pending.Complete(Outcomes.Duplicate(units, done));
        else if (!batch.IsAtExpectedVersions(pending.Request)) pending.Complete(AppendResult.Stale);
        else batch.Add(pending, done);
    }

    private async Task BisectAsync(List<Pending> pending, List<Batch> attempts, PostgresException exception, CancellationToken cancellation)
    {
        if (pending.Count == 0) return;
        if (pending.Count == 1)
        {
            Log.RequestFailed(log, exception, pending[0].Request.EventCount);
            pending[0].Fail(exception);
            return;
        }

        var half = pending.Count / 2;
        await SettleAsync(pending[..half], null, cancellation);
        await SettleAsync(pending[half..], null, cancellation);
    }

    // 57P01-03: the server is going down or coming up; IsTransient does not count all of them.
    private static bool IsShutdown(PostgresException exception) =>
        exception.SqlState is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow;
}
