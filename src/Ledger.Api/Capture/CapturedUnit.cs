using System.Text.Json;
using Ledger.Domain.CustodyEvents;
using Ledger.Domain.Json;
using Ledger.Domain.LedgerEvents;
using Ledger.EventStore;
using Ledger.Transparency.Leaves;

namespace Ledger.Api.Capture;

/// <summary>One custody event as a unit of the store: its ledger events as leaves to be, its sealed parts committed to.</summary>
internal static class CapturedUnit
{
    public static AppendUnit Of(CustodyEvent custodyEvent, bool byProgramme, byte[] contentMac)
    {
        var envelope = custodyEvent.Envelope;
        var first = envelope.Id.LedgerEventId(0);
        var (sealedBodies, commitments) = Sealing.Of(first, custodyEvent.Sealed());
        var events = new List<NewEvent>(4);
        foreach (var (stream, ledgerEvent, opensStream) in custodyEvent.Capture())
        {
            var ordinal = events.Count;
            var headers = envelope.Headers(ordinal);
            if (byProgramme) headers = headers with { ByProgramme = true };
            if (ordinal == 0 && commitments is not null) headers = headers with { Sealed = commitments };
            var id = ordinal == 0 ? first : envelope.Id.LedgerEventId(ordinal);
            var prefix = LeafPrefix.Create(
                EventTypes.Serialize(ledgerEvent), JsonSerializer.SerializeToUtf8Bytes(headers, LedgerJson.Default.EventHeaders), id);
            events.Add(new(id, stream, EventTypes.NameOf(ledgerEvent), prefix, opensStream));
        }

        return new(new(envelope.Id, envelope.RecordedBy, contentMac), events, sealedBodies);
    }
}
