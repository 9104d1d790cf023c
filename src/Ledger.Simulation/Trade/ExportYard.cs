using System.Text.Json.Nodes;
using Ledger.Domain.Json;
using Ledger.Domain.Values;
using Ledger.Simulation.Matter;
using Ledger.Simulation.Recording;
using NodaTime;

namespace Ledger.Simulation.Trade;

/// <summary>An exporter's yard: drums of one mineral become one export lot; it is sampled, certified, sold and leaves.</summary>
internal sealed class ExportYard(Scene scene, Works works, ExportOffices offices, Market market, double exportKg, SeededRandom random)
{
    private const long DrumTareGrams = 18_000;
    private const int SampleGrams = 2_000;
    private readonly House _house = works.House;
    private int _shipments;

    /// <summary>Ships what has become enough.</summary>
    public void Open(LocalDate day)
    {
        foreach (var drums in works.Ready(day))
            if (drums.Sum(drum => drum.Material.WetKg) >= exportKg) Ship([.. drums], day);
    }

    private void Ship(IReadOnlyList<Lot> drums, LocalDate day)
    {
        var lot = Consign(drums, day);
        var shipment = FormattableString.Invariant($"{_house.Id}-{scene.Label}-{++_shipments:00}");
        scene.Agenda.On(day.PlusDays(1), () => Weigh(lot, day.PlusDays(1)));
        scene.Agenda.On(day.PlusDays(2), () => Sample(lot, day.PlusDays(2)));
        scene.Agenda.On(day.PlusDays(6), () => offices.Certify(lot, shipment, day.PlusDays(6)));
        scene.Agenda.On(day.PlusDays(8), () => Export(lot, shipment, day.PlusDays(8)));
    }

    private Lot Consign(IReadOnlyList<Lot> drums, LocalDate day)
    {
        var lot = scene.Enter(new(_house.NextLot(scene.Label), drums[0].Ore, Sum(drums), day));
        var draft = scene.Journal.Begin(_house.Desk, "consigned", At(day, 9));
        var (items, packing) = (new JsonArray(), new JsonArray());
        foreach (var (index, drum) in drums.Index())
        {
            _house.Release(drum);
            var item = drum.Name(draft, _house.NamesByTag);
            draft.TypeKg(item, "netKg", drum.KnownGrams);
            item["method"] = Code<WeighingMethod>.Name(WeighingMethod.CopiedFromSheet);
            items.Add((JsonNode)item);
            packing.Add((JsonNode)new JsonObject
            {
                ["drum"] = FormattableString.Invariant($"drum {index + 1}"),
                ["grossKg"] = (drum.KnownGrams + DrumTareGrams) / 1000m,
                ["netKg"] = drum.KnownGrams / 1000m,
                ["tag"] = TagForm.Of(drum.Tag!.Value),
            });
            (drum.Material, drum.UsedOn) = (default, day);
        }

        lot.KnownGrams = drums.Sum(drum => drum.KnownGrams);
        draft.Body["lotId"] = lot.Id.Value;
        draft.Body["mineral"] = Code<Mineral>.Name(lot.Ore.Mineral);
        draft.Body["lots"] = items;
        draft.Body["packing"] = packing;
        scene.Post(draft, [lot, .. drums]);
        return lot;
    }

    private void Weigh(Lot lot, LocalDate day)
    {
        var draft = scene.Journal.Begin(_house.Desk, "weighed", At(day, 10));
        draft.Body["lotId"] = lot.Id.Value;
        lot.KnownGrams = _house.Scale.ReadGrams(lot.Material.WetMg, scene.DayNumber(day));
        draft.TypeKg(draft.Body, "netKg", lot.KnownGrams);
        draft.Body["method"] = Code<WeighingMethod>.Name(WeighingMethod.Measured);
        draft.Body["scaleId"] = _house.Scale.Id.Value;
        draft.Body["purpose"] = Code<WeighingPurpose>.Name(WeighingPurpose.Export);
        scene.Post(draft, lot);
    }

    private void Sample(Lot lot, LocalDate day)
    {
        lot.Material -= scene.Books.Lose(lot.Material.Part(SampleGrams * 1_000L));
        var sample = $"{lot.Id.Value}.sample";
        var draft = scene.Journal.Begin(_house.Desk, "sampled", At(day, 9));
        draft.Body["sampleId"] = sample;
        draft.Body["lotId"] = lot.Id.Value;
        draft.TypeKg(draft.Body, "netKg", SampleGrams);
        draft.Body["for"] = Code<AssayPurpose>.Name(AssayPurpose.Seller);
        scene.Post(draft, lot);
        scene.Agenda.On(day.PlusDays(3), () => offices.Assay(lot, sample, _house.Id, day.PlusDays(3)));
    }

    private void Export(Lot lot, string shipment, LocalDate day)
    {
        var sale = new Delivery(_house, offices.Smelter.House, [lot], day, _house.NextSale(scene.Label));
        market.Agree(sale, At(day, 8));
        var draft = scene.Journal.Begin(_house.Desk, "exported", At(day, 14));
        var body = draft.Body;
        body["lotId"] = lot.Id.Value;
        draft.TypeKg(body, "netKg", lot.KnownGrams);
        body["method"] = Code<WeighingMethod>.Name(WeighingMethod.CopiedFromSheet);
        body["certificate"] = offices.CertificateOf(shipment);
        body["shipmentNo"] = shipment;
        body["exitPoint"] = "Invented Gate";
        body["mode"] = Code<TransportMode>.Name(TransportMode.Multimodal);
        body["destination"] = new JsonObject { ["country"] = ExportOffices.SmelterCountry, ["consignee"] = offices.Smelter.House.Id.Value };
        body["shippedOn"] = NodaTime.Text.LocalDatePattern.Iso.Format(day);
        scene.Post(draft, lot);
        var arrival = day.PlusDays(random.Whole(18, 32));
        scene.Agenda.On(arrival, () => offices.Deliver(lot, _house, arrival));
    }

    private LocalDateTime At(LocalDate day, int hour) => day + new LocalTime(hour, random.Below(60));

    private static Material Sum(IEnumerable<Lot> lots) => lots.Aggregate(default(Material), (sum, lot) => sum + lot.Material);
}
