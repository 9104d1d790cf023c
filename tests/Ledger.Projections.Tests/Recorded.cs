using System.Text.Json;
using Ledger.Domain.CustodyEvents;
using Ledger.Domain.Json;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.EventStore;
using Ledger.Simulation;
using Ledger.Transparency.Leaves;

namespace Ledger.Projections.Tests;

/// <summary>Custody events as append requests, through the domain's own reader and capture.</summary>
internal static class Recorded
{
    public static AppendRequest By(string organisation, string json)
    {
        using var document = JsonDocument.Parse(json);
        var (custodyEvent, errors) = CustodyEventReader.Read(document.RootElement, new(organisation));
        Assert.Empty(errors);
        List<AppendUnit> units = [Unit(custodyEvent!)];
        if (custodyEvent is ICarriesReplacement { Replacement: { } replacement }) units.Add(Unit(replacement));
        return new(units) { IsBulk = true };
    }

    public static AppendRequest Of(Posting posting) => By(posting.PostedBy.Value, System.Text.Encoding.UTF8.GetString(posting.Json.Span));

    /// <summary>One decision of a guarded aggregate.</summary>
    public static AppendRequest Decided(StreamName stream, GuardedLedgerEvent decision)
    {
        var id = decision.CommandId.Value;
        return new(new AppendUnit(null, [new(id, stream, EventTypes.NameOf(decision), LeafPrefix.Create(
            EventTypes.Serialize(decision), """{"recordedBy":"demo-programme"}"""u8, id))], []));
    }

    private static AppendUnit Unit(CustodyEvent custodyEvent)
    {
        var envelope = custodyEvent.Envelope;
        return new(
            new(envelope.Id, envelope.RecordedBy, [1]),
            [.. custodyEvent.Capture().Select((captured, ordinal) => New(envelope, captured, ordinal))],
            [.. custodyEvent.Sealed().Select(part =>
                new SealedBody(envelope.Id.LedgerEventId(0), Code<SealedKind>.Name(part.Kind), new byte[32], part.Json))]);
    }

    private static NewEvent New(CustodyEnvelope envelope, StreamEvent captured, int ordinal)
    {
        var id = envelope.Id.LedgerEventId(ordinal);
        var headers = JsonSerializer.SerializeToUtf8Bytes(envelope.Headers(ordinal), LedgerJson.Default.EventHeaders);
        return new(id, captured.Stream, EventTypes.NameOf(captured.Event),
            LeafPrefix.Create(EventTypes.Serialize(captured.Event), headers, id), captured.OpensStream);
    }
}
