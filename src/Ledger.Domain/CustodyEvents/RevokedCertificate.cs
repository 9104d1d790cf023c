using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;

namespace Ledger.Domain.CustodyEvents;

/// <summary>An authority took an export certificate back.</summary>
public sealed record RevokedCertificate(
    CustodyEnvelope Envelope, CertificateId Certificate, LotReference? Lot,
    RevocationReason Reason) : CustodyEvent(Envelope)
{
    public static RevokedCertificate Read(Fields fields, CustodyEnvelope envelope) => new(
        envelope, CertificateId.Read(fields) ?? default, fields.Lot(required: false),
        fields.Code<RevocationReason>("reason", required: true) ?? default);

    public override IEnumerable<StreamEvent> Capture()
    {
        yield return new(StreamName.Certificate(Certificate), new CertificateRevoked(Certificate, Lot, Reason, When));
        if (Lot is { } lot) yield return new(lot.Stream, new LotCertificateRevoked(lot, Certificate, Reason, When));
    }
}
