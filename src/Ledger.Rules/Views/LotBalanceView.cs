using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Balance;
using Ledger.Rules.Balance.Lots;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;
using Ledger.Rules.Provenance;
using NodaTime;

namespace Ledger.Rules.Views;

/// <summary>
/// Where a lot's mass comes from, to the gram as weighed: tagged at sites and gained in transfers, in runs and in stocks, and what cannot
/// be attributed, are its mass.
/// </summary>
/// <param name="LotId">Absent where several lots are asked about together.</param>
/// <param name="ExportedAt">It is the mass with which it was exported then; absent where it was not: all it ever amounted to.</param>
/// <param name="MassKg">Absent where nobody stated one: then nothing can be added up.</param>
/// <param name="UnattributedKg">Named by a tag on no known lot, out of lots without a beginning, or in a cycle.</param>
/// <param name="Beyond">All gains together, beyond what is to be expected: what several lean on is one error.</param>
/// <param name="Sites">The largest first, as the other lists.</param>
public sealed record LotBalanceView(
    LotId? LotId, OffsetDateTime? ExportedAt, Mass? MassKg, TaggedPart Tagged, GainPart Transfers, GainPart Runs, GainPart Stocks,
    Mass UnattributedKg, BeyondExpected? Beyond, IReadOnlyList<TaggedAt> Sites, IReadOnlyList<TransferGain> TransferGains,
    IReadOnlyList<RunGained> RunGains, IReadOnlyList<StockGain> StockGains)
{
    /// <summary>The scales that tell how sure a lot's balance is.</summary>
    public static IEnumerable<ScaleId> ScalesIn(IEnumerable<LotFacts> lots) => TransferFacts.ScalesIn(lots);

    /// <param name="lots">It and all that lies above it.</param>
    /// <param name="runs">The sheets of the runs above it.</param>
    public static LotBalanceView Of(
        LotId lot, CompositionGraph graph, IReadOnlyDictionary<LotId, LotFacts> lots, IReadOnlyDictionary<RunId, RunFacts> runs,
        IReadOnlyDictionary<ScaleId, IReadOnlyList<Fact>> scales, RuleSettings settings)
    {
        var (own, exported) = LotPassage.UntilExport(lots[lot]);
        var grams = exported is null ? own.Grams : own.LeftGrams;
        return MakerOf([new(lot, grams, own)], graph, lots, runs, scales, settings).Make(
            lot, exported?.Event.When.EventTime, own.Beginnings.Count == 0 ? null : new Mass(grams));
    }

    /// <summary>The same of several lots as one, each as it left.</summary>
    internal static LotBalanceView Together(
        IReadOnlyCollection<LotLeft> left, CompositionGraph graph, IReadOnlyDictionary<LotId, LotFacts> lots,
        IReadOnlyDictionary<RunId, RunFacts> runs, IReadOnlyDictionary<ScaleId, IReadOnlyList<Fact>> scales, RuleSettings settings) =>
        MakerOf(left, graph, lots, runs, scales, settings)
            .Make(null, null, left.Count == 0 ? null : new Mass(left.Sum(each => each.Grams)));

    private static LotBalanceMaker MakerOf(
        IReadOnlyCollection<LotLeft> asked, CompositionGraph graph, IReadOnlyDictionary<LotId, LotFacts> lots,
        IReadOnlyDictionary<RunId, RunFacts> runs, IReadOnlyDictionary<ScaleId, IReadOnlyList<Fact>> scales, RuleSettings settings)
    {
        var passages = asked.ToDictionary(each => each.Lot, each => each.Passage);
        var origins = LotOrigins.Of(asked.ToDictionary(each => each.Lot, each => each.Grams), graph, PassageOf, runs);
        return new(origins, new(origins, runs, scales, settings));

        LotPassage? PassageOf(LotId id) => passages.TryGetValue(id, out var known) ? known
            : lots.TryGetValue(id, out var facts) ? passages[id] = LotPassage.Of(facts) : null;
    }
}

/// <summary>What was tagged at sites.</summary>
/// <param name="SigmaKg">1 sigma of it.</param>
/// <param name="FirstWeighedLater">Lots that nobody weighed when they were filled: their first weighing stands for it.</param>
public sealed record TaggedPart(Mass Kg, decimal SigmaKg, int Lots, int FirstWeighedLater);

