using Ledger.Domain.Guarded.Settings;
using Ledger.Domain.Values;
using Ledger.Rules.Facts;
using NodaTime;

namespace Ledger.Rules.Findings;

/// <summary>
/// Every number rules and views go by, as it holds for what happened at one moment. A rule takes them <see cref="At(Fact)"/> the record a
/// finding is about: what was within the limit when it happened stays so, whatever is changed later.
/// </summary>
public sealed record RuleSettings
{
    /// <summary>As long as nothing was ever changed.</summary>
    public static readonly RuleSettings Default = Of(DatedSettings.Empty);

    private readonly DatedSettings _dated;

    private RuleSettings(DatedSettings dated) => _dated = dated;

    private Instant Time { get; init; } = Instant.MaxValue;

    /// <summary>As after the last of these changes, even one that is yet to take effect: choose a moment.</summary>
    public static RuleSettings Of(DatedSettings dated) => new(dated);

    public RuleSettings At(Instant time) => _dated.Version == 0 ? this : this with { Time = time };

    /// <summary>As they held when this began to happen.</summary>
    public RuleSettings At(Fact fact) => At(fact.Interval.Start);

    /// <summary>As they held when the last of these began to happen.</summary>
    /// <param name="facts">At least one.</param>
    public RuleSettings At(IEnumerable<Fact> facts) => At(facts.Max(fact => fact.Interval.Start));

    /// <summary>As they held when that day began, in UTC.</summary>
    public RuleSettings At(LocalDate day) => At(day.AtMidnight().InUtc().ToInstant());

    /// <summary>The version of the settings' stream that has all that holds at that moment; 0 for the defaults.</summary>
    public int Version => _dated.VersionAt(Time);

    /// <summary>The moments from which a setting has another value, in order.</summary>
    public IEnumerable<Instant> ChangesOf(Setting setting) => _dated.ChangesOf(setting.Name);

