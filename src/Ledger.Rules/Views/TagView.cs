using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Facts;
using NodaTime;

namespace Ledger.Rules.Views;

[System.Text.Json.Serialization.JsonConverter(typeof(Ledger.Domain.Json.CodeJsonConverter<TagStatus>))]
public enum TagStatus { Attached, Replaced, OnSeveralLots, NamedOnly, Cut, Void, Lost, Stolen }

/// <summary>What is known of a tag.</summary>
/// <param name="Lots">The lots it was tied on, in order; more than one is a contradiction to explain.</param>
/// <param name="ReplacedBy">The tag that took its place.</param>
public sealed record TagView(
    TagId Tag, TagStatus Status, IReadOnlyList<LotId> Lots, OffsetDateTime? AttachedAt, TagId? ReplacedBy, int EventCount)
{
    /// <summary>What rules found about it, as far as a reader may see; a row of the view has none.</summary>
    public IReadOnlyList<FindingView>? Findings { get; init; }

    /// <summary>Folds the tag's facts; null when nothing that counts is known of it.</summary>
    public static TagView? Of(TagFacts tag)
    {
        if (tag.Facts.Count == 0) return null;
        List<LotId> lots = [.. tag.Attachments.Select(attachment => attachment.Lot).Distinct()];
        var replacement = tag.Facts.Select(fact => fact.Event).OfType<TagReplaced>().LastOrDefault();
        var status = lots.Count > 1 ? TagStatus.OnSeveralLots
            : replacement is not null ? TagStatus.Replaced
            : tag.Facts.Any(fact => fact.Event is TagCut) ? TagStatus.Cut
            : tag.Facts.Any(fact => fact.Event is TagAttached) ? TagStatus.Attached
            : tag.Facts.Select(fact => Unused(fact.Event)).LastOrDefault(status => status is not null) ?? TagStatus.NamedOnly;
        return new(tag.Tag, status, lots, tag.Attachments.Select(a => (OffsetDateTime?)a.Fact.Event.When.EventTime).LastOrDefault(),
            replacement?.By, tag.Facts.Count);
    }

    private static TagStatus? Unused(CustodyLedgerEvent ledgerEvent) => ledgerEvent switch
    {
        TagVoided => TagStatus.Void,
        TagLost => TagStatus.Lost,
        TagStolen => TagStatus.Stolen,
        _ => null,
    };
}
