using System.Text.Json;
using Ledger.Domain.Json;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.EventStore;

namespace Ledger.Projections.Facts;

/// <summary>When something happened, read from a leaf without the rest of it: every page of a projection passes here.</summary>
internal static class StatedTime
{
    // Within a text its quotes would be escaped.
    private static ReadOnlySpan<byte> When => "\"when\":{"u8;

    /// <summary>Null for what did not happen in the field: decisions, findings, days.</summary>
    public static EventWhen? Of(StoredEvent stored)
    {
        var bytes = stored.Bytes.Span;
        var at = bytes.IndexOf(When);
        if (at < 0) return null;
        var reader = new Utf8JsonReader(bytes[(at + When.Length - 1)..]);
        return JsonSerializer.Deserialize(ref reader, LedgerJson.Default.EventWhen);
    }
}
