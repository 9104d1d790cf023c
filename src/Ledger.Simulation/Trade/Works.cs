using Ledger.Domain.Values;
using Ledger.Simulation.Matter;
using NodaTime;

namespace Ledger.Simulation.Trade;

/// <summary>Where a trader or exporter turns what it bought into what it sells.</summary>
/// <param name="enough">Bags of one mineral that make it start a run.</param>
/// <param name="packageKg">Net mass of a filled bag or drum.</param>
internal sealed class Works(
    Scene scene, House house, IReadOnlyList<Operation> operations, int enough, double packageKg, SeededRandom random)
{
    private const double PartialUseShare = 0.25;
    private readonly TagRoll _tags = scene.NewRoll(TagKind.Negociant);
    private readonly TagRoll _tailingsTags = scene.NewRoll(TagKind.Tailings);

    public House House { get; } = house;

    /// <summary>Starts the runs that have enough to run on.</summary>
    public void Open(LocalDate day)
    {
        foreach (var group in House.StockAtDawn(day).Where(lot => !IsReady(lot)).GroupBy(lot => lot.Ore.Mineral).ToList())
            if (group.Count() >= enough) Start(group.First().Ore, [.. group.Take(enough + random.Below(4))], day);
    }

    /// <summary>What is ready for sale, by mineral.</summary>
    public IEnumerable<IGrouping<Mineral, Lot>> Ready(LocalDate day) =>
        House.StockAtDawn(day).Where(IsReady).GroupBy(lot => lot.Ore.Mineral).ToList();

    // Its own tagged product; what it left over goes into the next run.
    private bool IsReady(Lot lot) => lot.Tag is { Kind: TagKind.Negociant } && lot.Id.Creator == House.Id;

    private void Start(Ore ore, IReadOnlyList<Lot> inputs, LocalDate day)
    {
        var plan = new RunPlan(House, ore, random.Pick(operations), inputs, day)
        {
            Parts = random.Whole(1, 3),
            PartOfLast = random.Chance(PartialUseShare) ? random.Between(0.3, 0.7) : 1,
            PackageKg = packageKg,
            Tags = _tags,
            TailingsTags = _tailingsTags,
        };
        foreach (var fraud in scene.Frauds) fraud.OnRun(plan);
        foreach (var lot in plan.Inputs) House.Release(lot);
        var run = new Run(scene, plan, random);
        foreach (var fraud in scene.Frauds) fraud.OnRunStarted(plan, run);
        run.Start(day);
    }
}
