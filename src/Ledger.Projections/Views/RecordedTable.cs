using Ledger.Domain.LedgerEvents;
using Ledger.EventStore;
using Ledger.Projections.Facts;
using Ledger.Transparency.Leaves;

namespace Ledger.Projections.Views;

/// <summary>What each organisation recorded: a row for each custody event, with the time it states, whatever became of it
/// later.</summary>
internal static class RecordedTable
{
    private static readonly ViewTable<Row> Table = new(
        "recorded", ["organisation", "seq"],
        new ViewColumn<Row, string>("organisation", row => row.Headers.RecordedBy!.Value.Value),
        new ViewColumn<Row, long>("seq", row => row.Stored.Sequence),
        new ViewColumn<Row, Guid>("custody_event", row => row.Headers.CustodyEvent!.Value.Value),
        new ViewColumn<Row, string>("type", row => row.Headers.CustodyType!),
        new ViewColumn<Row, DateTime?>("happened_at", row => StatedTime.Of(row.Stored)?.EventTime.ToInstant().ToDateTimeUtc()));

    // Spares reading the headers of the others; what else may hold these bytes is told apart below.
    private static ReadOnlySpan<byte> First => "\"ordinal\":0"u8;

    public static void Write(ViewBatch batch, IReadOnlyList<StoredEvent> events) =>
        Table.Upsert(
            batch,
            [.. events.Where(stored => EventTypes.IsFromCustody(stored.Type) && stored.Bytes.Span.IndexOf(First) >= 0)
                .Select(stored => new Row(Leaf.Parse(stored.Bytes).ReadHeaders(), stored))
                .Where(row => row.Headers is { Ordinal: 0, RecordedBy: not null, CustodyType: not null })]);

    private sealed record Row(EventHeaders Headers, StoredEvent Stored);
}
