using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Balance;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;
using Ledger.Rules.Numerics;
using Ledger.Rules.Production;
using Ledger.Rules.Views;
using NodaTime;

namespace Ledger.Rules.Rules;

/// <summary>
/// R10: a site brings out more than was approved, than its people can, than like sites do, or than is usual there: ore from elsewhere
/// is given out as its own. What is usual is asked only when the month's sheets had time to come in.
/// </summary>
public static class ProductionAboveUsual
{
    public static readonly Rule<MineralMonthFacts> Rule = new("R10", 1, RuleTiming.AtDayClose, Evaluate, DueOn);

    private static readonly (string Outdated, string Busy) Innocent = ("baseline-out-of-date", "more-people-at-work");

    public static IEnumerable<FindingContent> Evaluate(MineralMonthFacts month, RuleSettings settings, LocalDate asOf)
    {
        foreach (var judged in Judge(month, settings, asOf))
            if (month.Bags.TryGetValue(judged.Site, out var bags))
                yield return new(
                    Rule.Id, Rule.Version, settings.At(bags).Version, month.MineralMonth.Subject, $"{judged.Site}/{judged.Against}",
                    judged.Tier, Finding.EvidenceOf(bags), decimal.Round(judged.Expected, 1), decimal.Round(judged.Observed, 1),
                    decimal.Round(judged.Tolerance, 1), judged.Unit, judged.Explanation, Finding.RecordersOf(bags),
                    Finding.ProvisionalUntil(bags, settings.At(bags)));
    }

    /// <summary>The sites of which more must be known: their bags are evidence.</summary>
    public static IReadOnlyList<SiteId> Suspects(MineralMonthFacts month, RuleSettings settings, LocalDate asOf) =>
        [.. Judge(month, settings, asOf).Select(judged => judged.Site).Distinct()];

    internal static LocalDate? DueOn(MineralMonthFacts month, RuleSettings settings, LocalDate asOf) =>
        month.OfTheMonth.Any() && ToldOn(month.MineralMonth, settings) is var due && due > asOf ? due : null;

    /// <summary>The day on which the month's sheets had time to come in.</summary>
    internal static LocalDate ToldOn(MineralMonth month, RuleSettings settings) =>
        month.Month.PlusMonths(1).OnDayOfMonth(1).PlusDays(settings.At(month.Month.OnDayOfMonth(1)).ProvisionalDays);

    /// <summary>What is to be expected of some of the sites in a month, and against what of that the rule speaks.</summary>
    public static IReadOnlyDictionary<SiteId, ExpectedOutput> Expected(
        MineralMonthFacts month, RuleSettings settings, LocalDate asOf, IReadOnlySet<SiteId> sites)
    {
        var (told, usual) = (ToldOn(month.MineralMonth, settings), new UsualProduction(month));
        var asked = month.OfTheMonth.Where(production => sites.Contains(production.Site));
        return asked.ToDictionary(production => production.Site, production =>
        {
            var numbers = settings.At(production.LastBegun);
            var baseline = month.Sites[production.Site].In(production.Month);
            var isOver = told <= asOf;
            var (surge, peers) = isOver ? (usual.Of(production, numbers), PeersKg(production, month, numbers)) : (null, null);
            return new ExpectedOutput(
                told, baseline.Miners, baseline.MonthlyKg, baseline.CapacityKg,
                peers is { } like ? decimal.Round(like, 1) : null, surge is null ? null : decimal.Round((decimal)surge.UsualKg, 1),
                surge is null ? null : decimal.Round((decimal)(surge.UsualKg * (Math.Exp(surge.Sigma) - 1)), 1),
                surge is null ? null : Rounding.Sigmas(surge.Z), surge is null ? null : Rounding.Sigmas(surge.Page),
                numbers.SurgeSigma, numbers.SurgePageSigma,
                [.. Judge(production, month, usual, numbers, isOver).Select(judged => judged.Against)]);
        });
    }

    private static IEnumerable<Judgement> Judge(MineralMonthFacts month, RuleSettings settings, LocalDate asOf)
    {
        var isOver = ToldOn(month.MineralMonth, settings) <= asOf;
        var usual = new UsualProduction(month);
        return month.OfTheMonth.SelectMany(production =>
            Judge(production, month, usual, settings.At(production.LastBegun), isOver));
    }

