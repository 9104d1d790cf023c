using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;
using Ledger.Rules.Geography;
using Ledger.Rules.Production;
using NodaTime;

namespace Ledger.Rules.Rules;

/// <summary>
/// R21: a site was suspended, and one nearby brings out far more than is usual there, a miner, and than its peers did that month: the ore
/// of the one may be given out as the other's. A month is looked at when most of it came after the notice.
/// </summary>
public static class NeighbourSurges
{
    private const int MiddleOfMonth = 15;

    public static readonly Rule<MineralMonthFacts> Rule =
        new("R21", 1, RuleTiming.AtDayClose, Evaluate, ProductionAboveUsual.DueOn);

    public static IEnumerable<FindingContent> Evaluate(MineralMonthFacts month, RuleSettings settings, LocalDate asOf)
    {
        foreach (var (production, surge, stops) in Surging(month, settings, asOf))
        {
            if (!month.Bags.TryGetValue(production.Site, out var bags)) continue;
            var numbers = settings.At(bags);
            List<Fact> evidence = [.. bags, .. stops.Select(stop => stop.Report)];
            var usual = decimal.Round((decimal)surge.UsualKg, 1);
            yield return new(
                Rule.Id, Rule.Version, numbers.Version, month.MineralMonth.Subject, production.Site.Value, FindingTier.Review,
                Finding.EvidenceOf(evidence), usual, production.Kg.Kg, decimal.Round(usual * (numbers.NeighbourTimes - 1), 1), Unit: "kg",
                InnocentExplanation: "diggers-moved-over", Finding.RecordersOf(evidence), Finding.ProvisionalUntil(evidence, numbers));
        }
    }

    /// <summary>The sites of which more must be known: their bags are evidence.</summary>
    public static IReadOnlyList<SiteId> Suspects(MineralMonthFacts month, RuleSettings settings, LocalDate asOf) =>
        [.. Surging(month, settings, asOf).Select(surging => surging.Production.Site)];

    private static IEnumerable<(SiteProduction Production, Surge Surge, IReadOnlyList<SiteStop> Stops)> Surging(
        MineralMonthFacts month, RuleSettings settings, LocalDate asOf)
    {
        if (month.Stops.Count == 0 || ProductionAboveUsual.ToldOn(month.MineralMonth, settings) > asOf) yield break;
        var usual = new UsualProduction(month);
        foreach (var production in month.OfTheMonth)
        {
            var numbers = settings.At(production.LastBegun);
            List<SiteStop> stops = [.. month.Stops.Where(stop => IsBefore(stop, month.MineralMonth.Month, numbers)
                && IsNear(stop, production.Site, month, numbers))];
            if (stops.Count == 0) continue;
            if (usual.Of(production, numbers) is { } surge && surge.Z >= (double)numbers.Coverage
                && (double)production.Kg.Kg > surge.UsualKg * (double)numbers.NeighbourTimes) yield return (production, surge, stops);
        }
    }

    private static bool IsBefore(SiteStop stop, YearMonth month, RuleSettings settings)
    {
        var (from, day) = (month.OnDayOfMonth(1).PlusDays(-settings.NeighbourDays), stop.From.InUtc().Date);
        return day >= from && day <= month.OnDayOfMonth(MiddleOfMonth);
    }

    private static bool IsNear(SiteStop stop, SiteId site, MineralMonthFacts month, RuleSettings settings) =>
        stop.Site != site && month.Sites.TryGetValue(stop.Site, out var stopped)
        && Wgs84.DistanceM(stopped.Position, month.Sites[site].Position) <= (double)settings.NeighbourRadiusKm * 1_000;
}
