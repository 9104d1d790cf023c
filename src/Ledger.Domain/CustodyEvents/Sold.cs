using Ledger.Domain.Json;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;

namespace Ledger.Domain.CustodyEvents;

/// <summary>Seller and buyer agreed on lots. Custody does not move by it: that is the receiving side's word.</summary>
public sealed record Sold(
    CustodyEnvelope Envelope, SaleId SaleId, PartyId Seller, PartyId Buyer, IReadOnlyList<LotItem> Lots,
    TitlePasses TitlePasses, SaleContract? Contract, CommercialTerms? Terms) : CustodyEvent(Envelope)
{
    public static Sold Read(Fields fields, CustodyEnvelope envelope)
    {
        var (seller, buyer) = fields.TwoParties("seller", "buyer");
        return new(
            envelope,
            fields.OwnId<SaleId>("saleId", envelope.RecordedBy) ?? new SaleId(LotFields.MadeFrom(envelope)),
            seller, buyer, fields.Items("lots", LotFields.Item),
            fields.Code<TitlePasses>("titlePasses", required: true) ?? default,
            fields.Object("contract", ReadContract), CommercialTerms.Read(fields));
    }

    public override IReadOnlyList<PartyId> ActingParties => [Seller, Buyer];

    public override IEnumerable<StreamEvent> Capture()
    {
        yield return new(StreamName.Sale(SaleId),
            new SaleAgreed(SaleId, Seller, Buyer, Lots, TitlePasses, Contract, When), OpensStream: true);
        foreach (var item in Lots)
            yield return new(item.Lot.Stream,
                new LotSold(item.Lot, SaleId, Seller, Buyer, item.NetKg, item.Method, TitlePasses, When));
    }

    public override IEnumerable<SealedPart> Sealed() =>
        Terms is null ? base.Sealed()
            : base.Sealed().Append(SealedPart.Of(SealedKind.Commercial, Terms, LedgerJson.Default.CommercialTerms));

    private static SaleContract? ReadContract(Fields fields) =>
        fields.Analytes("splittingLimits") is { } limits ? new SaleContract(limits) : null;
}
