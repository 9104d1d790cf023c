using Ledger.Api.Pages.Findings;
using Ledger.Api.Pages.House;
using NodaTime;

namespace Ledger.Api.Pages.Transfers;

/// <summary>A sale or a transport: two halves that should agree.</summary>
/// <param name="Kind">sale or movement: the family of its words.</param>
/// <param name="Parties">Who had which part: seller, buyer, from, to, carrier.</param>
/// <param name="First">When it was agreed or left.</param>
/// <param name="Second">When it was received or arrived, the last lot of it.</param>
public sealed record TransferModel(
    string Kind, string Id, string Status, IReadOnlyList<(string Part, string Party)> Parties, OffsetDateTime? First,
    OffsetDateTime? Second, decimal? SentKg, decimal? CameKg, decimal? DifferenceKg, IReadOnlyList<HalvedLot> Lots,
    IReadOnlyList<string> Silent, IReadOnlyList<FindingAnswer>? Findings, Names Names, Replay Replay)
{
    /// <summary>False for a transport of which nobody wrote down what it weighs.</summary>
    public bool HasMasses => Lots.Any(lot => lot.SentKg is not null || lot.CameKg is not null);

    /// <summary>Null for a transport.</summary>
    public SaleAnswer? Sale { get; init; }

    /// <summary>Null for a sale.</summary>
    public MovementAnswer? Movement { get; init; }
}

/// <summary>GET /sales/{id} and /movements/{id}: what one side gave and what the other took, side by side.</summary>
internal static class TransferPages
{
    public static async Task ShowSaleAsync(Visit visit)
    {
        var path = "/sales/" + Uri.EscapeDataString(visit.Route("id"));
        var replay = Replay.Of(visit, path);
        var sale = await visit.AskAsync(replay.At("/v1" + path), PageJson.Default.SaleAnswer);
        var lots = sale.Lots.Select(lot => new HalvedLot(
            lot.Lot, lot.State, lot.SoldKg, lot.SoldMethod, lot.ReceivedKg, lot.ReceivedMethod, lot.DifferenceKg, lot.TagIntact,
            lot.ReceivedAt, lot.Compared)).ToList();
        var model = new TransferModel(
            "sale", sale.SaleId, sale.Status, [.. Known(("seller", sale.Seller), ("buyer", sale.Buyer))], sale.AgreedAt, LastOf(lots),
            sale.SoldKg, sale.ReceivedKg, sale.DifferenceKg, lots, sale.Silent, sale.Findings, new([sale.Counterparties]), replay)
        {
            Sale = sale,
        };
        await visit.ShowAsync<TransferPageView, TransferModel>(visit.Language.With("sale.title", sale.SaleId), model);
    }

    public static async Task ShowMovementAsync(Visit visit)
    {
        var path = "/movements/" + Uri.EscapeDataString(visit.Route("id"));
        var replay = Replay.Of(visit, path);
        var moved = await visit.AskAsync(replay.At("/v1" + path), PageJson.Default.MovementAnswer);
        var lots = moved.Lots.Select(lot => new HalvedLot(
            lot.Lot, lot.State, lot.DispatchedKg, lot.DispatchedMethod, lot.ArrivedKg, lot.ArrivedMethod, lot.DifferenceKg, lot.TagIntact,
            lot.ArrivedAt, lot.Compared)).ToList();
        var parties = Known(("from", moved.From), ("to", moved.To), ("carrier", moved.Carrier));
        var model = new TransferModel(
            "movement", moved.MovementId, moved.Status, [.. parties], moved.DispatchedAt, moved.ArrivedAt, moved.DispatchedKg,
            moved.ArrivedKg, moved.DifferenceKg, lots, moved.Silent, moved.Findings, new([moved.Counterparties]), replay)
        {
            Movement = moved,
        };
        await visit.ShowAsync<TransferPageView, TransferModel>(visit.Language.With("movement.title", moved.MovementId), model);
    }

    private static IEnumerable<(string, string)> Known(params IEnumerable<(string Part, string? Party)> parties) =>
        parties.Where(each => each.Party is not null).Select(each => (each.Part, each.Party!));

    private static OffsetDateTime? LastOf(IEnumerable<HalvedLot> lots) => lots.Select(lot => lot.At).OfType<OffsetDateTime>()
        .OrderBy(time => time.ToInstant()).Select(time => (OffsetDateTime?)time).LastOrDefault();
}
