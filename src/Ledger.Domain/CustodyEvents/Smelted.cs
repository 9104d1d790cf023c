using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;

namespace Ledger.Domain.CustodyEvents;

/// <summary>A heat or campaign of a smelter: lots and other material in, metal and slag out.</summary>
/// <param name="Holder">The smelter's company as a party of this ledger; the recorder where the body names
/// nobody.</param>
public sealed record Smelted(
    CustodyEnvelope Envelope, HeatId HeatId, SmelterId Smelter, PartyId Holder, IReadOnlyList<HeatInput> Inputs,
    IReadOnlyList<OtherInput> OtherInputs, IReadOnlyList<HeatOutput> Outputs, Mass? SlagKg, Mass? StockChangeKg,
    PartyId? Owner)
    : CustodyEvent(Envelope)
{
    public static Smelted Read(Fields fields, CustodyEnvelope envelope)
    {
        var inputs = fields.List("inputs", ReadInput);
        var others = fields.List("otherInputs", ReadOther, max: 100);
        fields.RequireOneOf("inputs", "otherInputs", "outputs");
        fields.RequireDistinct("inputs", inputs, input => input.Lot);
        return new(
            envelope, fields.OwnId<HeatId>("heatId", envelope.RecordedBy) ?? new HeatId(LotFields.MadeFrom(envelope)),
            fields.Id<SmelterId>("smelter", required: true) ?? default,
            fields.Id<PartyId>("holder") ?? envelope.RecordedBy, inputs, others,
            fields.List("outputs", ReadOutput, max: 100), fields.Mass("slagKg", allowZero: true),
            fields.SignedMass("stockChangeKg"), fields.Id<PartyId>("owner"));
    }

    public override IReadOnlyList<PartyId> ActingParties => [Holder];

    public override IEnumerable<StreamEvent> Capture()
    {
        yield return new(StreamName.Heat(HeatId), new HeatRecorded(
            HeatId, Smelter, Holder, Inputs, OtherInputs, Outputs, SlagKg, StockChangeKg, Owner, When), OpensStream: true);
        foreach (var (lot, net) in Inputs)
            yield return new(lot.Stream, new LotSmelted(lot, HeatId, Smelter, net, When));
    }

    private static HeatInput? ReadInput(Fields fields)
    {
        var lot = fields.Lot();
        var net = fields.Mass("netKg", required: true);
        return lot is { } reference && net is { } mass ? new(reference, mass) : null;
    }

    private static OtherInput ReadOther(Fields fields) =>
        new(fields.Code<OtherInputClass>("class", required: true) ?? default,
            fields.Mass("kg", required: true) ?? default);

    private static HeatOutput ReadOutput(Fields fields) => new(
        fields.Code<SmelterProduct>("product", required: true) ?? default, fields.Mass("kg", required: true) ?? default,
        fields.Pct("gradePct"));
}
