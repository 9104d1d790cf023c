using NodaTime;
using Npgsql;

namespace Ledger.Projections.Hosting;

/// <summary>Where one stands that follows the events.</summary>
/// <param name="Sequence">It reflects every event up to here.</param>
/// <param name="OldestWaiting">When the first event that it does not reflect was recorded; null where it reflects all.</param>
public sealed record FollowerStanding(long Sequence, Instant? OldestWaiting);

/// <summary>The newest event, and where everything stands that follows.</summary>
/// <param name="RecordedAt">When the newest event was recorded; null before the first.</param>
/// <param name="Log">What is published of it.</param>
/// <param name="DatabaseBytes">The whole database, other schemas too.</param>
/// <param name="ServerVersion">Of PostgreSQL.</param>
public sealed record Standing(
    long Sequence, Instant? RecordedAt, FollowerStanding Views, FollowerStanding Rules, FollowerStanding Log, long DatabaseBytes,
    string ServerVersion);

/// <summary>Reads where everything stands, all of one moment.</summary>
public sealed class StandingReader(NpgsqlDataSource source)
{
    /// <exception cref="NpgsqlException">The database cannot be reached.</exception>
    public async Task<Standing> ReadAsync(CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            """
            SELECT h.seq, (SELECT recorded_at FROM event WHERE seq = h.seq),
                   v.seq, (SELECT recorded_at FROM event WHERE seq = v.seq + 1),
                   e.seq, (SELECT recorded_at FROM event WHERE seq = e.seq + 1),
                   coalesce(c.size, 0), (SELECT recorded_at FROM event WHERE seq = coalesce(c.size, 0) + 1),
                   pg_database_size(current_database()), current_setting('server_version')
            FROM ledger_head h CROSS JOIN progress v CROSS JOIN evaluation_progress e LEFT JOIN log_checkpoint c ON true
            """);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        return new(
            reader.GetInt64(0), TimeAt(reader, 1), Follower(2), Follower(4), Follower(6), reader.GetInt64(8), reader.GetString(9));

        FollowerStanding Follower(int column) => new(reader.GetInt64(column), TimeAt(reader, column + 1));
    }

    private static Instant? TimeAt(NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : Instant.FromDateTimeUtc(reader.GetDateTime(column));
}
