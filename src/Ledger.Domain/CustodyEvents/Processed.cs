using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;

namespace Ledger.Domain.CustodyEvents;

/// <summary>
/// One sheet of a processing run: lots in, lots out. Sheets with the same run id add up; the last one says
/// <c>final</c>.
/// </summary>
public sealed record Processed(
    CustodyEnvelope Envelope, RunId RunId, RunOperation Operation, PartyId Holder, string? Facility,
    IReadOnlyList<RunInput> Inputs, IReadOnlyList<RunOutput> Outputs, Mass? MeasuredLossKg,
    bool Final) : CustodyEvent(Envelope)
{
    public static Processed Read(Fields fields, CustodyEnvelope envelope)
    {
        var inputs = fields.List("inputs", ReadInput);
        var line = 0;
        var outputs = fields.List("outputs", output => ReadOutput(output, envelope, ++line));
        fields.RequireOneOf("inputs", "outputs");
        fields.RequireDistinct("inputs", inputs, input => input.Lot);
        fields.RequireDistinct("outputs", outputs, output => output.Lot);
        return new(
            envelope, fields.OwnId<RunId>("runId", envelope.RecordedBy) ?? new RunId(LotFields.MadeFrom(envelope)),
            fields.Code<RunOperation>("operation", required: true) ?? default,
            fields.Id<PartyId>("holder") ?? envelope.RecordedBy, fields.Label("facility"), inputs, outputs,
            fields.Mass("measuredLossKg", allowZero: true), fields.Flag("final", required: true) ?? default);
    }

    public override IReadOnlyList<PartyId> ActingParties => [Holder];

    public override IEnumerable<StreamEvent> Capture()
    {
        yield return new(StreamName.Run(RunId), new RunPartRecorded(
            RunId, Operation, Holder, Facility, Inputs, Outputs, MeasuredLossKg, Final, When));
        foreach (var input in Inputs)
            yield return new(input.Lot.Stream, new LotConsumed(
                input.Lot, RunId, input.NetKg, input.Method, input.MoisturePct, input.Analytes, Holder, When));
        foreach (var output in Outputs)
            foreach (var captured in Capture(output)) yield return captured;
    }

    private IEnumerable<StreamEvent> Capture(RunOutput output)
    {
        var stream = StreamName.Lot(output.Lot);
        yield return new(stream, new LotProduced(
            output.Lot, RunId, output.Kind, output.Mineral, output.NetKg, output.Method, output.MoisturePct,
            output.Analytes, Holder, output.Owner, When), OpensStream: true);
        if (output.Tag is not { } tag) yield break;
        var lot = new LotReference(output.Lot);
        yield return new(stream, new LotTagged(lot, tag, Replaces: null, Reason: null, When));
        yield return new(StreamName.Tag(tag), new TagAttached(tag, lot, When), OpensStream: true);
    }

    private static RunInput? ReadInput(Fields fields)
    {
        var lot = fields.Lot();
        var (net, method) = fields.RequiredMass();
        var (moisture, analytes) = (fields.Pct("moisturePct"), fields.Analytes());
        return lot is { } reference ? new(reference, net, method, moisture, analytes) : null;
    }

    private static RunOutput ReadOutput(Fields fields, CustodyEnvelope envelope, int line)
    {
        var (net, method) = fields.RequiredMass();
        return new(
            fields.OwnId<LotId>("lotId", envelope.RecordedBy) ?? new LotId(LotFields.MadeFrom(envelope, line)),
            fields.Code<OutputKind>("kind", required: true) ?? default,
            fields.Code<Mineral>("mineral", required: true) ?? default, fields.Tag("tag"), net, method,
            fields.Pct("moisturePct"), fields.Analytes(), fields.Id<PartyId>("owner"));
    }
}
