using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;
using NodaTime;

namespace Ledger.Rules.Rules;

/// <summary>
/// R15: a lot certified twice without replacement, a certificate valid too long, shipped outside its validity, or for another
/// weight. Whether its origin is among the lot's is a matter of provenance, and not told here.
/// </summary>
public static class CertificateDoesNotFit
{
    public static readonly Rule<LotFacts> Rule = new("R15", 1, RuleTiming.AtDayClose, (lot, settings, _) => Evaluate(lot, settings));

    public static IEnumerable<FindingContent> Evaluate(LotFacts lot, RuleSettings settings)
    {
        // Two recorders may have seen the same paper.
        var papers = lot.Of<LotCertified>().DistinctBy(each => each.Event.Certificate).ToList();
        var findings = Twice(lot, papers, settings);
        foreach (var paper in papers)
            findings = findings.Concat(TooLong(lot, paper, settings.At(paper.Fact)))
                .Concat(WrongWeight(lot, paper, settings.At(paper.Fact)));
        return findings.Concat(ShippedOutside(lot, papers, settings));
    }

    private static IEnumerable<FindingContent> Twice(LotFacts lot, List<(Fact Fact, LotCertified Event)> papers, RuleSettings settings)
    {
        var gone = lot.Of<LotCertificateRevoked>().Select(each => each.Event.Certificate)
            .Concat(papers.Select(paper => paper.Event.Replaces).OfType<CertificateId>()).ToHashSet();
        var valid = papers.FindAll(paper => !gone.Contains(paper.Event.Certificate));
        if (valid.Count < 2) yield break;
        yield return Found(
            "twice", lot, valid.ConvertAll(paper => paper.Fact), FindingTier.Incident, (1, valid.Count, 0), "certificates",
            "replacement-not-stated", settings.At(valid.Select(paper => paper.Fact)));
    }

    private static IEnumerable<FindingContent> TooLong(LotFacts lot, (Fact Fact, LotCertified Event) paper, RuleSettings settings)
    {
        var days = Period.DaysBetween(paper.Event.IssuedOn, paper.Event.ExpiresOn);
        if (days <= settings.CertificateDays) yield break;
        yield return Found(
            $"too-long:{paper.Event.Certificate}", lot, [paper.Fact], FindingTier.Review, (settings.CertificateDays, days, 0), "days",
            "date-mistyped", settings);
    }

    private static IEnumerable<FindingContent> WrongWeight(LotFacts lot, (Fact Fact, LotCertified Event) paper, RuleSettings settings)
    {
        var scale = lot.Facts.LastOrDefault(fact => StatedMass.Of(fact.Event) is { IsMeasured: true, IsWet: true }
            && !paper.Fact.DefinitelyBefore(fact));
        if (scale is null) yield break;
        var (weighed, certified) = (StatedMass.Of(scale.Event)!.Value.NetKg.Kg, paper.Event.WeightKg.Kg);
        var tolerance = Math.Max(decimal.Round(weighed * settings.CertificateWeightPct / 100m, 3), settings.ScaleDivision.Kg * 2);
        if (Math.Abs(certified - weighed) <= tolerance) yield break;
        yield return Found(
            $"weight:{paper.Event.Certificate}", lot, [scale, paper.Fact], FindingTier.Review, (weighed, certified, tolerance), "kg",
            "scale-or-typing-error", settings);
    }

    private static IEnumerable<FindingContent> ShippedOutside(
        LotFacts lot, List<(Fact Fact, LotCertified Event)> papers, RuleSettings settings)
    {
        foreach (var (fact, export) in lot.Of<LotExported>().DistinctBy(each => each.Fact.Custody))
        {
            var named = papers.FindAll(paper => export.Certificate is null || paper.Event.Certificate == export.Certificate);
            if (named.Count == 0) continue;
            var daysOutside = named.Min(paper => DaysOutside(paper.Event, export.ShippedOn));
            if (daysOutside <= 0) continue;
            yield return Found(
                $"shipped:{fact.Custody}", lot, [fact, .. named.Select(paper => paper.Fact)], FindingTier.Review, (0, daysOutside, 0),
                "days", "date-mistyped", settings.At(fact));
        }
    }

    private static int DaysOutside(LotCertified paper, LocalDate shippedOn) =>
        Math.Max(Period.DaysBetween(shippedOn, paper.IssuedOn), Period.DaysBetween(paper.ExpiresOn, shippedOn));

    private static FindingContent Found(
        string discriminator, LotFacts lot, IReadOnlyList<Fact> evidence, FindingTier tier,
        (decimal Expected, decimal Observed, decimal Tolerance) numbers, string unit, string explanation, RuleSettings settings) =>
        new(Rule.Id, Rule.Version, settings.Version, StreamName.Lot(lot.Lot).Value, discriminator, tier, Finding.EvidenceOf(evidence),
            numbers.Expected, numbers.Observed, numbers.Tolerance, unit, explanation,
            Finding.RecordersOf(evidence),
            Finding.ProvisionalUntil(evidence, settings));
}