    private static IEnumerable<Judgement> Judge(
        SiteProduction production, MineralMonthFacts month, UsualProduction usual, RuleSettings numbers, bool isOver)
    {
        foreach (var judged in AgainstBaseline(production, month.Sites[production.Site].In(production.Month), numbers))
            yield return judged;
        if (!isOver) yield break;
        if (AgainstPeers(production, month, numbers) is { } rate) yield return rate;
        if (usual.Of(production, numbers) is { } surge)
            foreach (var judged in AgainstUsual(production, surge, numbers)) yield return judged;
    }

    // One mistyped bag is no incident.
    private static IEnumerable<Judgement> AgainstBaseline(
        SiteProduction production, (int? Miners, Mass? MonthlyKg, Mass? CapacityKg) baseline, RuleSettings settings)
    {
        var (kg, sure) = (production.Kg.Kg, (production.Kg - production.HeaviestKg).Kg);
        if (baseline.CapacityKg is { } capacity && kg > capacity.Kg)
            yield return new(production.Site, "capacity", sure > capacity.Kg ? FindingTier.Incident : FindingTier.Review,
                capacity.Kg, kg, 0, "kg", Innocent.Outdated);
        if (baseline.MonthlyKg is not { } monthly) yield break;
        var isIncident = sure > monthly.Kg * settings.BaselineIncidentTimes;
        if (isIncident || kg > monthly.Kg * settings.BaselineReviewTimes)
            yield return new(production.Site, "baseline", isIncident ? FindingTier.Incident : FindingTier.Review,
                monthly.Kg, kg, monthly.Kg * (settings.BaselineReviewTimes - 1), "kg", Innocent.Outdated);
    }

    private static Judgement? AgainstPeers(SiteProduction production, MineralMonthFacts month, RuleSettings settings)
    {
        if (RatesOf(production, month, settings) is not { } rates || rates.Here <= rates.Usual * settings.PeerRateTimes) return null;
        var expected = production.Kg.Kg * rates.Usual / rates.Here;
        return new(production.Site, "peers", FindingTier.Review, expected, production.Kg.Kg,
            expected * (settings.PeerRateTimes - 1), "kg", Innocent.Busy);
    }

    // What as many people bring out elsewhere. Unit: kg.
    private static decimal? PeersKg(SiteProduction production, MineralMonthFacts month, RuleSettings settings) =>
        RatesOf(production, month, settings) is { Here: > 0 } rates ? production.Kg.Kg * rates.Usual / rates.Here : null;

    // Unit: kg a miner and day.
    private static (decimal Here, decimal Usual)? RatesOf(SiteProduction production, MineralMonthFacts month, RuleSettings settings)
    {
        if (KgMinerDay(production, month) is not { } rate) return null;
        var here = month.Sites[production.Site];
        var peers = month.OfTheMonth.Where(each => each.Site != production.Site && month.Sites[each.Site].Country == here.Country)
            .Select(each => (month.Sites[each.Site].Area, Rate: KgMinerDay(each, month))).Where(each => each.Rate is not null).ToList();
        var near = peers.FindAll(each => here.Area is not null && each.Area == here.Area);
        if (near.Count >= settings.PeerSites) peers = near;
        var isEnough = peers.Count >= settings.PeerSites;
        if (!isEnough && month.MineralMonth.Mineral != Mineral.Coltan) return null;
        var usual = isEnough
            ? (decimal)RobustStatistics.Median(peers.Select(each => (double)each.Rate!.Value)) : settings.ColtanMinerDay.Kg;
        return (rate, usual);
    }

    private static IEnumerable<Judgement> AgainstUsual(SiteProduction production, Surge surge, RuleSettings settings)
    {
        var usual = (decimal)surge.UsualKg;
        if (surge.Z >= (double)settings.SurgeSigma)
            yield return new(production.Site, "month", FindingTier.Review, usual, production.Kg.Kg,
                usual * (decimal)(Math.Exp((double)settings.SurgeSigma * surge.Sigma) - 1), "kg", Innocent.Busy);
        if (surge.Page > (double)settings.SurgePageSigma)
            yield return new(production.Site, "protracted", FindingTier.Review, 0, (decimal)surge.Page, settings.SurgePageSigma, "sigma",
                Innocent.Busy);
    }

    private static decimal? KgMinerDay(SiteProduction production, MineralMonthFacts month) =>
        month.Sites[production.Site].In(production.Month).Miners is { } miners ? production.Kg.Kg / (miners * production.Days) : null;

    private sealed record Judgement(
        SiteId Site, string Against, FindingTier Tier, decimal Expected, decimal Observed, decimal Tolerance, string Unit,
        string Explanation);
}
