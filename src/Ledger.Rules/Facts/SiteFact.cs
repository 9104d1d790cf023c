using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using NodaTime;
using NodaTime.Text;

namespace Ledger.Rules.Facts;

/// <summary>One fact of a lot that was bagged at a site, by site and month: that it was bagged there, or wore a tag.</summary>
/// <param name="Month">The calendar month where it happened.</param>
/// <param name="Tag">The tag tied on; null for the bagging itself.</param>
/// <param name="Begun">The first moment it may have happened.</param>
/// <param name="Mineral">What was bagged; null for a tag.</param>
/// <param name="Kg">What the bag weighed when it was filled; null for a tag, and where nobody said.</param>
/// <param name="Lag">From the end of the bagging's time to its typing in, never negative; null where nobody said.</param>
public sealed record SiteFact(
    LotId Lot, SiteId Site, YearMonth Month, long Sequence, TagId? Tag, PartyId? Holder, Instant Begun, Duration? Lag,
    Mineral? Mineral = null, Mass? Kg = null)
{
    public static IReadOnlyList<SiteFact> Of(LotFacts lot)
    {
        var bagged = lot.Of<LotBagged>().ToList();
        if (bagged.Count == 0) return [];
        var site = bagged[0].Event.Site;
        return
        [
            .. bagged.Select(each => new SiteFact(
                lot.Lot, each.Event.Site, SiteMonth.Of(each.Fact), each.Fact.Sequence, null, each.Event.Holder,
                each.Fact.Interval.Start, LagOf(each.Fact), each.Event.Mineral, WeighedWith(each.Fact, lot))),
            .. lot.Of<LotTagged>().Select(each => new SiteFact(
                lot.Lot, site, SiteMonth.Of(each.Fact), each.Fact.Sequence, each.Event.Tag, null, each.Fact.Interval.Start, null)),
        ];
    }

    private static Mass? WeighedWith(Fact bagged, LotFacts lot) =>
        lot.Of<LotWeighed>().FirstOrDefault(each => each.Fact.Custody == bagged.Custody).Event?.NetKg;

    private static Duration? LagOf(Fact fact) => fact.Headers.CapturedAt is { } captured
        ? Duration.Max(captured.ToInstant() - fact.Interval.End, Duration.Zero) : null;
}

/// <summary>A site in a month: what is looked at together when a day closes, so that no load grows with a site's age.</summary>
public readonly record struct SiteMonth(SiteId Site, YearMonth Month)
{
    private const string Kind = "site-month:";

    public static YearMonth Of(Fact fact) => fact.Event.When.EventTime.Date.ToYearMonth();

    /// <summary>The site-months in which anything was recorded of a lot, corrected or not.</summary>
    public static IEnumerable<SiteMonth> Of(LotFacts lot)
    {
        List<Fact> all = [.. lot.Facts, .. lot.Corrected];
        List<SiteId> sites = [.. all.Select(fact => fact.Event).OfType<LotBagged>().Select(bagged => bagged.Site).Distinct()];
        return all.Where(fact => fact.Event is LotBagged or LotTagged).Select(Of).Distinct()
            .SelectMany(month => sites.Select(site => new SiteMonth(site, month)));
    }

    /// <summary>Reads <see cref="Subject"/>; null where it is none.</summary>
    public static SiteMonth? TryParse(string subject)
    {
        if (!subject.StartsWith(Kind, StringComparison.Ordinal)) return null;
        var slash = subject.LastIndexOf('/');
        return slash > Kind.Length && YearMonthPattern.Iso.Parse(subject[(slash + 1)..]) is { Success: true } month
            ? new SiteMonth(new(subject[Kind.Length..slash]), month.Value) : null;
    }

    /// <summary><c>site-month:{site}/2026-03</c></summary>
    public string Subject => $"{Kind}{Site}/{YearMonthPattern.Iso.Format(Month)}";
}
