using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Findings;
using Ledger.Transparency.Leaves;
using NodaTime;
using Npgsql;

namespace Ledger.Projections.Evaluation;

/// <summary>The evaluator's working state in the database, and the day rules look from.</summary>
public sealed class EvaluationState(NpgsqlDataSource source)
{
    public async Task<long> ProgressAsync(CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("SELECT seq FROM evaluation_progress");
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }

    /// <summary>A hold on the progress, to be kept while pages are evaluated.</summary>
    public async Task<EvaluationProgress> HoldAsync(CancellationToken cancellation) => new(await source.OpenConnectionAsync(cancellation));

    public async Task<LocalDate> LastClosedDayAsync(long upTo, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            "SELECT bytes FROM event WHERE stream = $1 AND seq + 0 <= $2 ORDER BY version DESC LIMIT 1");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = StreamName.Calendar.Value });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = upTo });
        return await command.ExecuteScalarAsync(cancellation) is byte[] bytes && Leaf.Parse(bytes) is var leaf
            ? ((DayClosed)leaf.ReadEvent()).Date : ClosedDays.BeforeAll;
    }

    public async Task RememberSubjectsAsync(IReadOnlyCollection<(string Subject, Guid FindingId)> raised, CancellationToken cancellation)
    {
        if (raised.Count == 0) return;
        await using var command = source.CreateCommand(
            "INSERT INTO finding_subject (subject, finding_id) SELECT * FROM unnest($1, $2) ON CONFLICT DO NOTHING");
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. raised.Select(each => each.Subject)] });
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. raised.Select(each => each.FindingId)] });
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Those of the tags about which anything was ever found.</summary>
    public async Task<IReadOnlyList<TagId>> TagsWithFindingsAsync(IReadOnlyCollection<TagId> tags, CancellationToken cancellation)
    {
        if (tags.Count == 0) return [];
        var byName = tags.ToDictionary(tag => StreamName.Tag(tag).Value);
        await using var command = source.CreateCommand("SELECT DISTINCT subject FROM finding_subject WHERE subject = ANY($1)");
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. byName.Keys] });
        var found = new List<TagId>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation)) found.Add(byName[reader.GetString(0)]);
        return found;
    }

    /// <summary>For the day of the next close.</summary>
    internal DueBatch DueOn(LocalDate day) => new(source, day);

    /// <summary>Which of the subjects rules look at again when a day closes, and on which at the earliest.</summary>
    public async Task<IReadOnlyList<(string Subject, LocalDate DueOn)>> DueOfAsync(
        IReadOnlyCollection<string> subjects, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            "SELECT subject, due_on FROM evaluation_due WHERE subject = ANY($1) ORDER BY due_on, subject");
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. subjects] });
        var due = new List<(string, LocalDate)>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
            due.Add((reader.GetString(0), LocalDate.FromDateOnly(reader.GetFieldValue<DateOnly>(1))));
        return due;
    }

    public async Task<IReadOnlyList<string>> DueAsync(LocalDate day, int limit, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            "SELECT subject FROM evaluation_due WHERE due_on <= $1 ORDER BY due_on, subject LIMIT $2");
        command.Parameters.Add(new NpgsqlParameter<DateOnly> { TypedValue = day.ToDateOnly() });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        var subjects = new List<string>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation)) subjects.Add(reader.GetString(0));
        return subjects;
    }

    /// <summary>In place of what was due for these subjects, what is due now.</summary>
    public async Task ReplaceDueAsync(
        IReadOnlyCollection<string> subjects, IReadOnlyCollection<(string Subject, LocalDate DueOn)> due, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.BatchCommands.Add(new("DELETE FROM evaluation_due WHERE subject = ANY($1)")
        {
            Parameters = { new NpgsqlParameter<string[]> { TypedValue = [.. subjects] } },
        });
        if (due.Count > 0) batch.BatchCommands.Add(DueBatch.Of(due));
        await batch.ExecuteNonQueryAsync(cancellation);
        await transaction.CommitAsync(cancellation);
    }
}
