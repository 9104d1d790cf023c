using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;

namespace Ledger.Domain.CustodyEvents;

/// <summary>A sheet of a book was not used.</summary>
public sealed record VoidedSheet(CustodyEnvelope Envelope, string Book, string Number, SheetVoidReason Reason)
    : CustodyEvent(Envelope)
{
    public static VoidedSheet Read(Fields fields, CustodyEnvelope envelope) => new(
        envelope, fields.Label("book", required: true) ?? "", fields.Label("number", required: true) ?? "",
        fields.Code<SheetVoidReason>("reason", required: true) ?? default);

    public override IEnumerable<StreamEvent> Capture() =>
        [new(StreamName.SheetBook(Book), new SheetVoided(Book, Number, Reason, When))];
}
