using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;

namespace Ledger.Domain.CustodyEvents;

/// <summary>A sample was taken from a lot.</summary>
public sealed record Sampled(
    CustodyEnvelope Envelope, SampleId SampleId, LotReference Lot, Mass NetKg, AssayPurpose For)
    : CustodyEvent(Envelope)
{
    public static Sampled Read(Fields fields, CustodyEnvelope envelope) => new(
        envelope, fields.OwnId<SampleId>("sampleId", envelope.RecordedBy) ?? new SampleId(LotFields.MadeFrom(envelope)),
        fields.Lot() ?? default, fields.Mass("netKg", required: true) ?? default,
        fields.Code<AssayPurpose>("for", required: true) ?? default);

    public override IEnumerable<StreamEvent> Capture() =>
        [new(Lot.Stream, new LotSampled(Lot, SampleId, NetKg, For, When))];
}
