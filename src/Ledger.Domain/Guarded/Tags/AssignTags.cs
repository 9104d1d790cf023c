using Ledger.Domain.CustodyEvents;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using NodaTime;

namespace Ledger.Domain.Guarded.Tags;

/// <summary>Gives issued tags to the site of an approved request, within its allowance.</summary>
/// <param name="AssignedOn">The day, where the register learns of it only later; the default is now.</param>
public sealed record AssignTags(CommandId Id, CommandId RequestId, TagRange Tags, LocalDate? AssignedOn = null)
{
    public static AssignTags Read(Fields fields) =>
        new(fields.CommandId(), fields.CommandId("requestId"), fields.TagRange() ?? default, fields.Date("assignedOn"));

    public static Decision Decide(AssignTags command, TagSeries series)
    {
        if (series.Done.Contains(command.Id)) return Decision.AlreadyDone;
        if (!series.Requests.TryGetValue(command.RequestId, out var request))
            return Decision.Reject("tag-request-unknown", $"there is no request {command.RequestId} in this series");
        if (request.Verdict is not Verdict.Approved)
            return Decision.Reject("tag-request-not-approved", $"request {command.RequestId} is not approved");
        if (command.Tags.Kind != request.Kind)
            return Decision.Reject("tag-kind-differs", "the request asked for another kind of tag");
        if (command.Tags.Count > request.Remaining)
            return Decision.Reject(
                "tag-allowance-exceeded", $"{request.Remaining} tags may still be assigned on this request");
        if (!series.Issued.Exists(issued => issued.Contains(command.Tags)))
            return Decision.Reject("tags-not-issued", $"{command.Tags} do not lie within one issued range");
        if (series.Assigned.Exists(command.Tags.Overlaps))
            return Decision.Reject("tags-already-assigned", $"some of {command.Tags} are assigned to a site");
        return Decision.Append(new TagsAssigned(
            command.Id, command.RequestId, request.Site, command.Tags, command.AssignedOn));
    }
}
