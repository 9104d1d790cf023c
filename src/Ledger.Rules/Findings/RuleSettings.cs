using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using NodaTime;

namespace Ledger.Rules.Findings;

/// <summary>Every threshold the rules use. Versioned, dated events in the ledger change them; these are the defaults.</summary>
public sealed record RuleSettings
{
    public static readonly RuleSettings Default = new();

    /// <summary>0 for the defaults; then one more with every change.</summary>
    public int Version { get; init; }

    /// <summary>R4: largest mass under one tag.</summary>
    public Mass BagLimit { get; init; } = Mass.FromKg(71);
    public Mass DrumLimit { get; init; } = Mass.FromKg(900);
    public Mass BigBagLimit { get; init; } = Mass.FromKg(1_500);

    /// <summary>R5: how much lighter than recorded a receipt may be beyond drying, percent of the recorded mass.</summary>
    public decimal ReceiptLighterPct { get; init; } = 2m;

    /// <summary>R5: how much heavier, percent of the recorded mass.</summary>
    public decimal ReceiptHeavierPct { get; init; } = 2m;

    /// <summary>R5: mass a lot may lose by drying between two scales, percent.</summary>
    public decimal ExpectedDryingPct { get; init; } = 1.5m;

    /// <summary>The division of a scale of which none is registered.</summary>
    public Mass ScaleDivision { get; init; } = Mass.FromKg(0.2m);

    /// <summary>Random part of one weighing, 1 sigma.</summary>
    public Mass WeighingSigma { get; init; } = Mass.FromKg(0.1m);

    /// <summary>Systematic part of a scale in service, 1 sigma, percent of the mass.</summary>
    public decimal ScaleSigmaPct { get; init; } = 0.3m;

    /// <summary>1 sigma of a mass that was estimated or copied, percent of it.</summary>
    public decimal EstimateSigmaPct { get; init; } = 10m;

    /// <summary>1 sigma of a measured moisture, percent absolute.</summary>
    public decimal MoistureSigmaPct { get; init; } = 0.4m;

    /// <summary>How many sigma a difference must exceed.</summary>
    public decimal Coverage { get; init; } = 3m;

    /// <summary>R7: unmeasured loss of a washing run, percent of the input; what flows away is seldom weighed.</summary>
    public decimal WashingLossPct { get; init; } = 60m;

    /// <summary>R7: of a gravity run, where the tailings are heaped and seldom weighed.</summary>
    public decimal GravityLossPct { get; init; } = 40m;

    /// <summary>R7: of magnetic separation and sorting.</summary>
    public decimal SeparationLossPct { get; init; } = 5m;

    /// <summary>R7: of drying, where moisture is not known: mostly the water.</summary>
    public decimal DryingLossPct { get; init; } = 10m;

    /// <summary>R7: what else a run may lose where moisture is not known: it dries in between.</summary>
    public decimal WetRunLossPct { get; init; } = 5m;

    /// <summary>R7: of every other operation, and of drying where moisture is known.</summary>
    public decimal OtherLossPct { get; init; } = 2m;

    /// <summary>R15: longest validity of an export certificate.</summary>
    public int CertificateDays { get; init; } = 90;

    /// <summary>R23: days until a movement that did not arrive is a finding.</summary>
    public int NeverArrivedDays { get; init; } = 30;

    /// <summary>R2, R16: hours by which two recorders' times may be in the wrong order: many type when they find the time.</summary>
    public int ClockSlackHours { get; init; } = 12;

    /// <summary>R28: days until the missing half of a transfer is a finding.</summary>
    public int HalfMissingDays { get; init; } = 30;

    /// <summary>Days until a finding that rests on order or absence stops being provisional.</summary>
    public int ProvisionalDays { get; init; } = 7;

    /// <summary>R3: tags used at a site in a month beyond what it was allowed.</summary>
    public int TagAllowanceExcess { get; init; }

    /// <summary>R13: hours from the notice of a suspension until it binds.</summary>
    public int SuspensionNoticeHours { get; init; } = 72;

    /// <summary>R12: days since its last sheet after which a run that nobody closed counts as over.</summary>
    public int OpenRunDays { get; init; } = 31;

    /// <summary>R15: share of a lot's mass from a country the certificate does not name, percent.</summary>
    public decimal OriginSharePct { get; init; } = 1m;

    /// <summary>R17: days a tag may be on its way from the programme to a site.</summary>
    public int TagTransitDays { get; init; } = 30;

    /// <summary>R18: days after a higher sheet number until a lower one counts as skipped.</summary>
    public int SheetSkippedDays { get; init; } = 30;

    /// <summary>R18: a larger gap is another bundle of sheets or a mistyped number, not skipped sheets.</summary>
    public int SheetGapMost { get; init; } = 20;

    /// <summary>R19: hours a record may be typed in later than is usual at its site.</summary>
    public int CaptureLagHours { get; init; } = 72;

    /// <summary>R19: share of a site's records of a month that must be that late, percent.</summary>
    public decimal CaptureLagSharePct { get; init; } = 10m;

    /// <summary>R19: how many records tell what is usual.</summary>
    public int CaptureLagRecords { get; init; } = 20;

    /// <summary>R19: hours after a device's later record until an earlier one counts as missing.</summary>
    public int DeviceGapHours { get; init; } = 72;

    /// <summary>R25: days a calibration holds where its certificate does not say.</summary>
    public int CalibrationDays { get; init; } = 365;

    /// <summary>R29: km from its site within which a lot is tagged.</summary>
    public decimal TaggingRadiusKm { get; init; } = 2m;

    /// <summary>R30: tags that one device can record in an hour, since each bag is weighed.</summary>
    public int TagsPerHour { get; init; } = 40;

    public Duration ClockSlack => Duration.FromHours(ClockSlackHours);

    public Mass LimitOf(Packaging? packaging) => packaging switch
    {
        Packaging.Bag => BagLimit,
        Packaging.Drum => DrumLimit,
        _ => BigBagLimit,
    };

    /// <summary>R7: the operation's norm, percent of the input.</summary>
    public decimal LossNormPct(RunOperation operation, bool isDry) => (isDry ? 0 : WetRunLossPct) + operation switch
    {
        RunOperation.Washing => WashingLossPct,
        RunOperation.Gravity => GravityLossPct,
        RunOperation.Magnetic or RunOperation.Sorting => SeparationLossPct,
        RunOperation.Drying when !isDry => DryingLossPct,
        _ => OtherLossPct,
    };
}
