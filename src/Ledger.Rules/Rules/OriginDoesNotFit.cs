using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;
using NodaTime;

namespace Ledger.Rules.Rules;

/// <summary>
/// R15: a certificate names a country that none of the lot's mineral comes from, or leaves one out that part of it does. Sites that no
/// register places say nothing, and what cannot be traced may come from any country.
/// </summary>
public static class OriginDoesNotFit
{
    // Sheets and registers of a lot's inputs come in for weeks; after that only what touches the lot itself is looked at.
    private const int WatchedDays = 60;

    public static readonly Rule<OriginFacts> Rule =
        new("R15", 1, RuleTiming.AtDayClose, (origin, settings, _) => Evaluate(origin, settings), DueOn);

    public static IEnumerable<FindingContent> Evaluate(OriginFacts origin, RuleSettings settings)
    {
        foreach (var (fact, paper) in origin.Lot.Of<LotCertified>().DistinctBy(each => each.Event.Certificate))
        {
            var numbers = settings.At(fact);
            var known = paper.Origin.Where(country => origin.Shares.ContainsKey(country)).ToHashSet();
            var isTraced = origin.Unknown * 100m <= numbers.OriginSharePct;
            if (isTraced && paper.Origin.Count > known.Count)
                yield return Found(
                    $"no-input:{paper.Certificate}", origin, fact, (known.Count, paper.Origin.Count, 0), "countries", numbers);

            var left = origin.Shares.Where(share => !known.Contains(share.Key)).Sum(share => share.Value) * 100m;
            if (left > numbers.OriginSharePct)
                yield return Found(
                    $"left-out:{paper.Certificate}", origin, fact, (0, decimal.Round(left, 1), numbers.OriginSharePct), "percent",
                    numbers);
        }
    }

    private static LocalDate? DueOn(OriginFacts origin, RuleSettings settings, LocalDate asOf) =>
        origin.Lot.Of<LotCertified>().Any(each => each.Fact.Event.When.EventTime.Date.PlusDays(WatchedDays) > asOf)
            ? asOf.PlusDays(1) : null;

    private static FindingContent Found(
        string discriminator, OriginFacts origin, Fact paper, (decimal Expected, decimal Observed, decimal Tolerance) numbers,
        string unit, RuleSettings settings) => new(
        Rule.Id, Rule.Version, settings.Version, origin.Subject, discriminator, FindingTier.Review, Finding.EvidenceOf([paper]),
        numbers.Expected, numbers.Observed, numbers.Tolerance, unit, InnocentExplanation: "site-or-country-misread",
        Finding.RecordersOf([paper]), Finding.ProvisionalUntil([paper], settings));
}
