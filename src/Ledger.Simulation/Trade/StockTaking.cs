using System.Text.Json.Nodes;
using Ledger.Domain.Json;
using Ledger.Domain.Values;
using NodaTime;

namespace Ledger.Simulation.Trade;

/// <summary>At the end of a month traders and exporters count what they have: closed lots by sight, heaps on the scale.</summary>
internal sealed class StockTaking(Scene scene, IReadOnlyList<House> houses, SeededRandom random)
{
    public void Close(LocalDate day)
    {
        if (day.PlusDays(1).Month == day.Month) return;
        foreach (var house in houses) Count(house, day);
    }

    private void Count(House house, LocalDate day)
    {
        var laidOut = scene.OpenRuns.Where(run => run.House == house).SelectMany(run => run.Waiting);
        var lots = house.Stock.Concat(house.Heap).Concat(laidOut).ToList();
        var draft = scene.Journal.Begin(house.Desk, "stock-counted", day + new LocalTime(18, random.Below(60)));
        var (seen, heaps) = (new JsonArray(), new JsonArray());
        foreach (var lot in lots)
        {
            if (lot.Tag is not null) seen.Add((JsonNode)Named(lot));
            else heaps.Add((JsonNode)Weighed(lot));
        }

        draft.Body["countId"] = FormattableString.Invariant($"{house.Id}:{scene.Label}-c{day:yyMM}");
        if (seen.Count > 0) draft.Body["lots"] = seen;
        if (heaps.Count > 0) draft.Body["heaps"] = heaps;
        draft.Body["complete"] = true;
        scene.Post(draft);

        JsonObject Named(Lot lot)
        {
            var line = lot.Name(draft, house.NamesByTag);
            line["seen"] = true;
            return line;
        }

        JsonObject Weighed(Lot lot)
        {
            lot.DryTo(day);
            var line = new JsonObject { ["lotId"] = lot.Id.Value, ["mineral"] = Code<Mineral>.Name(lot.Ore.Mineral) };
            draft.TypeKg(line, "netKg", house.Scale.ReadGrams(lot.Material.WetMg, scene.DayNumber(day)));
            line["method"] = Code<WeighingMethod>.Name(WeighingMethod.Measured);
            return line;
        }
    }
}
