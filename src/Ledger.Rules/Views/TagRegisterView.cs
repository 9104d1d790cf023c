using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Facts;
using NodaTime;

namespace Ledger.Rules.Views;

/// <summary>
/// The tags of a series that a site was given, counted as far as anything was recorded of them. What agents carry is recorded
/// nowhere: it is not seen, like what lies in boxes between two counts.
/// </summary>
/// <param name="Boxes">The site's lock-boxes with tags of this series, each at its latest count.</param>
public sealed record TagRegisterView(string Series, SiteId SiteId, IReadOnlyList<TagCounts> Kinds, IReadOnlyList<TagBoxView> Boxes)
{
    /// <param name="series">The series asked about.</param>
    /// <param name="site">The site asked about.</param>
    /// <param name="assigned">The ranges assigned to the site, each with its tags by status.</param>
    /// <param name="boxFacts">Effective facts of the site's boxes, in order.</param>
    public static TagRegisterView Of(
        string series, SiteId site, IReadOnlyList<TagsByStatus> assigned, IReadOnlyList<Fact> boxFacts)
    {
        var returned = boxFacts.Select(fact => fact.Event).OfType<TagsReturned>().Select(each => each.Tags).ToList();
        var boxes = boxFacts.Select(fact => fact.Event).OfType<LockBoxCounted>().Where(counted => counted.Series == series)
            .GroupBy(counted => (counted.Box, counted.Kind)).Select(counts => TagBoxView.Of(counts.Last())).ToList();
        return new(series, site, [.. assigned.GroupBy(each => each.Tags.Kind).OrderBy(kind => kind.Key)
            .Select(kind => TagCounts.Of(kind.Key, [.. kind], returned, boxes))], boxes);
    }
}

/// <summary>The tags of one range of which anything is recorded, by where they stand.</summary>
public sealed record TagsByStatus(TagRange Tags, IReadOnlyDictionary<TagStatus, long> Counts);

/// <summary>Tags of one kind, by what became of them.</summary>
/// <param name="Attached">On a lot now; one that is on several lots counts once.</param>
/// <param name="Cut">Cut off, or replaced by another.</param>
/// <param name="Returned">Left the site unused.</param>
/// <param name="InBox">By the latest count of each box; null where none was counted.</param>
/// <param name="NotSeen">Assigned, and nothing further is recorded: in a box, with an agent, or unaccounted for.</param>
public sealed record TagCounts(
    TagKind Kind, long Assigned, long Attached, long Cut, long Void, long Lost, long Stolen, long Returned, long? InBox, long NotSeen)
{
    internal static TagCounts Of(
        TagKind kind, IReadOnlyList<TagsByStatus> assigned, IReadOnlyList<TagRange> returnedTags, IReadOnlyList<TagBoxView> boxes)
    {
        var total = assigned.Sum(each => each.Tags.Count);
        var returned = assigned.Sum(each => returnedTags.Sum(each.Tags.CountOf));
        var (attached, cut) = (Sum(TagStatus.Attached, TagStatus.OnSeveralLots), Sum(TagStatus.Cut, TagStatus.Replaced));
        var (isVoid, lost, stolen) = (Sum(TagStatus.Void), Sum(TagStatus.Lost), Sum(TagStatus.Stolen));
        var inBoxes = boxes.Where(box => box.Kind == kind).ToList();
        return new(
            kind, total, attached, cut, isVoid, lost, stolen, returned, inBoxes.Count == 0 ? null : inBoxes.Sum(box => box.Counted),
            Math.Max(0, total - attached - cut - isVoid - lost - stolen - returned));

        long Sum(params TagStatus[] statuses) =>
            assigned.Sum(each => statuses.Sum(status => each.Counts.GetValueOrDefault(status)));
    }
}

/// <summary>A lock-box at its latest count.</summary>
/// <param name="KeyHolders">How many were present.</param>
public sealed record TagBoxView(BoxId Box, TagKind Kind, long Counted, OffsetDateTime CountedAt, long KeyHolders)
{
    internal static TagBoxView Of(LockBoxCounted counted) =>
        new(counted.Box, counted.Kind, counted.Counted, counted.When.EventTime, counted.KeyHolders);
}
