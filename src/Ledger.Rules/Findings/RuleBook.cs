using Ledger.Domain.LedgerEvents;
using Ledger.Rules.Facts;
using Ledger.Rules.Rules;
using NodaTime;

namespace Ledger.Rules.Findings;

/// <summary>When a rule may raise: on arrival, or when a day closes, since late records so often explain it.</summary>
public enum RuleTiming { OnArrival, AtDayClose }

/// <summary>A rule over one kind of subject: facts in, findings out; no clock, no reading.</summary>
/// <param name="DueOn">
/// The first day after the given one on which the same facts may give another answer; null when only new facts can.
/// </param>
public sealed record Rule<TFacts>(
    string Id, int Version, RuleTiming Timing, Func<TFacts, RuleSettings, LocalDate, IEnumerable<FindingContent>> Evaluate,
    Func<TFacts, RuleSettings, LocalDate, LocalDate?>? DueOn = null);

/// <summary>All rules, by the kind of subject they look at.</summary>
public static class RuleBook
{
    public static IReadOnlyList<Rule<TagFacts>> Tag { get; } = [TagUsedTwice.Rule, TagUsedAfterItsEnd.Rule, TagOffItsRegister.Rule];

    public static IReadOnlyList<Rule<LotFacts>> Lot { get; } =
        [MassUnderOneTag.Rule, CertificateDoesNotFit.Rule, ImpossibleHistory.Rule];

    public static IReadOnlyList<Rule<RunFacts>> Run { get; } =
        [RunGainedMass.Rule, RunLostMass.Rule, RunGainedMetal.Rule, RunMadeOfOtherOre.Rule];

    public static IReadOnlyList<Rule<TransferFacts>> Transfer { get; } =
        [ReceiptDiffers.Rule, NeverArrived.Rule, SmelterDiffers.Rule, HalfOfTransferMissing.Rule];

    /// <summary>Looked at when a day closes only.</summary>
    public static IReadOnlyList<Rule<SiteMonthFacts>> SiteMonth { get; } =
        [TagsBeyondAllowance.Rule, ForeignMineral.Rule, SiteNotAllowed.Rule, RecordedLate.Rule, TaggedFarAway.Rule, TagsTooFast.Rule];

    public static IReadOnlyList<Rule<DeviceFacts>> Device { get; } = [RecordsMissing.Rule, TwoSitesTooFast.Rule];

    public static IReadOnlyList<Rule<SheetFacts>> Sheets { get; } = [SheetsDoNotAddUp.Rule];

    public static IReadOnlyList<Rule<HolderMonthFacts>> HolderMonth { get; } = [UntaggedOutsideRun.Rule, NumbersRepeated.Triples];

    public static IReadOnlyList<Rule<HolderBalanceFacts>> HolderBalance { get; } =
        [HolderGained.DryMass, HolderGained.Metal, HolderLost.Rule];

    public static IReadOnlyList<Rule<RunMonthsFacts>> RunMonths { get; } = [GainedBesideOthers.Rule];

    public static IReadOnlyList<Rule<ReceiptHistoryFacts>> ReceiptHistory { get; } = [ReceiptsOverTime.Rule];

    public static IReadOnlyList<Rule<PairMonthFacts>> PairMonth { get; } = [HandsAgreeTooWell.Rule];

    public static IReadOnlyList<Rule<ScaleMonthFacts>> ScaleMonth { get; } =
        [ScaleNotValid.Rule, DigitsNotByChance.Rule, NumbersRepeated.Bunching];

    public static IReadOnlyList<Rule<TagStockFacts>> TagStock { get; } = [TagStockDoesNotAddUp.Rule];

    public static IReadOnlyList<Rule<CorrectionFacts>> Correction { get; } = [CorrectedWithoutRight.Rule, CorrectedAfterOthers.Rule];

    public static IReadOnlyList<Rule<CycleFacts>> Cycle { get; } = [MadeOfItself.Rule];

    public static IReadOnlyList<Rule<OriginFacts>> Origin { get; } = [OriginDoesNotFit.Rule];

    public static IReadOnlyList<Rule<MineralMonthFacts>> MineralMonth { get; } = [ProductionAboveUsual.Rule, NeighbourSurges.Rule];

    public static IReadOnlyList<Rule<SupplyMonthFacts>> SupplyMonth { get; } = [SupplyAboveUsual.Rule];

    public static IReadOnlyList<Rule<AgentMonthFacts>> AgentMonth { get; } = [CorrectsFarMore.Rule];

    public static IReadOnlyList<Rule<SiteAreasFacts>> SiteAreas { get; } = [SiteInProtectedArea.Rule];

    public static IReadOnlyList<Rule<IncidentFacts>> Incident { get; } = [IncidentLeftOpen.Rule];

    /// <summary>All of them. Halves of one rule that look at different things share its number, and may differ in when they look.</summary>
    public static IReadOnlyList<(string Id, RuleTiming Timing)> All { get; } =
    [
        .. Of(Tag), .. Of(Lot), .. Of(Run), .. Of(Transfer), .. Of(SiteMonth), .. Of(Device), .. Of(Sheets), .. Of(HolderMonth),
        .. Of(HolderBalance), .. Of(RunMonths), .. Of(ScaleMonth), .. Of(ReceiptHistory), .. Of(PairMonth), .. Of(TagStock),
        .. Of(Correction), .. Of(Cycle), .. Of(Origin), .. Of(SiteAreas), .. Of(MineralMonth), .. Of(SupplyMonth), .. Of(AgentMonth),
        .. Of(Incident),
    ];

    /// <summary>Every rule's number.</summary>
    public static IReadOnlyList<string> Ids { get; } = [.. All.Select(rule => rule.Id).Distinct().Order(StringComparer.Ordinal)];

    private static IEnumerable<(string Id, RuleTiming Timing)> Of<T>(IEnumerable<Rule<T>> rules) =>
        rules.Select(rule => (rule.Id, rule.Timing));
}
