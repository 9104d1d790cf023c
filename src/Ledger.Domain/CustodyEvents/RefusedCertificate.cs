using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;

namespace Ledger.Domain.CustodyEvents;

/// <summary>An authority refused a lot its export certificate.</summary>
/// <param name="Number">The number of the application or form, where it had one.</param>
public sealed record RefusedCertificate(
    CustodyEnvelope Envelope, PartyId Authority, string? Number, LotReference Lot, CertificateRefusalReason Reason)
    : CustodyEvent(Envelope)
{
    public static RefusedCertificate Read(Fields fields, CustodyEnvelope envelope) => new(
        envelope, fields.Id<PartyId>("authority", required: true) ?? default, fields.PrintedNumber("number"),
        fields.Lot() ?? default, fields.Code<CertificateRefusalReason>("reason", required: true) ?? default);

    public override IEnumerable<StreamEvent> Capture()
    {
        if (Number is not null)
        {
            var certificate = new CertificateId(Authority, Number);
            yield return new(
                StreamName.Certificate(certificate), new CertificateRefused(certificate, Lot, Reason, When));
        }

        yield return new(Lot.Stream, new LotCertificateRefused(Lot, Authority, Number, Reason, When));
    }
}
