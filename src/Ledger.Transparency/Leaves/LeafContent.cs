using System.Text.Json;
using Ledger.Domain.Json;
using Ledger.Domain.LedgerEvents;
using NodaTime;

namespace Ledger.Transparency.Leaves;

/// <summary>What a leaf says. Data and headers are slices of the leaf's own bytes.</summary>
/// <param name="Data">The event itself, a canonical JSON object.</param>
/// <param name="Headers">What came with it, a canonical JSON object.</param>
/// <param name="Id">The event's id.</param>
/// <param name="Prev">The leaf hash of the stream's previous event; null at version 1.</param>
/// <param name="RecordedAt">The clock of the node that wrote it, in microseconds. Orders nothing.</param>
/// <param name="Seq">The place in the ledger, from 1.</param>
/// <param name="Stream">The stream's name.</param>
/// <param name="Type">The stored name of the event's type.</param>
/// <param name="Version">The place in the stream, from 1.</param>
public sealed record LeafContent(
    ReadOnlyMemory<byte> Data,
    ReadOnlyMemory<byte> Headers,
    Guid Id,
    LeafHash? Prev,
    Instant RecordedAt,
    long Seq,
    string Stream,
    string Type,
    int Version)
{
    /// <exception cref="JsonException">The data are not those of an event of that type.</exception>
    public LedgerEvent ReadEvent() => EventTypes.Deserialize(Type, Data.Span);

    /// <exception cref="JsonException">Other headers than this code writes.</exception>
    public EventHeaders ReadHeaders() => JsonSerializer.Deserialize(Headers.Span, LedgerJson.Default.EventHeaders) ?? new();
}
