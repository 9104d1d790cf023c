using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using NodaTime;

namespace Ledger.Domain.CustodyEvents;

/// <summary>An authority's order stops a site, an area, a country or a party, as somebody reports it.</summary>
public sealed record Suspended(
    CustodyEnvelope Envelope, SuspensionSubject Subject, Mineral? Mineral, string? Order, OffsetDateTime From,
    OffsetDateTime NoticedAt) : CustodyEvent(Envelope)
{
    public static Suspended Read(Fields fields, CustodyEnvelope envelope) => new(
        envelope, SuspensionSubject.Read(fields), fields.Code<Mineral>("mineral"), fields.PrintedNumber("order"),
        fields.Time("from", required: true) ?? default, fields.Time("noticedAt", required: true) ?? default);

    public override IEnumerable<StreamEvent> Capture() =>
        [new(StreamName.Suspension(Subject), new SuspensionReported(Subject, Mineral, Order, From, NoticedAt, When))];
}
