using Ledger.Domain.Json;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.EventStore;
using Ledger.Projections.Views;
using NodaTime;
using Npgsql;

namespace Ledger.Projections.Evaluation;

/// <summary>
/// A change in a register may speak of what was recorded long ago. What it touches is put on the list for the next day's close,
/// where it is looked at page by page.
/// </summary>
public sealed class RegisterSweep(NpgsqlDataSource source)
{
    private const string Due = "ON CONFLICT (subject) DO UPDATE SET due_on = least(evaluation_due.due_on, excluded.due_on)";

    public async Task RememberAsync(IReadOnlyList<StoredEvent> page, LocalDate due, CancellationToken cancellation)
    {
        foreach (var stored in page.Where(stored => stored.Type is "tags_issued" or "tags_assigned"))
        {
            switch (RegisterTable.Read(stored))
            {
                case TagsIssued issued when await IsFirstAsync(stored.Sequence, cancellation):
                    await UsedBetweenAsync($"{Form(issued.Tags)}/", $"{Form(issued.Tags)}0", due, cancellation); // '0' follows '/'
                    break;
                case TagsIssued { Tags: var tags }: await UsedAsync(tags, due, cancellation); break;
                case TagsAssigned { Tags: var tags }: await UsedAsync(tags, due, cancellation); break;
            }
        }
    }

    // Since when a series is in the register decides what is said of all its tags.
    private async Task<bool> IsFirstAsync(long sequence, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            """
            SELECT NOT EXISTS (
                SELECT FROM tag_range other JOIN tag_range this ON this.seq = $1 AND NOT this.is_assigned
                WHERE (other.series, other.kind) = (this.series, this.kind) AND NOT other.is_assigned
                    AND other.seq <> this.seq AND other.since <= this.since)
            """);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = sequence });
        return (bool)(await command.ExecuteScalarAsync(cancellation))!;
    }

    private Task UsedAsync(TagRange tags, LocalDate due, CancellationToken cancellation) =>
        UsedBetweenAsync($"{Form(tags)}/{tags.From}", $"{Form(tags)}/{tags.To}", due, cancellation);

    private async Task UsedBetweenAsync(string from, string to, LocalDate due, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            $"INSERT INTO evaluation_due (subject, due_on) SELECT 'tag:' || tag, $3 FROM tag WHERE tag >= $1 AND tag <= $2 {Due}");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = from });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = to });
        command.Parameters.Add(new NpgsqlParameter<DateOnly> { TypedValue = due.ToDateOnly() });
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static string Form(TagRange tags) => $"{tags.Series}/{Code<TagKind>.Name(tags.Kind)}";
}
