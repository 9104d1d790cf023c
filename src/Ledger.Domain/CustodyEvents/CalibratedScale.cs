using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using NodaTime;

namespace Ledger.Domain.CustodyEvents;

/// <summary>A scale was calibrated: a new epoch of its errors begins.</summary>
public sealed record CalibratedScale(
    CustodyEnvelope Envelope, ScaleId ScaleId, CalibrationResult Result, string? Certificate, LocalDate? ValidUntil)
    : CustodyEvent(Envelope)
{
    public static CalibratedScale Read(Fields fields, CustodyEnvelope envelope) => new(
        envelope, fields.Id<ScaleId>("scaleId", required: true) ?? default,
        fields.Code<CalibrationResult>("result", required: true) ?? default, fields.PrintedNumber("certificate"),
        fields.Date("validUntil"));

    public override IEnumerable<StreamEvent> Capture() =>
        [new(StreamName.Scale(ScaleId), new ScaleCalibrated(ScaleId, Result, Certificate, ValidUntil, When))];
}
