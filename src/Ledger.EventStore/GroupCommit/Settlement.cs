using Microsoft.Extensions.Logging;
using NodaTime;
using Npgsql;

namespace Ledger.EventStore.GroupCommit;

/// <summary>
/// What happens when a commit failed or its answer was lost: lock the sequence (this outlasts a commit whose answer was cut
/// off), look what is there, and commit the rest under the lock; bisect only when the database refuses that. Goes on until
/// everybody is answered, by it or by their own patience.
/// </summary>
internal sealed class Settlement(
    WriterConnection connection, WriterMemory memory, IClock clock, Action<Batch> answer, ILogger log)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    /// <summary>Another node was seen to write; trying without the lock would mostly lose the race again.</summary>
    public bool IsContended { get; private set; }

    /// <param name="attempts">Commits whose outcome is not known; grows with those made here.</param>
    public async Task SettleAsync(List<Pending> pending, List<Batch> attempts, CancellationToken cancellation)
    {
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            pending = pending.FindAll(each => !each.IsAnswered);
            if (pending.Count == 0) return;

            try
            {
                await TryAsync(pending, attempts, cancellation);
                return;
            }
            catch (PostgresException refusal) when (!IsTrouble(refusal))
            {
                await BisectAsync(pending, attempts, refusal, cancellation);
                return;
            }
            catch (Exception exception) when (exception is NpgsqlException or TimeoutException or IOException)
            {
                Log.CommitInterrupted(log, exception, pending.Count);
                await connection.DisposeAsync();
                memory.Forget();
            }

            await Task.Delay(pause, cancellation);
        }
    }

    /// <summary>The server's state is the reason, not what was asked of it: try again later.</summary>
    public static bool IsTrouble(PostgresException exception) =>
        exception.IsTransient || exception.SqlState[..2] is "57" or "25"; // operator intervention; transaction timed out

    private async Task TryAsync(List<Pending> pending, List<Batch> attempts, CancellationToken cancellation)
    {
        await using var transaction = await connection.BeginAsync(cancellation);
        var sequence = await connection.LockSequenceAsync(cancellation);
        await CatchUpAsync(sequence, cancellation);
        foreach (var attempt in attempts)
        {
            if (await connection.LeafHashAtAsync(attempt.LastSequence, cancellation) != attempt.Hashes[^1]) continue;

            // One transaction, and its last leaf stands where it was to stand: all of it does.
            memory.LearnCustody(attempt);
            answer(attempt);
            return;
        }

        var batch = await AssembleAsync(pending, sequence, cancellation);
        if (batch.Ids.Count > 0)
        {
            attempts.Add(batch);
            await connection.AppendAsync(batch, cancellation);
            await transaction.CommitAsync(cancellation);
        }

        memory.Learn(batch);
        answer(batch);
    }

    // Separate statements after the lock: one that locks and reads would see heads from before the wait (READ COMMITTED).
    private async Task CatchUpAsync(long sequence, CancellationToken cancellation)
    {
        if (memory.Sequence is { } seen && sequence >= seen && sequence - seen <= WriterMemory.MaxCatchUp)
        {
            IsContended = sequence != seen;
            memory.MoveTo(sequence, IsContended ? await connection.ReadHeadsAfterAsync(seen, cancellation) : []);
            return;
        }

        memory.Forget();
        memory.MoveTo(sequence, []);
    }

    private async Task<Batch> AssembleAsync(List<Pending> pending, long sequence, CancellationToken cancellation)
    {
        var units = pending.SelectMany(each => each.Request.Units).ToList();
        Guid[] ids = [.. units.Select(unit => unit.Custody).OfType<CustodyKey>().Select(key => key.Id.Value)];
        var known = ids.Length == 0 ? [] : await connection.ReadCustodyAsync(ids, cancellation);
        await connection.RecallAsync(memory, [
            .. units.SelectMany(unit => unit.Events).Select(each => each.Stream.Value),
            .. pending.SelectMany(each => each.Request.Expected).Select(expected => expected.Stream.Value)], cancellation);

        var batch = new Batch(sequence, clock, memory.HeadOf, known.GetValueOrDefault);
        foreach (var each in pending) batch.Add(each);
        return batch;
    }

    private async Task BisectAsync(
        List<Pending> pending, List<Batch> attempts, PostgresException refusal, CancellationToken cancellation)
    {
        if (pending.Count == 1)
        {
            Log.RequestFailed(log, refusal, pending[0].Request.EventCount);
            pending[0].Fail(refusal);
            return;
        }

        var half = pending.Count / 2;
        await SettleAsync(pending[..half], attempts, cancellation);
        await SettleAsync(pending[half..], attempts, cancellation);
    }
}
