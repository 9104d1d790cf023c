using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;

namespace Ledger.Domain.CustodyEvents;

/// <summary>What a laboratory or instrument found in a lot.</summary>
public sealed record Assayed(
    CustodyEnvelope Envelope, SampleId? SampleId, LotReference Lot, PartyId Lab, AssayMethod Method,
    AssayPurpose Purpose, MassBasis Basis, IReadOnlyList<Analyte> Analytes, Pct? MoisturePct,
    PartyId? SampledBy) : CustodyEvent(Envelope)
{
    public static Assayed Read(Fields fields, CustodyEnvelope envelope)
    {
        var analytes = fields.Analytes();
        fields.RequireOneOf("analytes", "moisturePct");
        return new(
            envelope, fields.Id<SampleId>("sampleId"), fields.Lot() ?? default,
            fields.Id<PartyId>("lab") ?? envelope.RecordedBy,
            fields.Code<AssayMethod>("method", required: true) ?? default,
            fields.Code<AssayPurpose>("purpose", required: true) ?? default,
            fields.Code<MassBasis>("basis") ?? MassBasis.Dry, analytes ?? [], fields.Pct("moisturePct"),
            fields.Id<PartyId>("sampledBy"));
    }

    public override IEnumerable<StreamEvent> Capture() =>
        [new(Lot.Stream,
            new LotAssayed(Lot, SampleId, Lab, Method, Purpose, Basis, Analytes, MoisturePct, SampledBy, When))];
}
