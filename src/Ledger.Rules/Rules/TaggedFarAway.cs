using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;
using Ledger.Rules.Geography;

namespace Ledger.Rules.Rules;

/// <summary>
/// R29: tagged farther from its site than people carry bags to the agent, and not at a party's premises that the record declares.
/// A device's uncertainty counts in favour. Only what a device measured is judged: it says so, or how exactly it knows.
/// </summary>
public static class TaggedFarAway
{
    public static readonly Rule<SiteMonthFacts> Rule =
        new("R29", 1, RuleTiming.AtDayClose, (month, settings, _) => Evaluate(month, settings));

    public static IEnumerable<FindingContent> Evaluate(SiteMonthFacts month, RuleSettings settings)
    {
        var far = month.Facts.Select(fact => (Fact: fact, Km: KmFromSite(fact, month)))
            .Where(each => each.Km > settings.At(each.Fact).TaggingRadiusKm).ToList();
        if (far.Count == 0) yield break;
        settings = settings.At(far.Select(each => each.Fact));
        // Whole kilometres: where a person stood is sealed.
        yield return new(
            Rule.Id, Rule.Version, settings.Version, month.SiteMonth.Subject, Discriminator: "", FindingTier.Review,
            Finding.EvidenceOf(far.Select(each => each.Fact)), settings.TaggingRadiusKm, decimal.Ceiling(far.Max(each => each.Km)),
            Tolerance: 0, Unit: "km", InnocentExplanation: "tagging-point-not-declared",
            Finding.RecordersOf(far.Select(each => each.Fact)), ProvisionalUntil: null);
    }

    // At least; 0 where the record does not tell.
    private static decimal KmFromSite(Fact fact, SiteMonthFacts month)
    {
        var place = fact.Headers.Place;
        if (place is { PartyId: not null } || !month.Positions.TryGetValue(fact.Custody, out var position)
            || !(place is { Source: { } source } ? source == PlaceSource.Gps : position.AccuracyM is not null)
            || month.Register.At(fact.Interval.End) is not { } site) return 0;
        var metres = Wgs84.DistanceM(position, new(site.Lat, site.Lon, null)) - (double)(position.AccuracyM ?? 0);
        return Math.Max(0, (decimal)metres / 1_000m);
    }
}
