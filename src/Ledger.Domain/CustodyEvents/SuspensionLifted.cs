using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using NodaTime;

namespace Ledger.Domain.CustodyEvents;

/// <summary>A suspension ended, as somebody reports it.</summary>
public sealed record SuspensionLifted(
    CustodyEnvelope Envelope, SuspensionSubject Subject, Mineral? Mineral, string? Order,
    OffsetDateTime From) : CustodyEvent(Envelope)
{
    public static SuspensionLifted Read(Fields fields, CustodyEnvelope envelope) => new(
        envelope, SuspensionSubject.Read(fields), fields.Code<Mineral>("mineral"), fields.PrintedNumber("order"),
        fields.Time("from", required: true) ?? default);

    public override IEnumerable<StreamEvent> Capture() =>
        [new(StreamName.Suspension(Subject), new SuspensionLiftReported(Subject, Mineral, Order, From, When))];
}
