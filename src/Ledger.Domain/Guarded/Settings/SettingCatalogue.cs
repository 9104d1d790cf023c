namespace Ledger.Domain.Guarded.Settings;

/// <summary>
/// Every setting there is: the only place that knows names, defaults and bounds. Where a default is the programme's published number or
/// this product's own choice stands in docs/rules.md.
/// </summary>
public static class SettingCatalogue
{
    private static readonly SortedDictionary<string, Setting> ByName = new(StringComparer.Ordinal);

    public static readonly Setting BagLimit = Kg("R4.bagKg", 71, 1, 1_000, "Largest mass under one tag in a bag.", "R4");
    public static readonly Setting DrumLimit = Kg("R4.drumKg", 900, 1, 5_000, "Largest mass under one tag in a drum.", "R4");
    public static readonly Setting BigBagLimit =
        Kg("R4.bigBagKg", 1_500, 1, 10_000, "Largest mass under one tag in a big bag, and where the packaging is not known.", "R4");

    public static readonly Setting ReceiptLighter =
        Percent("R5.lighterPct", 2, 50, "Of a lot's mass: how much lighter a single one is worth a look, beyond drying.", "R5");
    public static readonly Setting ReceiptHeavier =
        Percent("R5.heavierPct", 2, 50, "Of a lot's mass: how much heavier a single one is worth a look.", "R5");
    public static readonly Setting ExpectedDrying =
        Percent("R5.dryingPct", 1.5m, 50, "Mass a lot may lose by drying between two scales, at most.", "R5");
    public static readonly Setting DailyDrying =
        Percent("R5.dailyDryingPct", 0.2m, 50, "Mass a lot may lose by drying in a day, at most.", "R5");
    public static readonly Setting YearlyShipments = Count(
        "R5.yearlyShipments", "shipments", 100, 1, 100_000, "Shipments of a holder in a year that share its false alarms.", "R5", "R24");
    public static readonly Setting IncidentAlarm = Add(new(
        "incident.falseAlarmPct", "percent", 1, 0.001m, 50, 4,
        "Chance that all statistical tests together flag an incident of an honest holder in a year.", ["R5", "R6", "R8", "R24"]));
    public static readonly Setting ShipmentAlarm =
        Percent("R5.shipmentAlarmPct", 1, 50, "Chance that an honest shipment is put in the queue for its sum.", "R5", "R24");
    public static readonly Setting LotAlarm =
        Percent("R5.lotAlarmPct", 1, 50, "Chance that any lot of an honest shipment stands out.", "R5");
    public static readonly Setting LotSigma =
        Kg("R5.lotSigmaKg", 0.15m, 0.001m, 50, "Least spread of a shipment's lots against each other, 1 sigma.", "R5");
    public static readonly Setting IncidentLots = Count(
        "R5.incidentLots", "lots", 5, 2, 1_000, "Lots a shipment needs to be an incident: fewer may be one slip.", "R5");

