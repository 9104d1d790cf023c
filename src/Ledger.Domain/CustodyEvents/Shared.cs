using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using NodaTime;

namespace Ledger.Domain.CustodyEvents;

/// <summary>An owner shows a lot to another party until a day, included.</summary>
public sealed record Shared(CustodyEnvelope Envelope, LotReference Lot, PartyId To, LocalDate Until)
    : CustodyEvent(Envelope)
{
    public static Shared Read(Fields fields, CustodyEnvelope envelope) => new(
        envelope, fields.Lot() ?? default, fields.Id<PartyId>("to", required: true) ?? default,
        fields.Date("until", required: true) ?? default);

    public override IEnumerable<StreamEvent> Capture() => [new(Lot.Stream, new LotShared(Lot, To, Until, When))];
}
