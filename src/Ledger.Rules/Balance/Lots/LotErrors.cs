using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Balance.Transfers;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;

namespace Ledger.Rules.Balance.Lots;

/// <summary>
/// How sure the parts of a lot's mass are: gains between two scales as R5 compares them, runs in dry mass as R6 does, bags as their scales
/// weigh them. One covariance for all, so that what several parts lean on is one error.
/// </summary>
internal sealed class LotErrors
{
    private readonly Dictionary<ComparedLot, Quantity> _compared;
    private readonly ScaleReadings _readings;
    private readonly IReadOnlyDictionary<RunId, RunFacts> _runs;
    private readonly RuleSettings _settings;

    /// <param name="scales">The streams of the scales on which any of it was weighed.</param>
    public LotErrors(
        LotOrigins origins, IReadOnlyDictionary<RunId, RunFacts> runs, IReadOnlyDictionary<ScaleId, IReadOnlyList<Fact>> scales,
        RuleSettings settings)
    {
        List<ComparedLot> compared = [.. origins.Gains.Select(gain => gain.Of.Compared).OfType<ComparedLot>()];
        var numbers = compared.Count == 0 ? settings : settings.At(compared.Select(lot => lot.Receipt));
        _compared = compared.Zip(ShipmentTest.GainsOf(compared, scales, numbers)).ToDictionary(
            pair => pair.First, pair => pair.Second, ReferenceEqualityComparer.Instance as IEqualityComparer<ComparedLot>);
        List<Fact> tagged = [.. origins.Tagged.Select(part => part.Of.Fact)];
        (_runs, _settings) = (runs, settings);
        _readings = new(
            tagged.Where(fact => On(fact) is not null).Select(fact => (On(fact)!.Value, fact.Interval.Start)), scales,
            tagged.Count == 0 ? settings : settings.At(tagged));
    }

    /// <summary>What stands beyond what drying and the scales let expect; null where one side did not measure it. Unit: kg.</summary>
    public Quantity? Beyond(PartIn<LotGain> gain) =>
        gain.Of.Compared is { } compared ? _compared[compared] * (double)gain.Share : null;

    /// <summary>What stands beyond nothing, in dry mass; null of a consignment. Unit: kg.</summary>
    public Quantity? Beyond(RunPart part) => _runs.GetValueOrDefault(part.Run) is { Parts.Count: > 0 } run
        ? RunSides.Dry(run, _settings.At(run.Sheets)).Gain * (double)part.Share : null;

    /// <summary>What was tagged. Unit: kg.</summary>
    public Quantity Of(PartIn<LotBeginning> tagged)
    {
        var (fact, kg) = (tagged.Of.Fact, tagged.Of.Grams / 1000.0);
        return (tagged.Of.IsMeasured ? _readings.Measured(fact.RecordedBy, On(fact), fact.Interval.Start, kg, 1)
            : _readings.Estimated(kg, kg * kg)) * (double)tagged.Share;
    }

    private static ScaleId? On(Fact fact) => TransferFacts.ScaleOf(fact.Event);
}
