using Microsoft.Extensions.Logging;
using NodaTime;
using Npgsql;

namespace Ledger.EventStore.GroupCommit;

/// <summary>
/// One writer a node: drains what has queued up while the last commit was under way and commits it in one round trip. The
/// update of the sequence and the primary keys are the fence between nodes; whatever goes wrong is left to
/// <see cref="Settlement"/>, which looks before it tries again. It has a thread of its own, which waits for the database in
/// the kernel: in the pool, its answer would queue behind the requests that wait for it.
/// </summary>
internal sealed class GroupCommitWriter : IAsyncDisposable
{
    private const int MaxEvents = 512;

    // How long a caller waits for an answer, and how long stopping may take.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    private readonly Patience _patience = new(Longest);
    private readonly AppendQueue _queue = new();
    private readonly WriterConnection _connection;
    private readonly Settlement _settlement;
    private readonly WriterMemory _memory = new();
    private readonly HeadSignal _signal;
    private readonly IClock _clock;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public GroupCommitWriter(NpgsqlDataSource source, HeadSignal signal, IClock clock, ILogger log)
    {
        (_signal, _clock, _log) = (signal, clock, log);
        _connection = new(source);
        _settlement = new(_connection, _memory, clock, Answer, log);
        new Thread(Run) { Name = "Ledger writer", IsBackground = true }.Start();
    }

    public QueueState Queue => _queue.State;

    public async Task<AppendResult> AppendAsync(AppendRequest request, CancellationToken cancellation)
    {
        var pending = new Pending(request);
        var isQueued = request.IsBulk
            ? await _queue.AddBulkAsync(pending, Longest, cancellation)
            : _queue.TryAdd(pending);
        if (!isQueued) return AppendResult.Overloaded;
        _patience.WatchOver(pending);
        return await pending.AnswerAsync(cancellation);
    }

    /// <summary>Commits what is queued and stops; what cannot be committed in time is answered as unknown.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Close();
        _stop.CancelAfter(Longest);
        await _ended.Task;
        _connection.Dispose();
        _queue.Dispose();
        _patience.Dispose();
        _stop.Dispose();
    }

    private void Run()
    {
        while (_queue.Wait())
        {
            var drained = _queue.Drain(MaxEvents);
            if (drained.Count == 0) continue;

            try
            {
                Commit(drained, _stop.Token);
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                foreach (var pending in drained) pending.Complete(AppendResult.Unknown);
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                // The loop must outlive any one batch; its callers get the failure.
                Log.BatchFailed(_log, exception, drained.Count);
                foreach (var pending in drained) pending.Fail(exception);
                LetGo();
            }
        }

        _ended.SetResult();
    }

    private void Commit(List<Pending> pending, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var attempts = new List<Batch>();
        try
        {
            if (!_settlement.IsContended && TryOnce(pending, attempts)) return;
        }
        catch (PostgresException refusal) when (!Settlement.IsTrouble(refusal))
        {
            attempts.Clear(); // rolled back for certain
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException or IOException)
        {
            Log.CommitInterrupted(_log, exception, pending.Count);
            LetGo();
        }

        _settlement.Settle(pending, attempts, cancellation);
    }

    private bool TryOnce(List<Pending> pending, List<Batch> attempts)
    {
        if (_memory.Sequence is null) _memory.MoveTo(_connection.ReadSequence(), []);
        _connection.Recall(_memory, StreamsOf(pending));
        var batch = new Batch(_memory.Sequence!.Value, _clock, _memory.HeadOf, _memory.CustodyOf);
        foreach (var each in pending) batch.Add(each);

        if (batch.Ids.Count > 0)
        {
            attempts.Add(batch);
            _connection.Append(batch);
        }
        else if (batch.Members.Any(member => member.Result.Status == AppendStatus.StaleVersion))
        {
            // No commit proves that the heads in memory are the newest: the caller may know better.
            return false;
        }

        _memory.Learn(batch);
        Answer(batch);
        return true;
    }

    // A stream that is said to be new is not looked up; the keys tell if it was there.
    private static HashSet<string> StreamsOf(List<Pending> pending)
    {
        var streams = new HashSet<string>(StringComparer.Ordinal);
        foreach (var request in pending.Select(each => each.Request))
        {
            foreach (var unit in request.Units)
                foreach (var newEvent in unit.Events)
                    if (!newEvent.OpensStream) streams.Add(newEvent.Stream.Value);
            foreach (var expected in request.Expected) streams.Add(expected.Stream.Value);
        }

        return streams;
    }

    private void Answer(Batch batch)
    {
        foreach (var (pending, result) in batch.Members) pending.Complete(result);
        _signal.Raise(batch.LastSequence);
    }

    private void LetGo()
    {
        _memory.Forget();
        _connection.LetGo();
    }
}
