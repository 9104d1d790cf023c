using System.Text.Json.Nodes;
using Ledger.Domain.Json;
using Ledger.Domain.Values;
using Ledger.Simulation.Matter;
using NodaTime;

namespace Ledger.Simulation.Trade;

/// <summary>Sales between houses: agreed on one day, received on another, each half in the records of its own side.</summary>
internal sealed class Market(Scene scene, SeededRandom random)
{
    private const int MostSmallSpillGrams = 900;

    /// <summary>Sends lots to a buyer, who has them <paramref name="days"/> days later.</summary>
    public void Sell(House seller, House buyer, IReadOnlyList<Lot> lots, LocalDate day, int days)
    {
        var delivery = new Delivery(seller, buyer, lots, day, seller.NextSale(scene.Label))
        {
            MovementId = seller.IsSender ? seller.NextMovement(scene.Label) : null,
        };
        foreach (var lot in lots)
        {
            lot.DryTo(day);
            seller.Release(lot);
        }

        foreach (var fraud in scene.Frauds) fraud.OnDelivery(delivery);
        if (!delivery.IsSaleUnrecorded) Agree(delivery, day + new LocalTime(random.Whole(8, 10), random.Below(60)));
        if (delivery.MovementId is not null)
            RecordTransport(delivery, "dispatched", seller, day + new LocalTime(11, random.Below(60)), _ => { });
        if (delivery.IsDiverted) Divert(delivery);
        else scene.Agenda.On(day.PlusDays(days), () => Receive(delivery, day.PlusDays(days)));
    }

    /// <summary>The seller's half: lots at the masses last written down.</summary>
    public void Agree(Delivery delivery, LocalDateTime at)
    {
        var draft = scene.Journal.Begin(delivery.Seller.Desk, "sold", at);
        var body = draft.Body;
        body["saleId"] = delivery.SaleId;
        body["seller"] = delivery.Seller.Id.Value;
        body["buyer"] = delivery.Buyer.Id.Value;
        var items = new JsonArray();
        foreach (var lot in delivery.Lots)
        {
            var item = lot.Name(draft, delivery.Seller.NamesByTag);
            draft.TypeKg(item, "netKg", lot.KnownGrams);
            item["method"] = Code<WeighingMethod>.Name(WeighingMethod.CopiedFromSheet);
            items.Add((JsonNode)item);
        }

        body["lots"] = items;
        body["titlePasses"] = Code<TitlePasses>.Name(TitlePasses.Delivered);
        var paid = delivery.Lots.Sum(lot => lot.KnownGrams * lot.Ore.MinorPerKg / 1_000);
        body["price"] = new JsonObject { ["amountMinor"] = paid, ["currency"] = "USD" };
        draft.IsExact = delivery.IsPlanted;
        scene.Post(draft, delivery.Lots);
        delivery.Records.Add(draft.Id);
    }

    // One side's half of a transport; the driver's own papers are nobody's record here.
    private void RecordTransport(Delivery delivery, string type, House recorder, LocalDateTime at, Action<JsonObject> also)
    {
        var draft = scene.Journal.Begin(recorder.Desk, type, at);
        draft.Body["movementId"] = delivery.MovementId;
        draft.Body["from"] = delivery.Seller.Id.Value;
        draft.Body["to"] = delivery.Buyer.Id.Value;
        var items = new JsonArray();
        foreach (var lot in delivery.Lots)
        {
            var item = lot.Name(draft, recorder.NamesByTag);
            also(item);
            items.Add((JsonNode)item);
        }

        draft.Body["lots"] = items;
        draft.IsExact = delivery.IsPlanted;
        scene.Post(draft, delivery.Lots);
        delivery.Records.Add(draft.Id);
    }

    private void Divert(Delivery delivery)
    {
        foreach (var lot in delivery.Lots)
        {
            scene.Books.Divert(lot.Material);
            lot.Material = default;
        }
    }

