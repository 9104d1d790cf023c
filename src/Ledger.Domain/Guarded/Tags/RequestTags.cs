using Ledger.Domain.CustodyEvents;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;

namespace Ledger.Domain.Guarded.Tags;

/// <summary>Asks for tags for a site. The request is known by this command's id.</summary>
public sealed record RequestTags(
    CommandId Id, string Series, SiteId Site, PartyId RequestedBy, TagKind Kind, long Count)
{
    public static RequestTags Read(Fields fields, PartyId requestedBy) => new(
        fields.CommandId(), fields.TagSeries() ?? "", fields.Id<SiteId>("siteId", required: true) ?? default,
        requestedBy, fields.Code<TagKind>("kind", required: true) ?? default,
        fields.Whole("count", 1, TagRange.Largest, required: true) ?? 0);

    public static Decision Decide(RequestTags command, TagSeries series)
    {
        if (series.Done.Contains(command.Id)) return Decision.AlreadyDone;
        return Decision.Append(new TagsRequested(
            command.Id, command.Id, command.Site, command.RequestedBy, command.Kind, command.Count));
    }
}