    public static readonly Setting ScaleDivision =
        Kg("scale.divisionKg", 0.2m, 0.001m, 50, "The division of a scale of which none is registered.", "R5", "R15", "R16", "R25");
    public static readonly Setting WeighingSigma =
        Kg("scale.weighingSigmaKg", 0.1m, 0, 50, "Random part of one weighing, 1 sigma.", "R5", "R6", "R7", "R24");
    public static readonly Setting ScaleSigma =
        Percent("scale.systematicSigmaPct", 0.3m, 20, "Systematic part of a scale in service, 1 sigma.", "R5", "R6", "R7", "R24", "R25");
    public static readonly Setting UncalibratedSigma =
        Percent("scale.uncalibratedSigmaPct", 1, 20, "Systematic part of a scale that was never calibrated, or failed, 1 sigma.", "R5");
    public static readonly Setting ScaleDrift =
        Percent("scale.monthlyDriftPct", 0.1m, 20, "How far a scale's error walks in a month, 1 sigma.", "R5");
    public static readonly Setting EstimateSigma =
        Percent("estimate.sigmaPct", 10, 100, "1 sigma of a mass that was estimated or copied.", "R6", "R7", "R16");
    public static readonly Setting MoistureSigma =
        Percent("moisture.sigmaPct", 0.4m, 20, "1 sigma of a measured moisture, percent absolute.", "R6", "R7", "R8", "R24");
    public static readonly Setting ScaleApart = Percent(
        "scale.apartSigmaPct", 0.2m, 20, "By how much a plant may weigh what comes out otherwise than what goes in, 1 sigma.", "R6", "R8");
    public static readonly Setting MoistureCommonSigma = Percent(
        "moisture.commonSigmaPct", 0.2m, 20, "The part of it that a plant's measurements share, percent absolute, 1 sigma.",
        "R6", "R8", "R24");
    public static readonly Setting UnmeasuredMoisture =
        Percent("moisture.unmeasuredPct", 5, 50, "Moisture of a line that states none, in the balance of a holder.", "R6", "R8");
    public static readonly Setting UnmeasuredMoistureSigma =
        Percent("moisture.unmeasuredSigmaPct", 2, 20, "How far a lot may be from it, percent absolute, 1 sigma.", "R6", "R8");
    public static readonly Setting UnmeasuredCommonSigma =
        Percent("moisture.unmeasuredCommonSigmaPct", 1, 20, "How far a season may be from it, percent absolute, 1 sigma.", "R6", "R8");
    public static readonly Setting ProcessWaterSigma = Percent(
        "moisture.processSigmaPct", 1, 20, "How much wetter washing may leave its product than its feed was, percent absolute, 1 sigma.",
        "R6", "R8");
    public static readonly Setting PlantLevelSigma = Percent(
        "plants.levelSigmaPct", 3, 50, "How far plants that do the same differ in what dries and is lost there, 1 sigma.", "R6");
    public static readonly Setting PlantSeasonSigma = Percent(
        "plants.seasonSigmaPct", 2, 50, "How far a season changes that for all of them, 1 sigma.", "R6");
    public static readonly Setting PlantDriftSigma = Percent(
        "plants.driftSigmaPct", 0.2m, 20, "How far what dries and is lost at a plant walks in a month, 1 sigma.", "R6");
    public static readonly Setting AssaySigma =
        Percent("assay.sigmaPct", 1.5m, 50, "A grade of which nobody says how it was found, percent of itself, 1 sigma.", "R8", "R24");
    public static readonly Setting XrfSigma =
        Percent("assay.xrfSigmaPct", 1.8m, 50, "A grade found by X-ray fluorescence, percent of itself, 1 sigma.", "R24");
    public static readonly Setting LabSigma =
        Percent("assay.labSigmaPct", 0.6m, 50, "A laboratory's grade, percent of itself, 1 sigma.", "R24");
    public static readonly Setting Coverage =
        Add(new("balance.coverageSigma", "sigma", 3, 1, 10, 2, "How many sigma a difference must exceed.",
            ["R6", "R7", "R9", "R16", "R21", "R25"]));

    public static readonly Setting WashingLoss = Percent("R7.washingPct", 60, 100, "Unmeasured loss of washing, of the input.", "R7");
    public static readonly Setting GravityLoss = Percent("R7.gravityPct", 40, 100, "Unmeasured loss of a gravity run.", "R7");
    public static readonly Setting SeparationLoss =
        Percent("R7.separationPct", 5, 100, "Unmeasured loss of magnetic separation and of sorting.", "R7");
    public static readonly Setting DryingLoss = Percent("R7.dryingPct", 10, 100, "Loss of drying where moisture is not known.", "R7");
    public static readonly Setting WetRunLoss =
        Percent("R7.wetRunPct", 5, 100, "What any run may lose besides where moisture is not known.", "R7");
    public static readonly Setting OtherLoss = Percent("R7.otherPct", 2, 100, "Unmeasured loss of every other operation.", "R7");

    public static readonly Setting CertificateDays =
        Days("R15.validityDays", 90, 3_650, "Longest validity of an export certificate.", "R15");
    public static readonly Setting CertificateWeight =
        Percent("R15.weightPct", 2, 50, "How far a certificate's weight may be from the last scale's.", "R15");
    public static readonly Setting ConsumedHeavier =
        Percent("R16.heavierPct", 2, 50, "How much more than a lot ever weighed runs may take of it.", "R16");
    public static readonly Setting NeverArrivedDays =
        Days("R23.days", 30, 365, "Until a movement that did not arrive is a finding.", "R23");
    public static readonly Setting HalfMissingDays =
        Days("R28.days", 30, 365, "Until the missing half of a transfer is a finding.", "R28");

