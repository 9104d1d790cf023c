using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Facts;
using NodaTime;

namespace Ledger.Rules.Views;

[System.Text.Json.Serialization.JsonConverter(typeof(Ledger.Domain.Json.CodeJsonConverter<TransferStatus>))]
public enum TransferStatus { Agreed, PartlyReceived, Received, ReceivedOnly }

/// <summary>A sale or delivery: both halves as far as they were recorded.</summary>
/// <param name="Subject">The stream that carries it, for example <c>sale:trader-1:77</c>.</param>
/// <param name="Received">Lots the receiving side took.</param>
/// <param name="Refused">Lots the receiving side did not take.</param>
public sealed record TransferView(
    string Subject, TransferStatus Status, PartyId? Seller, PartyId? Buyer, OffsetDateTime When, IReadOnlyList<LotReference> Agreed,
    IReadOnlyList<LotReference> Received, IReadOnlyList<LotReference> Refused)
{
    /// <summary>Puts both halves side by side; null when nothing that counts is known of it, or it went to a smelter.</summary>
    public static TransferView? Of(TransferFacts transfer)
    {
        if (transfer.Facts.All(fact => fact.Event is SmelterDeliveryReceived)) return null;
        var agreement = transfer.Agreements.Select(half => half.Sale).LastOrDefault();
        var deliveries = transfer.Deliveries.Select(half => half.Delivery).ToList();
        var agreements = transfer.Agreements.ToList();
        LotReference[] agreed = [.. agreements.SelectMany(half => half.Sale.Lots).Select(item => item.Lot).Distinct()];
        LotReference[] received = [.. deliveries.SelectMany(delivery => delivery.Lots).Select(item => item.Lot).Distinct()];
        LotReference[] refused = [.. deliveries.SelectMany(delivery => delivery.Refused).Select(item => item.Lot).Distinct()];
        var answered = agreed.Count(lot => agreements.Exists(half =>
            half.Sale.Lots.Any(item => item.Lot == lot) && transfer.HasReceipt(half.Fact, half.Sale, lot)));
        var status = agreed.Length == 0 ? TransferStatus.ReceivedOnly
            : answered == 0 ? TransferStatus.Agreed
            : answered < agreed.Length ? TransferStatus.PartlyReceived : TransferStatus.Received;
        return new(
            transfer.Subject.Value, status, agreement?.Seller ?? deliveries.FirstOrDefault()?.From,
            agreement?.Buyer ?? deliveries.FirstOrDefault()?.Receiver, transfer.Facts[0].Event.When.EventTime, agreed, received, refused);
    }
}