    public Mass BagLimit => Kg(SettingCatalogue.BagLimit);
    public Mass DrumLimit => Kg(SettingCatalogue.DrumLimit);
    public Mass BigBagLimit => Kg(SettingCatalogue.BigBagLimit);
    public decimal ReceiptLighterPct => Value(SettingCatalogue.ReceiptLighter);
    public decimal ReceiptHeavierPct => Value(SettingCatalogue.ReceiptHeavier);
    public decimal ExpectedDryingPct => Value(SettingCatalogue.ExpectedDrying);
    public decimal DailyDryingPct => Value(SettingCatalogue.DailyDrying);
    public int YearlyShipments => Whole(SettingCatalogue.YearlyShipments);
    public decimal IncidentAlarmPct => Value(SettingCatalogue.IncidentAlarm);
    public decimal ShipmentAlarmPct => Value(SettingCatalogue.ShipmentAlarm);
    public decimal LotAlarmPct => Value(SettingCatalogue.LotAlarm);
    public Mass LotSigma => Kg(SettingCatalogue.LotSigma);
    public int IncidentLots => Whole(SettingCatalogue.IncidentLots);
    public decimal AgreementTailPct => Value(SettingCatalogue.AgreementTail);
    public int AgreementLots => Whole(SettingCatalogue.AgreementLots);
    public Mass Repeatability => Kg(SettingCatalogue.Repeatability);
    public Mass ScaleDivision => Kg(SettingCatalogue.ScaleDivision);
    public Mass WeighingSigma => Kg(SettingCatalogue.WeighingSigma);
    public decimal ScaleSigmaPct => Value(SettingCatalogue.ScaleSigma);
    public decimal UncalibratedSigmaPct => Value(SettingCatalogue.UncalibratedSigma);
    public decimal ScaleDriftPct => Value(SettingCatalogue.ScaleDrift);
    public decimal EstimateSigmaPct => Value(SettingCatalogue.EstimateSigma);
    public decimal MoistureSigmaPct => Value(SettingCatalogue.MoistureSigma);
    public decimal ScaleApartSigmaPct => Value(SettingCatalogue.ScaleApart);
    public decimal MoistureCommonSigmaPct => Value(SettingCatalogue.MoistureCommonSigma);
    public decimal UnmeasuredMoisturePct => Value(SettingCatalogue.UnmeasuredMoisture);
    public decimal UnmeasuredMoistureSigmaPct => Value(SettingCatalogue.UnmeasuredMoistureSigma);
    public decimal UnmeasuredCommonSigmaPct => Value(SettingCatalogue.UnmeasuredCommonSigma);
    public decimal ProcessWaterSigmaPct => Value(SettingCatalogue.ProcessWaterSigma);
    public decimal PlantLevelSigmaPct => Value(SettingCatalogue.PlantLevelSigma);
    public decimal PlantSeasonSigmaPct => Value(SettingCatalogue.PlantSeasonSigma);
    public decimal PlantDriftSigmaPct => Value(SettingCatalogue.PlantDriftSigma);
    public decimal AssaySigmaPct => Value(SettingCatalogue.AssaySigma);
    public decimal XrfSigmaPct => Value(SettingCatalogue.XrfSigma);
    public decimal LabSigmaPct => Value(SettingCatalogue.LabSigma);
    public decimal Coverage => Value(SettingCatalogue.Coverage);
    public decimal WashingLossPct => Value(SettingCatalogue.WashingLoss);
    public decimal GravityLossPct => Value(SettingCatalogue.GravityLoss);
    public decimal SeparationLossPct => Value(SettingCatalogue.SeparationLoss);
    public decimal DryingLossPct => Value(SettingCatalogue.DryingLoss);
    public decimal WetRunLossPct => Value(SettingCatalogue.WetRunLoss);
    public decimal OtherLossPct => Value(SettingCatalogue.OtherLoss);
    public int CertificateDays => Whole(SettingCatalogue.CertificateDays);
    public decimal CertificateWeightPct => Value(SettingCatalogue.CertificateWeight);
    public decimal ConsumedHeavierPct => Value(SettingCatalogue.ConsumedHeavier);
    public int NeverArrivedDays => Whole(SettingCatalogue.NeverArrivedDays);
    public int HalfMissingDays => Whole(SettingCatalogue.HalfMissingDays);
    public decimal SupplyTimes => Value(SettingCatalogue.SupplyTimes);
    public Mass LeastSupply => Kg(SettingCatalogue.LeastSupply);
    public decimal BaselineReviewTimes => Value(SettingCatalogue.BaselineReview);
    public decimal BaselineIncidentTimes => Value(SettingCatalogue.BaselineIncident);
    public decimal PeerRateTimes => Value(SettingCatalogue.PeerRate);
    public Mass ColtanMinerDay => Kg(SettingCatalogue.MinerDay);
    public int PeerSites => Whole(SettingCatalogue.PeerSites);
    public int HistoryMonths => Whole(SettingCatalogue.HistoryMonths);
    public decimal SurgeSigma => Value(SettingCatalogue.SurgeSigma);
    public decimal SurgePageSigma => Value(SettingCatalogue.SurgePage);
    public int OpenRunDays => Whole(SettingCatalogue.OpenRunDays);
    public Duration SuspensionNotice => Duration.FromHours(Whole(SettingCatalogue.SuspensionNotice));
    public decimal NearAreaKm => Value(SettingCatalogue.NearArea);
    public decimal OriginSharePct => Value(SettingCatalogue.OriginShare);
    public int TagTransitDays => Whole(SettingCatalogue.TagTransitDays);
    public int SheetSkippedDays => Whole(SettingCatalogue.SheetSkippedDays);
    public Duration CaptureLag => Duration.FromHours(Whole(SettingCatalogue.CaptureLag));
    public decimal CaptureLagSharePct => Value(SettingCatalogue.CaptureLagShare);
    public int CaptureLagRecords => Whole(SettingCatalogue.CaptureLagRecords);
    public Duration DeviceGap => Duration.FromHours(Whole(SettingCatalogue.DeviceGap));
    public decimal JourneyKmh => Value(SettingCatalogue.JourneySpeed);
    public decimal DigitTailPct => Value(SettingCatalogue.DigitTail);
    public int DigitReadings => Whole(SettingCatalogue.DigitReadings);
    public int CalibrationDays => Whole(SettingCatalogue.CalibrationDays);
    public decimal CorrectionSigma => Value(SettingCatalogue.CorrectionSigma);
    public int CorrectionRecords => Whole(SettingCatalogue.CorrectionRecords);
    public int OpenIncidentMonths => Whole(SettingCatalogue.OpenIncidentMonths);
    public decimal NeighbourTimes => Value(SettingCatalogue.NeighbourTimes);
    public decimal NeighbourRadiusKm => Value(SettingCatalogue.NeighbourRadius);
    public int NeighbourDays => Whole(SettingCatalogue.NeighbourDays);
    public decimal TaggingRadiusKm => Value(SettingCatalogue.TaggingRadius);
    public int TagsPerHour => Whole(SettingCatalogue.TagsPerHour);
    public Duration ClockSlack => Duration.FromHours(Whole(SettingCatalogue.ClockSlack));
    public Duration TypedLate => Duration.FromHours(Whole(SettingCatalogue.TypedLate));
    public Mass Crumbs => Kg(SettingCatalogue.Crumbs);
    public int ProvisionalDays => Whole(SettingCatalogue.ProvisionalDays);
    public int AnswerWorkingDays => Whole(SettingCatalogue.AnswerWorkingDays);

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

    private decimal Value(Setting setting) => _dated.ValueAt(setting.Name, Time) ?? setting.Default;

    private Mass Kg(Setting setting) => Mass.FromKg(Value(setting));

    private int Whole(Setting setting) => (int)Value(setting);
}
