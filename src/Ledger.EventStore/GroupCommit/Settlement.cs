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
    public void Settle(List<Pending> pending, List<Batch> attempts, CancellationToken cancellation)
    {
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            pending = pending.FindAll(each => !each.IsAnswered);
            if (pending.Count == 0) return;

            try
            {
                Try(pending, attempts);
                return;
            }
            catch (PostgresException refusal) when (!IsTrouble(refusal))
            {
                Bisect(pending, attempts, refusal, cancellation);
                return;
            }
            catch (Exception exception) when (exception is NpgsqlException or TimeoutException or IOException)
            {
                Log.CommitInterrupted(log, exception, pending.Count);
                connection.LetGo();
                memory.Forget();
            }

            cancellation.WaitHandle.WaitOne(pause);
            cancellation.ThrowIfCancellationRequested();
        }
    }

    /// <summary>The server's state is the reason, not what was asked of it: try again later.</summary>
    public static bool IsTrouble(PostgresException exception) =>
        exception.IsTransient || exception.SqlState[..2] is "57" or "25"; // operator intervention; transaction timed out

    private void Try(List<Pending> pending, List<Batch> attempts)
    {
        using var transaction = connection.Begin();
        var sequence = connection.LockSequence();
        CatchUp(sequence);
        foreach (var attempt in attempts)
        {
            if (connection.LeafHashAt(attempt.LastSequence) != attempt.Hashes[^1]) continue;

            // One transaction, and its last leaf stands where it was to stand: all of it does.
            memory.LearnCustody(attempt);
            answer(attempt);
            return;
        }

        var batch = Assemble(pending, sequence);
        if (batch.Ids.Count > 0)
        {
            attempts.Add(batch);
            connection.Append(batch);
            transaction.Commit();
        }

        memory.Learn(batch);
        answer(batch);
    }

    // Separate statements after the lock: one that locks and reads would see heads from before the wait (READ COMMITTED).
    private void CatchUp(long sequence)
    {
        if (memory.Sequence is { } seen && sequence >= seen && sequence - seen <= WriterMemory.MaxCatchUp)
        {
            IsContended = sequence != seen;
            memory.MoveTo(sequence, IsContended ? connection.ReadHeadsAfter(seen) : []);
            return;
        }

        memory.Forget();
        memory.MoveTo(sequence, []);
    }

    private Batch Assemble(List<Pending> pending, long sequence)
    {
        var units = pending.SelectMany(each => each.Request.Units).ToList();
        Guid[] ids = [.. units.Select(unit => unit.Custody).OfType<CustodyKey>().Select(key => key.Id.Value)];
        var known = ids.Length == 0 ? [] : connection.ReadCustody(ids);
        connection.Recall(memory, [
            .. units.SelectMany(unit => unit.Events).Select(each => each.Stream.Value),
            .. pending.SelectMany(each => each.Request.Expected).Select(expected => expected.Stream.Value)]);

        var batch = new Batch(sequence, clock, memory.HeadOf, known.GetValueOrDefault);
        foreach (var each in pending) batch.Add(each);
        return batch;
    }

    private void Bisect(
        List<Pending> pending, List<Batch> attempts, PostgresException refusal, CancellationToken cancellation)
    {
        if (pending.Count == 1)
        {
            Log.RequestFailed(log, refusal, pending[0].Request.EventCount);
            pending[0].Fail(refusal);
            return;
        }

        var half = pending.Count / 2;
        Settle(pending[..half], attempts, cancellation);
        Settle(pending[half..], attempts, cancellation);
    }
}
