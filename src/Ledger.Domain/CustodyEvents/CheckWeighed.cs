using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;

namespace Ledger.Domain.CustodyEvents;

/// <summary>A known mass was put on a scale.</summary>
public sealed record CheckWeighed(CustodyEnvelope Envelope, ScaleId ScaleId, Mass KnownKg, Mass ShownKg)
    : CustodyEvent(Envelope)
{
    public static CheckWeighed Read(Fields fields, CustodyEnvelope envelope) => new(
        envelope, fields.Id<ScaleId>("scaleId", required: true) ?? default,
        fields.Mass("knownKg", required: true) ?? default,
        fields.Mass("shownKg", required: true, allowZero: true) ?? default);

    public override IEnumerable<StreamEvent> Capture() =>
        [new(StreamName.Scale(ScaleId), new ScaleChecked(ScaleId, KnownKg, ShownKg, When))];
}
