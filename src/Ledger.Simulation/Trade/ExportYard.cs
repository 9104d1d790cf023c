using Ledger.Domain.Json;
using Ledger.Domain.Values;
using Ledger.Simulation.Matter;
using NodaTime;

namespace Ledger.Simulation.Trade;

/// <summary>An exporter's yard: drums of one mineral become one export lot, which goes to the smelter.</summary>
internal sealed class ExportYard(Scene scene, Works works, House smelter, Market market, double exportKg, SeededRandom random)
{
    private const double NoPackage = 1e6;
    private readonly TagRoll _none = new("none", TagKind.Negociant, 0);

    /// <summary>Ships what has become enough.</summary>
    public void Open(LocalDate day)
    {
        foreach (var drums in works.Ready())
            if (drums.Sum(drum => drum.Material.WetKg) >= exportKg) Ship([.. drums], day);
    }

    private void Ship(IReadOnlyList<Lot> drums, LocalDate day)
    {
        var house = works.House;
        foreach (var drum in drums) house.Stock.Remove(drum);
        var plan = new RunPlan(house, drums[0].Ore, Operation.Combine, drums, day)
        {
            PackageKg = NoPackage, Tags = _none, TailingsTags = _none,
        };
        new Run(scene, plan, random).Start(day);
        scene.Agenda.On(day, () =>
        {
            var lot = house.Stock[^1];
            scene.Agenda.On(day.PlusDays(1), () => Weigh(lot, day.PlusDays(1)));
            scene.Agenda.On(day.PlusDays(2), () => market.Sell(house, smelter, [lot], day.PlusDays(2), random.Whole(18, 32)));
        });
    }

    private void Weigh(Lot lot, LocalDate day)
    {
        var house = works.House;
        var draft = scene.Journal.Begin(house.Desk, "weighed", day + new LocalTime(random.Whole(8, 12), random.Below(60)));
        draft.Body["lotId"] = lot.Id.Value;
        lot.KnownGrams = house.Scale.ReadGrams(lot.Material.WetMg, Period.DaysBetween(scene.Start, day));
        draft.TypeKg(draft.Body, "netKg", lot.KnownGrams);
        draft.Body["method"] = Code<WeighingMethod>.Name(WeighingMethod.Measured);
        draft.Body["scaleId"] = house.Scale.Id.Value;
        draft.Body["purpose"] = Code<WeighingPurpose>.Name(WeighingPurpose.Export);
        scene.Post(draft, lot);
    }
}
