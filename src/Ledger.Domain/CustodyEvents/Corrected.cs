using System.Text.Json;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;

namespace Ledger.Domain.CustodyEvents;

/// <summary>
/// Says that a recorded custody event did not occur or was recorded wrongly. The original stays and is marked; the
/// replacement has its own id and is captured in the same append. Correcting a correction restores.
/// </summary>
public sealed record Corrected(
    CustodyEnvelope Envelope, CustodyEventId Target, CorrectionReason Reason, CustodyEvent? Replacement)
    : CustodyEvent(Envelope), ICarriesReplacement
{
    public static Corrected Read(Fields fields, CustodyEnvelope envelope)
    {
        var target = fields.Uuid("target", required: true);
        var reason = fields.Code<CorrectionReason>("reason", required: true);
        var posted = fields.Raw("replacement", new("object") { Form = "a whole custody event with its own id" });
        var replacement = posted is { } element
            ? CustodyEventReader.ReadReplacement(element, envelope.RecordedBy, fields) : null;
        if (target == envelope.Id.Value) fields.Error("target", "must be another custody event than this one");
        if (posted is not null && reason is CorrectionReason.DidNotOccur)
            fields.Error("replacement", "must not be given for what did not occur");
        if (replacement is Corrected) fields.Error("replacement", "must not itself be a correction");
        if (replacement is not null
            && (replacement.Envelope.Id == envelope.Id || replacement.Envelope.Id.Value == target))
            fields.Error("replacement.id", "must be an id of its own");
        return new(envelope, new(target ?? default), reason ?? default, replacement);
    }

    public override IEnumerable<StreamEvent> Capture() =>
        [new(StreamName.CustodyEvent(Target), new EventCorrected(Target, Reason, Replacement?.Envelope.Id, When))];
}
