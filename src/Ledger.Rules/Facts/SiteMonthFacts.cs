using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using NodaTime;

namespace Ledger.Rules.Facts;

/// <summary>What was bagged and tagged at a site in a month, and what the registers say of the site.</summary>
/// <param name="Facts">Effective facts of <see cref="LotBagged"/> and <see cref="LotTagged"/>, sorted.</param>
public sealed record SiteMonthFacts(SiteMonth SiteMonth, IReadOnlyList<Fact> Facts, SiteRegister Register)
{
    /// <summary>
    /// Suspensions and their lifting, of the site, its area and country, its operator and the holders, as far as they count.
    /// </summary>
    public IReadOnlyList<Fact> Suspensions { get; init; } = [];

    /// <summary>What is known of the lots that were bagged during a suspension: those counted at its notice are exempt.</summary>
    public IReadOnlyDictionary<LotId, LotFacts> Lots { get; init; } = new Dictionary<LotId, LotFacts>();

    /// <summary>Allowances of tags for the site, all there are.</summary>
    public IReadOnlyList<TagAllowance> Allowances { get; init; } = [];

    /// <summary>Tags used at the site from the month of its first allowance until this month begins.</summary>
    public long TagsUsedBefore { get; init; }

    /// <summary>How many months before tell how late a site's records usually are.</summary>
    public const int LagMonths = 6;

    /// <summary>How late records of the site's six months before this one were typed in.</summary>
    public IReadOnlyList<Duration> EarlierLags { get; init; } = [];

    /// <summary>Positions a device stated, by custody event: sealed, and gone where they were erased.</summary>
    public IReadOnlyDictionary<CustodyEventId, GeoPosition> Positions { get; init; } = new Dictionary<CustodyEventId, GeoPosition>();

    public IEnumerable<(Fact Fact, LotBagged Bagged)> Baggings =>
        Facts.Where(fact => fact.Event is LotBagged).Select(fact => (fact, (LotBagged)fact.Event));

    public IEnumerable<(Fact Fact, TagId Tag)> TagUses =>
        Facts.Where(fact => fact.Event is LotTagged).Select(fact => (fact, ((LotTagged)fact.Event).Tag));

    /// <summary>Everything a suspension may name and so stop this site: streams of suspensions.</summary>
    public IEnumerable<StreamName> SuspensionStreams()
    {
        yield return StreamName.Suspension(new(SiteMonth.Site, null, null, null));
        foreach (var area in Register.Descriptions.Select(each => each.Description.Area).OfType<AreaId>().Distinct())
            yield return StreamName.Suspension(new(null, area, null, null));
        foreach (var country in Register.Descriptions.Select(each => each.Description.Country).Distinct())
            yield return StreamName.Suspension(new(null, null, country, null));
        foreach (var party in Register.Descriptions.Select(each => each.Description.Operator)
            .Concat(Baggings.Select(each => each.Bagged.Holder)).OfType<PartyId>().Distinct())
            yield return StreamName.Suspension(new(null, null, null, party));
    }
}
