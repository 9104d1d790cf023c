using System.Collections.Immutable;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;

namespace Ledger.Domain.Guarded.Tags;

/// <summary>The tags of one series: issued, asked for, assigned. Stream <c>tag-series:{series}</c>.</summary>
public sealed record TagSeries(
    ImmutableHashSet<CommandId> Done, ImmutableList<TagRange> Issued,
    ImmutableDictionary<CommandId, TagRequest> Requests, ImmutableList<TagRange> Assigned)
{
    public static readonly TagSeries Empty = new([], [], ImmutableDictionary<CommandId, TagRequest>.Empty, []);

    public static TagSeries Fold(IEnumerable<LedgerEvent> events) => events.Aggregate(Empty, Fold);

    public static TagSeries Fold(TagSeries series, LedgerEvent ledgerEvent)
    {
        if (ledgerEvent is not GuardedLedgerEvent { CommandId: var id }) return series;
        var done = series with { Done = series.Done.Add(id) };
        return ledgerEvent switch
        {
            TagsIssued issued => done with { Issued = series.Issued.Add(issued.Tags) },
            TagsRequested asked => done.With(
                asked.RequestId, new(asked.Site, asked.Kind, asked.Count, Verdict: null, Remaining: 0)),
            TagRequestReviewed reviewed => done.With(
                reviewed.RequestId,
                series.Requests[reviewed.RequestId] with { Verdict = reviewed.Verdict, Remaining = reviewed.Allowance }),
            TagsAssigned assigned => done.WithAssigned(assigned),
            _ => series,
        };
    }

    private TagSeries WithAssigned(TagsAssigned assigned)
    {
        var request = Requests[assigned.RequestId];
        return With(assigned.RequestId, request with { Remaining = request.Remaining - assigned.Tags.Count })
            with { Assigned = Assigned.Add(assigned.Tags) };
    }

    private TagSeries With(CommandId requestId, TagRequest request) =>
        this with { Requests = Requests.SetItem(requestId, request) };
}

/// <summary>A request for tags.</summary>
/// <param name="Verdict">Null until reviewed.</param>
/// <param name="Remaining">How many tags may still be assigned on it.</param>
public sealed record TagRequest(SiteId Site, TagKind Kind, long Count, Verdict? Verdict, long Remaining);
