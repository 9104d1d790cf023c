using Ledger.EventStore;
using Ledger.Projections.Facts;
using NodaTime;
using Npgsql;
using NpgsqlTypes;

namespace Ledger.Projections.Evaluation;

/// <summary>A changed setting whose concerned records are still to be judged again.</summary>
/// <param name="SettingSequence">Of the change.</param>
/// <param name="DoneSequence">Records up to here are judged.</param>
public sealed record PendingReview(long SettingSequence, Instant EffectiveFrom, long DoneSequence);

/// <summary>Which changes of settings are still to be looked into: working state that outlives a crash.</summary>
public sealed class SettingReviews(NpgsqlDataSource source)
{
    public async Task AddAsync(StoredEvent changed, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            "INSERT INTO setting_review (setting_seq, effective_from) VALUES ($1, $2) ON CONFLICT DO NOTHING");
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = changed.Sequence });
        command.Parameters.Add(new()
        {
            Value = DatedAhead.EffectiveFrom(changed).ToDateTimeUtc(), NpgsqlDbType = NpgsqlDbType.TimestampTz,
        });
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>A connection to read a review and to move it on, as <see cref="EvaluationProgress"/> does.</summary>
    public ValueTask<NpgsqlConnection> HoldAsync(CancellationToken cancellation) => source.OpenConnectionAsync(cancellation);

    public static async Task<PendingReview?> NextAsync(NpgsqlConnection held, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            "SELECT setting_seq, effective_from, done_seq FROM setting_review ORDER BY setting_seq LIMIT 1", held);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation)
            ? new(reader.GetInt64(0), Instant.FromDateTimeUtc(reader.GetDateTime(1)), reader.GetInt64(2)) : null;
    }

    /// <summary>Moves it from where it was read: of two nodes one does, and the other has only looked twice.</summary>
    public static async Task MoveAsync(NpgsqlConnection held, PendingReview review, long done, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            "UPDATE setting_review SET done_seq = $3 WHERE setting_seq = $1 AND done_seq = $2", held);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = review.SettingSequence });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = review.DoneSequence });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = done });
        await command.ExecuteNonQueryAsync(cancellation);
    }

    public static async Task RemoveAsync(NpgsqlConnection held, PendingReview review, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("DELETE FROM setting_review WHERE setting_seq = $1", held);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = review.SettingSequence });
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