/// <summary>What was gained at one of the three places where mass can come in.</summary>
/// <param name="Kg">As weighed; negative where mass was lost.</param>
/// <param name="Beyond">Of what was measured; absent where nothing was.</param>
/// <param name="UnmeasuredKg">Of the same: gains of which one side was not measured. Nothing tells how sure they are.</param>
public sealed record GainPart(Mass Kg, BeyondExpected? Beyond, Mass UnmeasuredKg);

/// <summary>
/// A gain beyond what is to be expected. Between scales: less half of what it can have dried, and what is known of the scales. In runs:
/// in dry mass, so that water is no gain.
/// </summary>
/// <param name="SigmaKg">1 sigma of it.</param>
/// <param name="Z">It in its sigma. Honest losses make it negative.</param>
public sealed record BeyondExpected(decimal Kg, decimal SigmaKg, decimal Z)
{
    internal static BeyondExpected? Of(IEnumerable<Quantity?> measured)
    {
        var sum = Quantity.Sum(measured.OfType<Quantity>());
        return sum.Sigma > 0 ? new(Rounding.Kg(sum.Kg), Rounding.Kg(sum.Sigma), Rounding.Sigmas(sum.Kg / sum.Sigma)) : null;
    }
}

/// <summary>What one site gave.</summary>
public sealed record TaggedAt(SiteId SiteId, Mass Kg, decimal SigmaKg, int Lots);

/// <summary>What one transfer gained.</summary>
/// <param name="Subject">
/// <c>sale:</c>, <c>movement:</c> or <c>delivery:</c> and its id; a custody event where the record names none.
/// </param>
public sealed record TransferGain(string Subject, Mass Kg, int Lots, BeyondExpected? Beyond);

/// <summary>What one run gained, of the share of it that is in the lot.</summary>
/// <param name="Share">Of all that came out of the run, 0 to 1, 6 decimals.</param>
public sealed record RunGained(RunId RunId, decimal Share, Mass Kg, BeyondExpected? Beyond);

/// <summary>What one party's stock gained: weighed again in the same hands, used with another mass, or consigned.</summary>
/// <param name="PartyId">Absent where nobody said who had it.</param>
/// <param name="Consignment">The export lot that was put together; absent for weighings.</param>
public sealed record StockGain(PartyId? PartyId, LotId? Consignment, Mass Kg, int Lots, BeyondExpected? Beyond);

/// <summary>Puts the parts of a lot's mass into words and whole grams.</summary>
internal sealed class LotBalanceMaker(LotOrigins origins, LotErrors errors)
{
    private readonly List<PartIn<LotGain>> _transfers = [.. origins.Gains.Where(gain => gain.Of.IsTransfer)];
    private readonly List<PartIn<LotGain>> _weighings = [.. origins.Gains.Where(gain => !gain.Of.IsTransfer)];
    private readonly List<RunPart> _runs = [.. origins.Runs.Where(part => Consignment.LotOf(part.Run) is null)];
    private readonly List<RunPart> _consignments = [.. origins.Runs.Where(part => Consignment.LotOf(part.Run) is not null)];

    public LotBalanceView Make(LotId? lot, OffsetDateTime? exportedAt, Mass? mass)
    {
        var parts = Apportioned.Of(
        [
            origins.Tagged.Sum(GramsOf), _transfers.Sum(GramsOf), _runs.Sum(part => part.GainGrams),
            _weighings.Sum(GramsOf) + _consignments.Sum(part => part.GainGrams), origins.UnattributedGrams,
        ], origins.Grams);
        var sites = origins.Tagged.GroupBy(part => part.Of.Site!.Value).ToList();
        return new(
            lot, exportedAt, mass,
            new(parts[0], Sigma(origins.Tagged), LotsIn(origins.Tagged), LotsIn(origins.Tagged.Where(part => part.Of.IsLater))),
            PartOf(parts[1], _transfers), new(parts[2], BeyondExpected.Of(_runs.Select(errors.Beyond)), Mass.Zero),
            PartOf(parts[3], _weighings, _consignments.Sum(part => part.GainGrams)), parts[4],
            BeyondExpected.Of([.. origins.Gains.Select(errors.Beyond), .. _runs.Select(errors.Beyond)]),
            [.. sites.Zip(Apportioned.Of([.. sites.Select(site => site.Sum(GramsOf))], parts[0].Grams))
                .Select(site => new TaggedAt(site.First.Key, site.Second, Sigma(site.First), LotsIn(site.First)))
                .OrderByDescending(site => site.Kg).ThenBy(site => site.SiteId.Value, StringComparer.Ordinal)],
            TransferGains(parts[1].Grams), RunGains(parts[2].Grams), StockGains(parts[3].Grams));
    }

