using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;
using Ledger.Rules.Production;
using NodaTime;

namespace Ledger.Rules.Rules;

/// <summary>
/// R9: a supplier delivers far more of a mineral in a month than it usually does, and than the month brought all others: ore of somebody
/// else may pass as its own. Counted by who took it in, since that is another's word. One delivery more is no surge: it may have come a
/// few days sooner. Asked when the month's sheets had time to come in.
/// </summary>
public static class SupplyAboveUsual
{
    public static readonly Rule<SupplyMonthFacts> Rule = new("R9", 1, RuleTiming.AtDayClose, Evaluate, DueOn);

    public static IEnumerable<FindingContent> Evaluate(SupplyMonthFacts month, RuleSettings settings, LocalDate asOf)
    {
        foreach (var (supply, usualKg) in Surging(month, settings, asOf))
        {
            if (!month.Receipts.TryGetValue(supply.Supplier, out var receipts)) continue;
            var numbers = settings.At(receipts);
            var (usual, delivery) = (decimal.Round((decimal)usualKg, 1), month.UsualDeliveryKg(supply.Supplier));
            yield return new(
                Rule.Id, Rule.Version, numbers.Version, month.SupplyMonth.Subject, supply.Supplier.Value, FindingTier.Review,
                Finding.EvidenceOf(receipts), usual, supply.Kg.Kg,
                decimal.Round((usual * (numbers.SupplyTimes - 1)) + delivery, 1), Unit: "kg",
                InnocentExplanation: "sold-from-stock", Parties: [supply.Supplier], Finding.ProvisionalUntil(receipts, numbers));
        }
    }

    /// <summary>The suppliers of whom more must be known: their receipts are evidence.</summary>
    public static IReadOnlyList<PartyId> Suspects(SupplyMonthFacts month, RuleSettings settings, LocalDate asOf) =>
        [.. Surging(month, settings, asOf).Select(surging => surging.Supply.Supplier)];

    private static IEnumerable<(Supply Supply, double UsualKg)> Surging(SupplyMonthFacts month, RuleSettings settings, LocalDate asOf)
    {
        if (ToldOn(month.SupplyMonth, settings) > asOf) yield break;
        var known = new Dictionary<(int, int), UsualMonths<PartyId>>();
        foreach (var supply in month.OfTheMonth)
        {
            var numbers = settings.At(supply.LastBegun);
            if (supply.Kg <= numbers.LeastSupply) continue;
            if (Usual(month, numbers, known).Of(supply.Supplier, (double)supply.Kg.Kg) is not { } surge) continue;
            var least = (double)(supply.Kg.Kg - month.UsualDeliveryKg(supply.Supplier));
            if (least > surge.UsualKg * Math.Max((double)numbers.SupplyTimes, Math.Exp((double)numbers.Coverage * surge.Sigma)))
                yield return (supply, surge.UsualKg);
        }
    }

    // All who supply the mineral are peers: one ledger is one country's, or one scheme's.
    private static UsualMonths<PartyId> Usual(
        SupplyMonthFacts month, RuleSettings settings, Dictionary<(int, int), UsualMonths<PartyId>> known)
    {
        var numbers = (settings.HistoryMonths, settings.PeerSites);
        if (!known.TryGetValue(numbers, out var usual))
            known[numbers] = usual = new(
                month.SupplyMonth.Month, settings.HistoryMonths, settings.PeerSites,
                month.Supplies.Select(each => (each.Supplier, each.Month, Math.Log((double)each.Kg.Kg))), _ => ["all"]);
        return usual;
    }

    private static LocalDate? DueOn(SupplyMonthFacts month, RuleSettings settings, LocalDate asOf) =>
        month.OfTheMonth.Any() && ToldOn(month.SupplyMonth, settings) is var due && due > asOf ? due : null;

    private static LocalDate ToldOn(SupplyMonth month, RuleSettings settings) =>
        ProductionAboveUsual.ToldOn(new(month.Mineral, month.Month), settings);
}