    public static readonly Setting SupplyTimes =
        Times("R9.supplyTimes", 1.5m, "A supplier's month against what is usual, beyond which it is looked at.", "R9");
    public static readonly Setting LeastSupply =
        Kg("R9.leastKg", 500, 0, 1_000_000, "What a supplier delivers in a month, below which nothing is said of it.", "R9");
    public static readonly Setting BaselineReview = Times(
        "R10.reviewTimes", 1.25m, "A site's month against its approved baseline, beyond which it is looked at.", "R10");
    public static readonly Setting BaselineIncident = Times(
        "R10.incidentTimes", 1.5m, "The same, without its heaviest bag, beyond which it is an incident.", "R10");
    public static readonly Setting PeerRate = Times(
        "R10.peerTimes", 3, "Kilograms a miner and day against the median of like sites, beyond which it is looked at.", "R10");
    public static readonly Setting MinerDay =
        Kg("R10.coltanMinerDayKg", 0.3m, 0.001m, 100, "Coltan a miner brings out in a day, where too few like sites tell.", "R10");
    public static readonly Setting PeerSites =
        Count("R10.peerSites", "sites", 5, 1, 1_000, "How many others tell what is usual for all of them.", "R9", "R10", "R21",
            "R27");
    public static readonly Setting HistoryMonths =
        Count("R10.historyMonths", "months", 6, 2, 24, "Of the 24 before, how many months tell what is usual.", "R9", "R10", "R21");
    public static readonly Setting SurgeSigma = Add(new(
        "R10.shewhartSigma", "sigma", 4, 1, 10, 2, "How far one month may be above what is usual.", ["R10"]));
    public static readonly Setting SurgePage = Add(new(
        "R10.pageSigma", "sigma", 5.59m, 1, 50, 2, "How far Page's sum (k = 0.5) may rise: 1 % in 24 innocent months.", ["R10"]));

    public static readonly Setting OpenRunDays =
        Days("R12.openRunDays", 31, 365, "Since its last sheet, after which a run that nobody closed counts as over.", "R12");
    public static readonly Setting SuspensionNotice =
        Hours("R13.noticeHours", 72, 2_400, "From the notice of a suspension until it binds.", "R13");
    public static readonly Setting NearArea = Add(new(
        "R14.nearKm", "km", 10, 0, 50, 3, "From a protected area within which a site is worth a look.", ["R14"]));
    public static readonly Setting OriginShare =
        Percent("R15.originPct", 1, 100, "Share of a lot from a country its certificate does not name, or from nowhere known.", "R15");
    public static readonly Setting TagTransitDays =
        Days("R17.transitDays", 30, 365, "Tags may be on their way from the programme to a site.", "R17");
    public static readonly Setting SheetSkippedDays =
        Days("R18.skippedDays", 30, 365, "After a higher sheet number, until a lower one counts as skipped.", "R18");
    public static readonly Setting CaptureLag =
        Hours("R19.lagHours", 72, 2_400, "A record may be typed in later than is usual at its site.", "R19");
    public static readonly Setting CaptureLagShare =
        Percent("R19.latePct", 10, 100, "Share of a site's records of a month that may be that late.", "R19");
    public static readonly Setting CaptureLagRecords = Count(
        "R19.historyRecords", "records", 20, 1, 10_000, "How many records tell what is usual at a site.", "R19");
    public static readonly Setting DeviceGap =
        Hours("R19.gapHours", 72, 2_400, "After a device's later record, until an earlier one counts as missing.", "R19");
    public static readonly Setting JourneySpeed = Add(new(
        "R20.journeyKmh", "kmh", 40, 1, 500, 1, "How fast an agent may get from one site to another.", ["R20"]));
    public static readonly Setting DigitTail =
        Percent("R22.tailPct", 0.1m, 50, "Chance that an honest hand's readings of a month have such digits.", "R22");
    public static readonly Setting DigitReadings = Count(
        "R22.fewestWeighings", "weighings", 100, 20, 10_000, "Readings of a hand on a scale in a month, from which on digits are judged.",
        "R22");
    public static readonly Setting CalibrationDays =
        Days("R25.calibrationDays", 365, 3_650, "A calibration holds, where its certificate does not say.", "R25");
    public static readonly Setting OpenIncidentMonths = Count(
        "R26.openMonths", "months", 6, 1, 120, "Since an incident was flagged, from which on it counts as left open.", "R26");
    public static readonly Setting CorrectionSigma = Add(new(
        "R27.correctionSigma", "sigma", 3, 1, 10, 2, "How many more corrections than on other devices one may have in a month.", ["R27"]));
    public static readonly Setting CorrectionRecords = Count(
        "R27.fewestRecords", "records", 50, 10, 10_000, "Records of a device in a month, from which on its corrections are compared.",
        "R27");
    public static readonly Setting NeighbourTimes =
        Times("R21.surgeTimes", 1.5m, "A site's month against what is usual, beyond which it surges after a suspension nearby.", "R21");
    public static readonly Setting NeighbourRadius =
        Add(new("R21.radiusKm", "km", 25, 0, 1_000, 3, "Around a suspended site within which others are its neighbours.", ["R21"]));
    public static readonly Setting NeighbourDays =
        Days("R21.days", 60, 365, "Since the notice of a suspension until the month, within which a surge may come of it.", "R21");
    public static readonly Setting TaggingRadius = Add(new(
        "R29.radiusKm", "km", 2, 0, 1_000, 3, "From its site within which a lot is tagged.", ["R20", "R29"]));
    public static readonly Setting TagsPerHour = Count(
        "R30.hourlyTags", "tags", 40, 1, 10_000, "Tags one device can record in an hour, since each bag is weighed.", "R30");

