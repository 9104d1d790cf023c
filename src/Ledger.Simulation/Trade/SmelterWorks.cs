using System.Text.Json.Nodes;
using Ledger.Domain.Json;
using Ledger.Domain.Values;
using Ledger.Simulation.Matter;
using NodaTime;

namespace Ledger.Simulation.Trade;

/// <summary>One smelter for all minerals, which no real one is: enough to end a chain.</summary>
internal sealed class SmelterWorks(Scene scene, House house, SeededRandom random)
{
    // No smelter is listed under this number.
    private const string Cid = "CID000000";
    private const double Recovery = 0.97;
    private int _heats;

    public House House { get; } = house;

    public void Receive(Lot lot, House from, LocalDate day)
    {
        lot.DryTo(day);
        var draft = scene.Journal.Begin(House.Desk, "smelter-received", At(day, 10));
        draft.Body["smelter"] = Cid;
        draft.Body["from"] = from.Id.Value;
        draft.Body["lotId"] = lot.Id.Value;
        lot.KnownGrams = House.Scale.ReadGrams(lot.Material.WetMg, scene.DayNumber(day));
        draft.TypeKg(draft.Body, "netKg", lot.KnownGrams);
        draft.Body["method"] = Code<WeighingMethod>.Name(WeighingMethod.Measured);
        var analyte = new JsonObject { ["name"] = lot.Ore.Analyte };
        draft.TypePct(analyte, "pct", lot.Material.GradePct * random.Normal(1, 0.005));
        draft.Body["analytes"] = new JsonArray((JsonNode)analyte);
        var moisture = lot.Material.MoisturePct + random.Normal(0, 0.1);
        if (scene.Options.Moisture != MoistureRegime.Nowhere) draft.TypePct(draft.Body, "moisturePct", moisture);
        scene.Post(draft, lot);
        var heat = day.PlusDays(random.Whole(4, 14));
        scene.Agenda.On(heat, () => Smelt(lot, heat));
    }

    private void Smelt(Lot lot, LocalDate day)
    {
        var feed = scene.Books.Smelt(lot.Material);
        (lot.Material, lot.UsedOn) = (default, day);
        var metalGrams = (long)(feed.MetalMg / 1_000.0 * Recovery);
        var draft = scene.Journal.Begin(House.Desk, "smelted", At(day, 16));
        draft.Body["heatId"] = FormattableString.Invariant($"{House.Id}:{scene.Label}-h{++_heats:000}");
        draft.Body["smelter"] = Cid;
        var input = new JsonObject { ["lotId"] = lot.Id.Value };
        draft.TypeKg(input, "netKg", lot.KnownGrams);
        draft.Body["inputs"] = new JsonArray((JsonNode)input);
        var output = new JsonObject { ["product"] = Code<SmelterProduct>.Name(ProductOf(lot.Ore.Mineral)) };
        draft.TypeKg(output, "kg", metalGrams);
        draft.Body["outputs"] = new JsonArray((JsonNode)output);
        draft.TypeKg(draft.Body, "slagKg", (feed.DryMg - feed.MetalMg) / 1_000);
        scene.Post(draft, lot);
    }

    private static SmelterProduct ProductOf(Mineral mineral) => mineral switch
    {
        Mineral.Cassiterite => SmelterProduct.TinMetal,
        Mineral.Coltan => SmelterProduct.TantalumOxide,
        _ => SmelterProduct.TungstenOxide,
    };

    private LocalDateTime At(LocalDate day, int hour) => day + new LocalTime(hour, random.Below(60));
}
