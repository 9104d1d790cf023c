using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;

namespace Ledger.Domain.CustodyEvents;

/// <summary>What a change of title or pledge is about: a whole sale, or lots, or lots out of a sale.</summary>
/// <param name="Lots">Empty where all lots of the sale are meant.</param>
public sealed record SaleOrLots(SaleId? SaleId, IReadOnlyList<LotReference> Lots)
{
    public static SaleOrLots Read(Fields fields)
    {
        var sale = fields.Id<SaleId>("saleId");
        var lots = fields.Lots("lots");
        fields.RequireOneOf("saleId", "lots");
        return new(sale, lots);
    }

    /// <summary>
    /// One event in the stream of each lot, or, where the whole sale is meant, one in the sale's. Lots out of a sale
    /// leave the sale's stream alone, or it would say more than was recorded.
    /// </summary>
    public IEnumerable<StreamEvent> Capture(Func<SaleId, LedgerEvent> ofSale, Func<LotReference, LedgerEvent> ofLot)
    {
        if (SaleId is { } sale && Lots.Count == 0) yield return new(StreamName.Sale(sale), ofSale(sale));
        foreach (var lot in Lots) yield return new(lot.Stream, ofLot(lot));
    }
}
