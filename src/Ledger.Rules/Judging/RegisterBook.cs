using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Facts;
using NodaTime;

namespace Ledger.Rules.Judging;

/// <summary>What the registers say of sites and tags, in memory.</summary>
internal sealed class RegisterBook
{
    private readonly ILookup<SiteId, (LedgerEvent Event, Instant At)> _sites;
    private readonly ILookup<(string Series, TagKind Kind), RegisteredTags> _ranges;
    private readonly ILookup<SiteId, TagAllowance> _allowances;
    private readonly ILookup<SiteId, SiteBaselineApproved> _baselines;
    private readonly Dictionary<SiteId, SiteRegister> _known = [];

    public RegisterBook(IEnumerable<(GuardedLedgerEvent Event, Instant At)> entries)
    {
        var all = entries.ToList();
        _sites = all.Where(entry => SiteOf(entry.Event) is not null)
            .ToLookup(entry => SiteOf(entry.Event)!.Value, entry => ((LedgerEvent)entry.Event, entry.At));
        _ranges = all.Select(entry => RegisteredTags.Of(entry.Event, entry.At)).OfType<RegisteredTags>()
            .ToLookup(range => (range.Tags.Series, range.Tags.Kind));
        _baselines = all.Select(entry => entry.Event).OfType<SiteBaselineApproved>().ToLookup(approved => approved.Site);
        Areas = [.. all.Select(entry => (LedgerEvent)entry.Event).ToLookup(AreaOf).Where(area => area.Key is not null)
            .SelectMany(area => ProtectedSpan.Of([.. area]))];
        var asked = all.Select(entry => entry.Event).OfType<TagsRequested>().ToDictionary(request => request.RequestId);
        _allowances = all.Where(entry => entry.Event is TagRequestReviewed { Verdict: Verdict.Approved })
            .Select(entry => (Review: (TagRequestReviewed)entry.Event, entry.At))
            .Where(each => asked.ContainsKey(each.Review.RequestId))
            .ToLookup(
                each => asked[each.Review.RequestId].Site,
                each => new TagAllowance(each.Review.Allowance, TagAllowance.SinceOf(each.Review, each.At)));
    }

    /// <summary>When which areas were protected within which outlines.</summary>
    public IReadOnlyList<ProtectedSpan> Areas { get; }

    public SiteRegister Site(SiteId site) =>
        _known.TryGetValue(site, out var known) ? known : _known[site] = SiteRegister.Of(_sites.Count > 0, _sites[site]);

    /// <summary>As the register says now; null for a site it does not know.</summary>
    public ProducingSite? Producing(SiteId site) => Site(site) is { IsKnown: true, Descriptions: [.., var (said, _)] }
        ? new(site, said.Country, said.Area, new(said.Lat, said.Lon, null), [.. _baselines[site]]) : null;

    public IReadOnlyList<TagAllowance> Allowances(SiteId site) => [.. _allowances[site]];

    /// <summary>Ranges that say something of a tag: issued ones, those of sites where it was used, and those that hold it.</summary>
    public IReadOnlyList<RegisteredTags> Around(TagFacts tag)
    {
        var sites = tag.Sites.ToList();
        return [.. _ranges[(tag.Tag.Series, tag.Tag.Kind)].Where(range =>
            range.Site is not { } site || sites.Contains(site) || range.Tags.Contains(tag.Tag))];
    }

    /// <summary>Ranges assigned to the site of a subject of tag stock.</summary>
    public IReadOnlyList<RegisteredTags> Assigned(string subject)
    {
        var (site, series, kind) = TagStockFacts.PartsOf(subject);
        return [.. _ranges[(series, kind)].Where(range => range.Site == site)];
    }

    private static AreaId? AreaOf(LedgerEvent entered) => entered switch
    {
        AreaProtected area => area.Area,
        AreaOutlined stretch => stretch.Area,
        AreaProtectionEnded ended => ended.Area,
        _ => null,
    };

    private static SiteId? SiteOf(LedgerEvent entered) => entered switch
    {
        SiteRegistered registered => registered.Site,
        SiteChanged changed => changed.Site,
        SiteStatusDetermined determined => determined.Site,
        _ => null,
    };
}
