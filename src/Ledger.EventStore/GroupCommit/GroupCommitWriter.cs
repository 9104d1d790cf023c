using Microsoft.Extensions.Logging;
using NodaTime;
using Npgsql;

namespace Ledger.EventStore.GroupCommit;

/// <summary>
/// One writer a node: drains what has queued up while the last commit was under way and commits it in one round trip. The
/// update of the sequence and the primary keys are the fence between nodes; whatever goes wrong is left to
/// <see cref="Settlement"/>, which looks before it tries again.
/// </summary>
internal sealed class GroupCommitWriter : IAsyncDisposable
{
    private const int MaxEvents = 512;

    private readonly AppendQueue _queue = new();
    private readonly WriterConnection _connection;
    private readonly Settlement _settlement;
    private readonly WriterMemory _memory = new();
    private readonly HeadSignal _signal;
    private readonly IClock _clock;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _loop;

    public GroupCommitWriter(NpgsqlDataSource source, HeadSignal signal, IClock clock, ILogger log)
    {
        (_signal, _clock, _log) = (signal, clock, log);
        _connection = new(source);
        _settlement = new(_connection, _memory, clock, Published, log);
        _loop = Task.Run(RunAsync);
    }

    public async Task<AppendResult> AppendAsync(AppendRequest request, CancellationToken cancellation)
    {
        var pending = new Pending(request);
        try
        {
            if (request.IsBulk) await _queue.AddBulkAsync(pending, cancellation);
            else if (!_queue.TryAdd(pending)) return AppendResult.Overloaded;
        }
        catch (System.Threading.Channels.ChannelClosedException)
        {
            return AppendResult.Overloaded;
        }

        return await pending.Answer.WaitAsync(cancellation);
    }

    /// <summary>Commits what is queued and stops; gives up after 10 seconds.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Close();
        _stop.CancelAfter(TimeSpan.FromSeconds(10));
        await _loop;
        await _connection.DisposeAsync();
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        var drained = new List<Pending>(MaxEvents);
        while (await _queue.WaitAsync())
        {
            drained.Clear();
            _queue.Drain(drained, MaxEvents);
            try
            {
                await CommitAsync(drained, _stop.Token);
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                // The loop must outlive any one batch; its callers get the failure.
                Log.BatchFailed(_log, exception, drained.Count);
                foreach (var pending in drained) pending.Fail(exception);
                await _connection.DisposeAsync();
            }
        }
    }

    private async Task CommitAsync(List<Pending> drained, CancellationToken cancellation)
    {
        var (first, repeats) = _memory.AnswerKnown(drained);
        if (first.Count > 0) await CommitOnceAsync(first, cancellation);
        // The same id twice in one drain: by now the first one is known, or has failed for both to be told apart by the settlement.
        if (repeats.Count > 0) await CommitAsync(repeats, cancellation);
    }

    private async Task CommitOnceAsync(List<Pending> pending, CancellationToken cancellation)
    {
        Batch? attempt = null;
        try
        {
            await RecallAsync(pending, cancellation);
            var batch = new Batch(_memory.Sequence!.Value, RecordTime(), _memory.HeadOf);
            if (pending.Exists(p => !batch.IsAtExpectedVersions(p.Request))) throw new StaleMemoryException();
            foreach (var request in pending) batch.Add(request);
            attempt = batch;
            await _connection.AppendAsync(batch, cancellation);
            Published(batch);
        }
        catch (Exception exception) when (exception is NpgsqlException or StaleMemoryException or TimeoutException or IOException)
        {
            if (exception is not (StaleMemoryException or PostgresException)) await _connection.DisposeAsync();
            await _settlement.SettleAsync(pending, attempt, cancellation);
        }
    }

    // A stream that probably exists but is not in memory is looked up; a new one is taken as new, and the keys tell if it was not.
    private async Task RecallAsync(List<Pending> pending, CancellationToken cancellation)
    {
        _memory.Sequence ??= await _connection.ReadSequenceAsync(cancellation);
        HashSet<string>? unknown = null;
        foreach (var unit in pending.SelectMany(p => p.Request.Units))
            foreach (var newEvent in unit.Events)
                if (!newEvent.OpensStream && !_memory.Knows(newEvent.Stream.Value)) (unknown ??= []).Add(newEvent.Stream.Value);
        if (unknown is null) return;
        var found = await _connection.ReadHeadsAsync([.. unknown], cancellation);
        foreach (var stream in unknown) _memory.Learn(stream, found.GetValueOrDefault(stream));
    }

    private void Published(Batch batch)
    {
        _memory.Learn(batch);
        foreach (var (pending, result) in batch.Members) pending.Complete(result);
        _signal.Raise(batch.LastSequence);
    }

    // PostgreSQL keeps microseconds: what is hashed must be what is stored.
    private Instant RecordTime() => Settlement.RecordTime(_clock);

    /// <summary>What is in memory contradicts what a caller read: only the database can tell who is right.</summary>
    private sealed class StaleMemoryException : Exception;
}
