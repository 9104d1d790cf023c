using Ledger.Domain.Values;
using Ledger.EventStore.GroupCommit;
using Ledger.EventStore.Reading;
using Microsoft.Extensions.Logging;
using NodaTime;
using Npgsql;

namespace Ledger.EventStore;

/// <summary>The ledger in one PostgreSQL schema, which the data source's search path names. One instance a node.</summary>
public sealed class PostgresEventStore : IEventStore, IAsyncDisposable
{
    private readonly GroupCommitWriter _writer;
    private readonly EventReader _reader;

    public PostgresEventStore(NpgsqlDataSource source, IClock clock, ILogger<PostgresEventStore> log)
    {
        var signal = new HeadSignal();
        _writer = new(source, signal, clock, log);
        _reader = new(source, signal);
    }

    public QueueState Queue => _writer.Queue;

    public Task<AppendResult> AppendAsync(AppendRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Check();
        return _writer.AppendAsync(request, cancellation);
    }

    public Task<long> HeadAsync(CancellationToken cancellation) => _reader.HeadAsync(cancellation);

    public Task<IReadOnlyList<StoredEvent>> ReadAsync(long after, int limit, CancellationToken cancellation) =>
        _reader.ReadAsync(after, limit, cancellation);

    public Task<IReadOnlyList<StoredEvent>> ReadStreamAsync(
        StreamName stream, int afterVersion, int limit, CancellationToken cancellation) =>
        _reader.ReadStreamAsync(stream, afterVersion, limit, cancellation);

    public IAsyncEnumerable<IReadOnlyList<StoredEvent>> FollowAsync(long after, int limit, CancellationToken cancellation) =>
        _reader.FollowAsync(after, limit, cancellation);

    public ValueTask DisposeAsync() => _writer.DisposeAsync();
}