    private void Receive(Delivery delivery, LocalDate day)
    {
        var (buyer, seller) = (delivery.Buyer, delivery.Seller);
        if (delivery.MovementId is not null)
            RecordTransport(delivery, "arrived", buyer, day + new LocalTime(12, random.Below(60)), item => item["tagIntact"] = true);
        var draft = scene.Journal.Begin(buyer.Desk, "received", day + new LocalTime(random.Whole(13, 17), random.Below(60)));
        var (taken, refused) = (new JsonArray(), new JsonArray());
        var isCopied = random.Chance(0.03) && !delivery.IsPlanted && !delivery.Lots.Any(lot => lot.IsPlanted);
        foreach (var lot in delivery.Lots)
        {
            if (!lot.IsPlanted && !delivery.IsPlanted && lot.Site is not null && random.Chance(0.004))
            {
                var back = lot.Name(draft, buyer.NamesByTag);
                back["reason"] = Code<RefusalReason>.Name(random.Chance(0.5) ? RefusalReason.TagBroken : RefusalReason.GradeTooLow);
                refused.Add((JsonNode)back);
                seller.Store(lot, day);
                continue;
            }

            Travel(lot, day);
            var item = lot.Name(draft, buyer.NamesByTag);
            if (!isCopied) lot.KnownGrams = lot.IsReceiptInvented ? Invent(lot, buyer) : Weigh(lot, buyer, day);
            draft.TypeKg(item, "netKg", lot.KnownGrams);
            item["method"] = Code<WeighingMethod>.Name(isCopied ? WeighingMethod.CopiedFromSheet : WeighingMethod.Measured);
            item["tagIntact"] = true;
            taken.Add((JsonNode)item);
            buyer.Store(lot, day);
        }

        draft.Body["from"] = seller.Id.Value;
        draft.Body["basis"] = Code<ReceiptBasis>.Name(ReceiptBasis.Sale);
        if (!delivery.IsSaleUnrecorded) draft.Body["saleId"] = delivery.SaleId;
        if (delivery.MovementId is { } movement) draft.Body["movementId"] = movement;
        if (taken.Count > 0) draft.Body["lots"] = taken;
        if (refused.Count > 0) draft.Body["refused"] = refused;
        draft.IsExact = delivery.IsPlanted;
        scene.Post(draft, delivery.Lots);
        delivery.Records.Add(draft.Id);
    }

    private long Weigh(Lot lot, House buyer, LocalDate day) => buyer.Scale.ReadGrams(lot.WeighedMg, scene.DayNumber(day));

    // The seller's number as the buyer's scale would show it, with a division less now and then.
    private long Invent(Lot lot, House buyer)
    {
        var division = buyer.Scale.Kind.DivisionGrams;
        return Math.Max(1, ((lot.KnownGrams + (division / 2)) / division) - random.Below(2)) * division;
    }

    // A bag dries on the way, and one in a hundred leaks a little.
    private void Travel(Lot lot, LocalDate day)
    {
        lot.DryTo(day);
        if (lot.Site is null || lot.IsPlanted || !random.Chance(0.01)) return;
        lot.Material -= scene.Books.Lose(lot.Material.Part(random.Whole(100, MostSmallSpillGrams) * 1_000L));
    }
}

/// <summary>Lots on their way from a seller to a buyer, as a planted fraud may change them.</summary>
internal sealed class Delivery(House seller, House buyer, IReadOnlyList<Lot> lots, LocalDate day, string saleId)
{
    public House Seller { get; } = seller;
    public House Buyer { get; } = buyer;
    public IReadOnlyList<Lot> Lots { get; } = lots;
    public LocalDate Day { get; } = day;
    public string SaleId { get; } = saleId;

    /// <summary>The seller never records it.</summary>
    public bool IsSaleUnrecorded { get; set; }

    /// <summary>It never arrives, and nobody says so.</summary>
    public bool IsDiverted { get; set; }

    /// <summary>Where the seller sends it on a transport of its own.</summary>
    public string? MovementId { get; init; }

    public bool IsPlanted => IsSaleUnrecorded || IsDiverted;

    /// <summary>The custody events of its halves.</summary>
    public List<CustodyEventId> Records { get; } = [];
}
