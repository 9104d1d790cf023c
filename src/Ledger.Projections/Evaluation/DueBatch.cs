using NodaTime;
using Npgsql;

namespace Ledger.Projections.Evaluation;

/// <summary>What to look at again when a day closes, sent to the database together: the earliest day of each subject counts.</summary>
internal sealed class DueBatch(NpgsqlDataSource source, LocalDate day) : IAsyncDisposable
{
    private const string Into = "INSERT INTO evaluation_due (subject, due_on)";
    private const string Earliest = "ON CONFLICT (subject) DO UPDATE SET due_on = least(evaluation_due.due_on, excluded.due_on)";

    // Each commits by itself, so that none holds its rows while another waits for those of a second node.
    private readonly NpgsqlBatch _batch = WithBarriers(source.CreateBatch());

    /// <summary>Subjects with a day of their own.</summary>
    public void Add(IReadOnlyCollection<(string Subject, LocalDate DueOn)> due)
    {
        if (due.Count > 0) _batch.BatchCommands.Add(Of(due));
    }

    /// <summary>Subjects that a query finds, for the batch's day.</summary>
    /// <param name="subjects">With parameters from $2 on.</param>
    public void Add(string subjects, params IReadOnlyList<object> values)
    {
        var command = new NpgsqlBatchCommand(
            $"{Into} SELECT touched.subject, $1 FROM ({subjects}) AS touched (subject) {Earliest}");
        command.Parameters.Add(new NpgsqlParameter<DateOnly> { TypedValue = day.ToDateOnly() });
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        _batch.BatchCommands.Add(command);
    }

    public async Task ExecuteAsync(CancellationToken cancellation)
    {
        if (_batch.BatchCommands.Count > 0) await _batch.ExecuteNonQueryAsync(cancellation);
    }

    public ValueTask DisposeAsync() => _batch.DisposeAsync();

    /// <summary>The statement for subjects with a day of their own.</summary>
    internal static NpgsqlBatchCommand Of(IReadOnlyCollection<(string Subject, LocalDate DueOn)> due)
    {
        var earliest = due.GroupBy(each => each.Subject, each => each.DueOn, StringComparer.Ordinal).ToList();
        var command = new NpgsqlBatchCommand($"{Into} SELECT * FROM unnest($1, $2) {Earliest}");
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. earliest.Select(group => group.Key)] });
        command.Parameters.Add(new NpgsqlParameter<DateOnly[]> { TypedValue = [.. earliest.Select(group => group.Min().ToDateOnly())] });
        return command;
    }

    private static NpgsqlBatch WithBarriers(NpgsqlBatch batch)
    {
        batch.EnableErrorBarriers = true;
        return batch;
    }
}
