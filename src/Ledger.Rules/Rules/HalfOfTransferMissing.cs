using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;
using NodaTime;

namespace Ledger.Rules.Rules;

/// <summary>
/// R28: one half of a transfer is missing. Late halves are normal, so it takes the setting's days and a day's close.
/// </summary>
public static class HalfOfTransferMissing
{
    public static readonly Rule<TransferFacts> Rule = new("R28", 1, RuleTiming.AtDayClose, Evaluate, DueOn);

    public static IEnumerable<FindingContent> Evaluate(TransferFacts transfer, RuleSettings settings, LocalDate asOf)
    {
        var missing = transfer.Agreements.Where(half => DueAfter(half.Fact, settings) <= asOf)
            .SelectMany(half => half.Sale.Lots, (half, item) => (half, item.Lot))
            .Where(each => !transfer.HasReceipt(each.half.Fact, each.half.Sale, each.Lot)).ToList();
        if (missing.Count > 0)
        {
            var sale = missing[0].half.Sale;
            var sold = transfer.Agreements.SelectMany(half => half.Sale.Lots).Select(item => item.Lot).Distinct().Count();
            yield return Found(
                transfer, "not-received", [.. missing.Select(each => each.half.Fact)], sold,
                sold - missing.Select(each => each.Lot).Distinct().Count(), sale.Seller, sale.Buyer, settings);
        }

        foreach (var (fact, delivery) in transfer.Deliveries.Where(half => half.Delivery.Basis == ReceiptBasis.Sale))
        {
            var unsold = delivery.Lots.Count(item => !transfer.HasSale(fact, delivery, item.Lot));
            if (unsold > 0 && DueAfter(fact, settings) <= asOf)
                yield return Found(
                    transfer, $"not-sold:{fact.Custody}", [fact], delivery.Lots.Count, delivery.Lots.Count - unsold,
                    delivery.From ?? delivery.Receiver, delivery.Receiver, settings);
        }
    }

    private static LocalDate? DueOn(TransferFacts transfer, RuleSettings settings, LocalDate asOf) =>
        transfer.Facts.Select(fact => DueAfter(fact, settings)).Where(due => due > asOf).Select(due => (LocalDate?)due).Min();

    private static LocalDate DueAfter(Fact fact, RuleSettings settings) =>
        fact.Event.When.EventTime.Date.PlusDays(settings.At(fact).HalfMissingDays + 1);

    private static FindingContent Found(
        TransferFacts transfer, string discriminator, IReadOnlyList<Fact> evidence, int expected, int observed, PartyId first,
        PartyId second, RuleSettings settings) =>
        new(Rule.Id, Rule.Version, settings.At(evidence).Version, transfer.Subject.Value, discriminator, FindingTier.Review,
            Finding.EvidenceOf(evidence), expected, observed, Tolerance: 0, Unit: "lots", InnocentExplanation: "record-not-yet-posted",
            Parties: [.. new[] { first, second }.Distinct()], Finding.ProvisionalUntil(evidence, settings.At(evidence)));
}