    private IReadOnlyList<TransferGain> TransferGains(long grams)
    {
        var transfers = _transfers.GroupBy(gain => SubjectOf(gain.Of.Fact)).ToList();
        return [.. transfers.Zip(Apportioned.Of([.. transfers.Select(each => each.Sum(GramsOf))], grams))
            .Select(each => new TransferGain(
                each.First.Key, each.Second, each.First.Select(gain => gain.Of.Lot).Distinct().Count(),
                BeyondExpected.Of(each.First.Select(errors.Beyond))))
            .OrderByDescending(each => Math.Abs(each.Kg.Grams)).ThenBy(each => each.Subject, StringComparer.Ordinal)];
    }

    private IReadOnlyList<RunGained> RunGains(long grams) =>
    [
        .. _runs.Zip(Apportioned.Of([.. _runs.Select(part => part.GainGrams)], grams)).Select(each => new RunGained(
            each.First.Run, decimal.Round(each.First.Share, 6), each.Second, BeyondExpected.Of([errors.Beyond(each.First)])))
            .OrderByDescending(each => Math.Abs(each.Kg.Grams)).ThenBy(each => each.RunId.Value, StringComparer.Ordinal),
    ];

    private IReadOnlyList<StockGain> StockGains(long grams)
    {
        var holders = _weighings.GroupBy(gain => gain.Of.Holder).ToList();
        var exact = holders.Select(each => each.Sum(GramsOf)).Concat(_consignments.Select(part => part.GainGrams)).ToList();
        var whole = Apportioned.Of(exact, grams);
        return [.. holders.Select((each, index) => new StockGain(
                each.Key, null, whole[index], each.Select(gain => gain.Of.Lot).Distinct().Count(),
                BeyondExpected.Of(each.Select(errors.Beyond))))
            .Concat(_consignments.Select((part, index) => new StockGain(
                null, Consignment.LotOf(part.Run), whole[holders.Count + index], 1, null)))
            .OrderByDescending(each => Math.Abs(each.Kg.Grams)).ThenBy(each => each.PartyId?.Value, StringComparer.Ordinal)];
    }

    private GainPart PartOf(Mass kg, List<PartIn<LotGain>> gains, decimal unmeasured = 0) => new(
        kg, BeyondExpected.Of(gains.Select(errors.Beyond)),
        new((long)decimal.Round(gains.Where(gain => gain.Of.Compared is null).Sum(GramsOf) + unmeasured)));

    private decimal Sigma(IEnumerable<PartIn<LotBeginning>> tagged) => Rounding.Kg(Quantity.Sum(tagged.Select(errors.Of)).Sigma);

    private static int LotsIn(IEnumerable<PartIn<LotBeginning>> tagged) => tagged.Select(part => part.Of.Lot).Distinct().Count();

    private static decimal GramsOf(PartIn<LotBeginning> part) => part.Share * part.Of.Grams;

    private static decimal GramsOf(PartIn<LotGain> part) => part.Share * part.Of.Grams;

    private static string SubjectOf(Fact fact) => fact.Event switch
    {
        LotReceived { SaleId: { } sale } => $"sale:{sale}",
        LotReceived { MovementId: { } movement } => $"movement:{movement}",
        LotReceived => $"delivery:{fact.Custody}",
        LotArrived { MovementId: { } movement } => $"movement:{movement}",
        LotDispatched dispatched => $"movement:{dispatched.MovementId}",
        _ => $"custody-event:{fact.Custody}",
    };
}
