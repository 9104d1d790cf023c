using Ledger.EventStore;
using Ledger.Projections.Facts;
using Npgsql;

namespace Ledger.Projections.Views;

/// <summary>
/// Makes all views anew beside the old ones, with the same functions, and swaps them in. Readers see the old rows until the
/// new ones are complete.
/// </summary>
public sealed class Rebuild(IEventStore store, string ownerConnectionString, NpgsqlDataSource app, string ledgerSchema)
{
    private const int PageSize = 5_000;

    /// <summary>Replays every event; reports the sequence reached after each page.</summary>
    public async Task RunAsync(Action<long> reached, CancellationToken cancellation)
    {
        var (views, fresh) = (ViewSchema.NameFor(ledgerSchema), ViewSchema.NameFor(ledgerSchema) + "_rebuild");
        await using var owner = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(ownerConnectionString) { Pooling = false });
        await using var connection = await owner.OpenConnectionAsync(cancellation);
        await MakeAsync(connection, fresh, cancellation);
        var appString = new NpgsqlConnectionStringBuilder(app.ConnectionString) { SearchPath = $"{ledgerSchema},{fresh}" };
        await using var source = NpgsqlDataSource.Create(appString);
        var writer = WriterOn(source);
        await ReplayAsync(writer, reached, cancellation);

        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        // From here on nobody moves the old views; what came meanwhile is little.
        await ViewSchema.RunAsync(connection, $"LOCK TABLE \"{views}\".progress IN ACCESS EXCLUSIVE MODE", cancellation);
        await ReplayAsync(writer, reached, cancellation);
        await source.DisposeAsync();
        await ViewSchema.RunAsync(connection,
            $"DROP SCHEMA \"{views}\" CASCADE; ALTER SCHEMA \"{fresh}\" RENAME TO \"{views}\"", cancellation);
        await transaction.CommitAsync(cancellation);
    }

    internal static ViewWriter WriterOn(NpgsqlDataSource source)
    {
        var facts = new FactReader(source);
        var corrections = new CorrectionReader(source);
        var loader = new SubjectLoader(facts, corrections, new(source));
        return new(source, new(facts, corrections, loader), loader,
            new(source, facts, corrections, new(source)), new(source));
    }

    private async Task ReplayAsync(ViewWriter writer, Action<long> reached, CancellationToken cancellation)
    {
        var from = await writer.ProgressAsync(cancellation);
        while (await store.ReadAsync(from, PageSize, cancellation) is { Count: > 0 } page)
        {
            await writer.WriteAsync(from, page, cancellation);
            from = page[^1].Sequence;
            reached(from);
        }
    }

    private static async Task MakeAsync(NpgsqlConnection connection, string name, CancellationToken cancellation)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await ViewSchema.MakeAsync(connection, name, cancellation);
        await transaction.CommitAsync(cancellation);
    }
}
