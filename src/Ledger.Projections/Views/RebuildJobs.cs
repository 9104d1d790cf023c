using System.Text.Json.Serialization;
using Ledger.Domain.Json;
using Ledger.Domain.Values;
using NodaTime;
using Npgsql;

namespace Ledger.Projections.Views;

[JsonConverter(typeof(CodeJsonConverter<RebuildState>))]
public enum RebuildState { Waiting, Running, Finished, Failed }

/// <summary>A rebuild of the views that was asked for.</summary>
/// <param name="TargetSequence">The newest sequence when it was asked for; it ends at what is newest then.</param>
/// <param name="ReachedSequence">Replayed up to here.</param>
/// <param name="Attempts">How often it was begun: a node that was stopped or cut off leaves it to the next attempt.</param>
public sealed record RebuildJob(
    Guid Id, RebuildState State, PartyId RequestedBy, Instant RequestedAt, long TargetSequence, long ReachedSequence, int Attempts,
    Instant? EndedAt);

/// <summary>The rebuilds that were asked for, in the database: any node answers for them, any may work on one.</summary>
public sealed class RebuildJobs(NpgsqlDataSource source)
{
    /// <summary>Asks for one; where one is under way, that is the answer.</summary>
    public async Task<RebuildJob> RequestAsync(Guid id, PartyId by, Instant now, CancellationToken cancellation)
    {
        while (true)
        {
            var isNew = await ExecuteAsync(
                """
                INSERT INTO rebuild (id, requested_by, requested_at, target_seq) SELECT $1, $2, $3, seq FROM ledger_head
                ON CONFLICT DO NOTHING
                """, cancellation, id, by.Value, now.ToDateTimeUtc());
            if ((isNew ? await FindAsync(id, cancellation) : await UnderWayAsync(cancellation)) is { } job) return job;
        }
    }

    public Task<RebuildJob?> FindAsync(Guid id, CancellationToken cancellation) => OneAsync("id = $1", cancellation, id);

    public Task<RebuildJob?> UnderWayAsync(CancellationToken cancellation) => OneAsync("state IN ('waiting', 'running')", cancellation);

    /// <summary>The newest, under way or over; null where none was ever asked for.</summary>
    public Task<RebuildJob?> LatestAsync(CancellationToken cancellation) =>
        OneAsync("true ORDER BY requested_at DESC LIMIT 1", cancellation);

    public Task BeginAsync(RebuildJob job, CancellationToken cancellation) => ExecuteAsync(
        "UPDATE rebuild SET state = 'running', attempts = attempts + 1, reached_seq = 0 WHERE id = $1", cancellation, job.Id);

    public Task ReachAsync(RebuildJob job, long sequence, CancellationToken cancellation) =>
        ExecuteAsync("UPDATE rebuild SET reached_seq = $2 WHERE id = $1", cancellation, job.Id, sequence);

    public Task EndAsync(RebuildJob job, RebuildState state, Instant now, CancellationToken cancellation) => ExecuteAsync(
        "UPDATE rebuild SET state = $2, ended_at = $3 WHERE id = $1", cancellation,
        job.Id, Code<RebuildState>.Name(state), now.ToDateTimeUtc());

    private async Task<bool> ExecuteAsync(string sql, CancellationToken cancellation, params object[] values)
    {
        await using var command = source.CreateCommand(sql);
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        return await command.ExecuteNonQueryAsync(cancellation) == 1;
    }

    private async Task<RebuildJob?> OneAsync(string condition, CancellationToken cancellation, params object[] values)
    {
        await using var command = source.CreateCommand(
            $"""
            SELECT id, state, requested_by, requested_at, target_seq, reached_seq, attempts, ended_at FROM rebuild WHERE {condition}
            """);
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        if (!await reader.ReadAsync(cancellation)) return null;
        return new(
            reader.GetGuid(0), Code<RebuildState>.Find(reader.GetString(1))!.Value, new(reader.GetString(2)),
            Instant.FromDateTimeUtc(reader.GetDateTime(3)), reader.GetInt64(4), reader.GetInt64(5), reader.GetInt32(6),
            await reader.IsDBNullAsync(7, cancellation) ? null : Instant.FromDateTimeUtc(reader.GetDateTime(7)));
    }
}
