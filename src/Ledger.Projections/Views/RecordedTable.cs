using Ledger.Domain.LedgerEvents;
using Ledger.EventStore;
using Ledger.Transparency.Leaves;
using Npgsql;

namespace Ledger.Projections.Views;

/// <summary>What each organisation recorded: a row for each custody event, whatever became of it later.</summary>
internal static class RecordedTable
{
    private static readonly ViewTable<(EventHeaders Headers, long Sequence)> Table = new(
        "recorded", ["organisation", "seq"],
        new ViewColumn<(EventHeaders Headers, long Sequence), string>("organisation", row => row.Headers.RecordedBy!.Value.Value),
        new ViewColumn<(EventHeaders Headers, long Sequence), long>("seq", row => row.Sequence),
        new ViewColumn<(EventHeaders Headers, long Sequence), Guid>("custody_event", row => row.Headers.CustodyEvent!.Value.Value),
        new ViewColumn<(EventHeaders Headers, long Sequence), string>("type", row => row.Headers.CustodyType!));

    // Spares reading the headers of the others; what else may hold these bytes is told apart below.
    private static ReadOnlySpan<byte> First => "\"ordinal\":0"u8;

    public static Task WriteAsync(NpgsqlConnection connection, IReadOnlyList<StoredEvent> events, CancellationToken cancellation) =>
        Table.UpsertAsync(
            connection,
            [.. events.Where(stored => EventTypes.IsFromCustody(stored.Type) && stored.Bytes.Span.IndexOf(First) >= 0)
                .Select(stored => (Headers: Leaf.Parse(stored.Bytes).ReadHeaders(), stored.Sequence))
                .Where(row => row.Headers is { Ordinal: 0, RecordedBy: not null, CustodyType: not null })],
            cancellation);
}
