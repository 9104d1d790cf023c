using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using NodaTime;

namespace Ledger.Domain.CustodyEvents;

/// <summary>An export certificate was issued, as the recorder has seen it. What it says is judged later.</summary>
public sealed record Certified(
    CustodyEnvelope Envelope, CertificateId Certificate, LotReference Lot, Mass WeightKg, Pct? GradePct,
    IReadOnlyList<CountryCode> Origin, LocalDate IssuedOn, LocalDate ExpiresOn,
    CertificateId? Replaces) : CustodyEvent(Envelope)
{
    public static Certified Read(Fields fields, CustodyEnvelope envelope)
    {
        var certificate = CertificateId.Read(fields);
        var replaces = fields.Object("replaces", CertificateId.Read);
        if (replaces is not null && replaces == certificate)
            fields.Error("replaces", "must be another certificate than this one");
        var issued = fields.Date("issuedOn", required: true);
        var expires = fields.Date("expiresOn", required: true);
        if (expires < issued) fields.Error("expiresOn", "must not be before issuedOn");
        return new(
            envelope, certificate ?? default, fields.Lot() ?? default,
            fields.Mass("weightKg", required: true) ?? default, fields.Pct("gradePct"),
            fields.Ids<CountryCode>("origin", required: true), issued ?? default, expires ?? default, replaces);
    }

    public override IEnumerable<StreamEvent> Capture() =>
    [
        new(StreamName.Certificate(Certificate), new CertificateIssued(
            Certificate, Lot, WeightKg, GradePct, Origin, IssuedOn, ExpiresOn, Replaces, When), OpensStream: true),
        new(Lot.Stream,
            new LotCertified(Lot, Certificate, WeightKg, GradePct, Origin, IssuedOn, ExpiresOn, Replaces, When)),
    ];
}
