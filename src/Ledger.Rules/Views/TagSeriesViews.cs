using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using NodaTime;

namespace Ledger.Rules.Views;

[System.Text.Json.Serialization.JsonConverter(typeof(Ledger.Domain.Json.CodeJsonConverter<TagRangeState>))]
public enum TagRangeState { Issued, Assigned }

/// <summary>Tags that were issued together, or assigned to a site together.</summary>
/// <param name="Count">How many tags it is.</param>
/// <param name="SiteId">Only where assigned.</param>
/// <param name="RequestId">What it was assigned on.</param>
public sealed record TagRangeView(
    string Series, TagKind Kind, string From, string To, long Count, TagRangeState State, SiteId? SiteId, CommandId? RequestId,
    Instant RecordedAt)
{
    /// <summary>The range an event of a series' stream tells of; null for other events.</summary>
    public static TagRangeView? Of(RegisterFact fact) => fact.Event switch
    {
        TagsIssued issued => Of(issued.Tags, TagRangeState.Issued, null, null, fact),
        TagsAssigned assigned => Of(assigned.Tags, TagRangeState.Assigned, assigned.Site, assigned.RequestId, fact),
        _ => null,
    };

    private static TagRangeView Of(TagRange tags, TagRangeState state, SiteId? site, CommandId? request, RegisterFact fact) =>
        new(tags.Series, tags.Kind, tags.From, tags.To, tags.Count, state, site, request, fact.RecordedAt);
}

/// <summary>A request for tags, as far as it got.</summary>
/// <param name="Verdict">Null until reviewed.</param>
/// <param name="Allowance">How many tags may be assigned on it in all; null until approved.</param>
/// <param name="Assigned">How many were.</param>
public sealed record TagRequestView(
    CommandId RequestId, string Series, TagKind Kind, SiteId SiteId, PartyId RequestedBy, long Count, Verdict? Verdict, long? Allowance,
    long Assigned, Instant RequestedAt)
{
    /// <summary>The request an event of a series' stream is about; null for other events.</summary>
    public static CommandId? IdIn(LedgerEvent next) => next switch
    {
        TagsRequested asked => asked.RequestId,
        TagRequestReviewed reviewed => reviewed.RequestId,
        TagsAssigned assigned => assigned.RequestId,
        _ => null,
    };

    /// <summary>Folds one more event about this request into what it was.</summary>
    public static TagRequestView? After(TagRequestView? was, RegisterFact next) => next.Event switch
    {
        TagsRequested asked => new(
            asked.RequestId, next.Stream.Value["tag-series:".Length..], asked.Kind, asked.Site, asked.RequestedBy, asked.Count, null, null,
            0, next.RecordedAt),
        TagRequestReviewed { Verdict: Domain.Values.Verdict.Approved } reviewed =>
            was is null ? null : was with { Verdict = reviewed.Verdict, Allowance = reviewed.Allowance },
        TagRequestReviewed reviewed => was is null ? null : was with { Verdict = reviewed.Verdict },
        TagsAssigned assigned => was is null ? null : was with { Assigned = was.Assigned + assigned.Tags.Count },
        _ => was,
    };
}

/// <summary>A series in numbers.</summary>
/// <param name="Requested">Requests so far.</param>
/// <param name="OpenRequests">Those nobody has reviewed.</param>
/// <param name="Version">Decisions so far.</param>
/// <param name="History">The newest 500 decisions, oldest first.</param>
public sealed record TagSeriesView(
    string Series, long Issued, long Assigned, int Requested, int OpenRequests, int Version, IReadOnlyList<RegisterEntry> History);