    public static readonly Setting AgreementTail =
        Percent("R31.tailPct", 0.1m, 50, "Chance that two honest parties agree so well in a month.", "R31");
    public static readonly Setting AgreementLots = Count(
        "R31.fewestLots", "lots", 20, 3, 10_000, "Lots both measured in a month, from which on agreement is judged.", "R31");
    public static readonly Setting Repeatability = Kg(
        "R31.repeatabilityKg", 0.03m, 0.001m, 50, "No mass is read again closer than this, 1 sigma; half a step of finer scales.",
        "R31");

    public static readonly Setting ClockSlack = Hours(
        "order.slackHours", 12, 240, "By how much two recorders' times may be in the wrong order.", "R2", "R16");
    public static readonly Setting TypedLate = Hours(
        "tag.typedLateHours", 24, 240, "A tag named so long before it was tied on anything means the lot it was tied on.");
    public static readonly Setting Crumbs = Kg("lot.crumbsKg", 0.2m, 0, 50, "What is left of a lot below this counts as nothing.");

    public static readonly Setting ProvisionalDays =
        Days("finding.provisionalDays", 7, 365, "Age of its newest record at which a finding on order or absence stops being provisional.");
    public static readonly Setting AnswerWorkingDays = Add(new(
        "finding.answerWorkingDays", "working-days", 10, 0, 250, 0, "Until others see a finding that nobody named has answered.", []));

    /// <summary>All of them, by name.</summary>
    public static IReadOnlyCollection<Setting> All => ByName.Values;

    /// <summary>The setting of that name; null when there is none.</summary>
    public static Setting? Find(string name) => ByName.GetValueOrDefault(name);

    private static Setting Kg(string name, decimal value, decimal least, decimal most, string description, params string[] rules) =>
        Add(new(name, "kg", value, least, most, 3, description, rules));

    private static Setting Percent(string name, decimal value, decimal most, string description, params string[] rules) =>
        Add(new(name, "percent", value, 0, most, 4, description, rules));

    private static Setting Days(string name, decimal value, decimal most, string description, params string[] rules) =>
        Add(new(name, "days", value, 0, most, 0, description, rules));

    private static Setting Hours(string name, decimal value, decimal most, string description, params string[] rules) =>
        Add(new(name, "hours", value, 0, most, 0, description, rules));

    private static Setting Times(string name, decimal value, string description, string rule) =>
        Add(new(name, "times", value, 1, 100, 4, description, [rule]));

    private static Setting Count(
        string name, string unit, decimal value, decimal least, decimal most, string description, params string[] rules) =>
        Add(new(name, unit, value, least, most, 0, description, rules));

    private static Setting Add(Setting setting)
    {
        ByName.Add(setting.Name, setting);
        return setting;
    }
}
