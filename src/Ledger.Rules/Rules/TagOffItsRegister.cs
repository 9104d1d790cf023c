using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;

namespace Ledger.Rules.Rules;

/// <summary>
/// R2, as far as the register tells: a tag was used that was never issued, before it was issued, or at a site it was not
/// assigned to. Of what was used before the register had tags of that series it says nothing.
/// </summary>
public static class TagOffItsRegister
{
    public static readonly Rule<TagFacts> Rule = new("R2", 1, RuleTiming.OnArrival, (tag, settings, _) => Evaluate(tag, settings));

    public static IEnumerable<FindingContent> Evaluate(TagFacts tag, RuleSettings settings)
    {
        if (tag.Register.Since is not { } since) yield break;
        var uses = tag.Attachments.Where(use => use.Fact.Interval.End > since).ToList();
        if (tag.Register.Issued is not { } issued)
        {
            if (uses.Count > 0) yield return Found("not-issued", tag, uses, "mistyped-tag-number", settings);
            yield break;
        }

        var early = uses.FindAll(use => use.Fact.Interval.End + settings.At(use.Fact).ClockSlack <= issued.Since);
        if (early.Count > 0) yield return Found("before-issue", tag, early, "issue-recorded-late", settings);

        var offSite = uses.FindAll(use => tag.SitesOf(use.Lot).Any(site => IsOff(site, tag.Register)));
        if (offSite.Count > 0) yield return Found("off-site", tag, offSite, "mistyped-tag-number", settings);
    }

    // Tags nobody assigned yet are off the site that has tags of its own.
    private static bool IsOff(SiteId site, TagRegister register) =>
        register.Assigned is { } assigned ? assigned.Site != site : register.Supplied.Contains(site);

    private static FindingContent Found(
        string discriminator, TagFacts tag, List<(Fact Fact, LotId Lot)> uses, string explanation, RuleSettings settings)
    {
        List<Fact> evidence = uses.ConvertAll(use => use.Fact);
        settings = settings.At(evidence);
        return new(
            Rule.Id, Rule.Version, settings.Version, StreamName.Tag(tag.Tag).Value, discriminator,
            uses.Exists(use => Corroboration.OfNumber(use.Lot, tag)) ? FindingTier.Incident : FindingTier.Review,
            Finding.EvidenceOf(evidence), Expected: 0, Observed: uses.Count, Tolerance: 0, Unit: "tags", explanation,
            Finding.RecordersOf(evidence), Finding.ProvisionalUntil(evidence, settings), tag.LikelyTags);
    }
}
