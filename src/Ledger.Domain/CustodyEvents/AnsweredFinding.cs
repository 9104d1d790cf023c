using Ledger.Domain.Json;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;

namespace Ledger.Domain.CustodyEvents;

/// <summary>Somebody named in a finding answers it. The text is sealed; documents are in the envelope.</summary>
public sealed record AnsweredFinding(CustodyEnvelope Envelope, FindingId FindingId, string Text)
    : CustodyEvent(Envelope)
{
    public static AnsweredFinding Read(Fields fields, CustodyEnvelope envelope) => new(
        envelope, new(fields.Uuid("findingId", required: true) ?? default),
        fields.Text("text", required: true, maxLength: 10_000) ?? "");

    public override IEnumerable<StreamEvent> Capture() =>
        [new(StreamName.FindingAnswer(FindingId), new FindingAnswered(FindingId, When))];

    public override IEnumerable<SealedPart> Sealed() =>
        base.Sealed().Append(SealedPart.Of(SealedKind.Answer, Text, LedgerJson.Default.String));
}
