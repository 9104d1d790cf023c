using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;
using NodaTime;

namespace Ledger.Rules.Rules;

/// <summary>
/// R28: one half of a transfer is missing. The halves match on ids, else on parties and lots. Late halves are normal, so it
/// takes the setting's days and a day's close.
/// </summary>
public static class HalfOfTransferMissing
{
    public static readonly Rule<TransferFacts> Rule = new("R28", 1, RuleTiming.AtDayClose, Evaluate, DueOn);

    public static IEnumerable<FindingContent> Evaluate(TransferFacts transfer, RuleSettings settings, LocalDate asOf)
    {
        foreach (var (fact, sale) in transfer.Agreements.Take(1))
        {
            var missing = sale.Lots.Count(item => !IsTaken(transfer, sale, item.Lot));
            if (missing > 0 && DueAfter(fact, settings) <= asOf)
                yield return Found(transfer, "not-received", fact, sale.Lots.Count, sale.Lots.Count - missing, sale.Seller, sale.Buyer, settings);
        }

        foreach (var (fact, delivery) in transfer.Deliveries.Where(half => half.Delivery.Basis == ReceiptBasis.Sale))
        {
            var missing = delivery.Lots.Count(item => !IsSold(transfer, delivery, item.Lot));
            if (missing > 0 && DueAfter(fact, settings) <= asOf)
                yield return Found(
                    transfer, $"not-sold:{fact.Custody}", fact, delivery.Lots.Count, delivery.Lots.Count - missing,
                    delivery.From ?? delivery.Receiver, delivery.Receiver, settings);
        }
    }

    private static LocalDate? DueOn(TransferFacts transfer, RuleSettings settings, LocalDate asOf) =>
        transfer.Facts.Select(fact => DueAfter(fact, settings)).Where(due => due > asOf).Select(due => (LocalDate?)due).Min();

    private static LocalDate DueAfter(Fact fact, RuleSettings settings) => fact.Event.When.EventTime.Date.PlusDays(settings.HalfMissingDays + 1);

    private static bool IsTaken(TransferFacts transfer, SaleAgreed sale, LotReference lot) =>
        transfer.Deliveries.Any(half => half.Delivery.Lots.Any(item => item.Lot == lot) || half.Delivery.Refused.Any(item => item.Lot == lot))
        || (transfer.Lots.TryGetValue(lot, out var facts) && facts.Of<LotReceived>().Any(each => each.Event.Receiver == sale.Buyer));

    private static bool IsSold(TransferFacts transfer, DeliveryReceived delivery, LotReference lot) =>
        transfer.Agreements.Any(half => half.Sale.Lots.Any(item => item.Lot == lot))
        || (transfer.Lots.TryGetValue(lot, out var facts) && facts.Of<LotSold>().Any(each => each.Event.Buyer == delivery.Receiver));

    private static FindingContent Found(
        TransferFacts transfer, string discriminator, Fact fact, int expected, int observed, PartyId first, PartyId second, RuleSettings settings) =>
        new(Rule.Id, Rule.Version, settings.Version, transfer.Subject.Value, discriminator, FindingTier.Review,
            Finding.EvidenceOf([fact]), expected, observed, Tolerance: 0, Unit: "lots", InnocentExplanation: "record-not-yet-posted",
            Parties: [.. new[] { first, second }.Distinct()], Finding.ProvisionalUntil([fact], settings));
}
