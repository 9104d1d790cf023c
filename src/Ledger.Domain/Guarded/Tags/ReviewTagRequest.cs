using Ledger.Domain.CustodyEvents;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using NodaTime;

namespace Ledger.Domain.Guarded.Tags;

/// <summary>
/// Approves a request for tags with an allowance, or declines it. A review stands; who wants more asks again.
/// </summary>
/// <param name="Allowance">How many tags may be assigned, at most as many as were asked for; 0 where declined.</param>
/// <param name="ReviewedOn">The day, where the register learns of it only later; the default is now.</param>
public sealed record ReviewTagRequest(
    CommandId Id, string Series, CommandId RequestId, Verdict Verdict, long Allowance, LocalDate? ReviewedOn = null)
{
    public static ReviewTagRequest Read(Fields fields)
    {
        var verdict = fields.Code<Verdict>("verdict", required: true);
        var allowance = fields.Whole("allowance", 1, TagRange.Largest);
        if (verdict is Values.Verdict.Approved && allowance is null)
            fields.Error("allowance", "is required to approve");
        if (verdict is Values.Verdict.Declined && allowance is not null)
            fields.Error("allowance", "must not be given to decline");
        return new(fields.CommandId(), fields.TagSeries() ?? "", fields.CommandId("requestId"), verdict
            ?? default, allowance ?? 0, fields.Date("reviewedOn"));
    }

    public static Decision Decide(ReviewTagRequest command, TagSeries series)
    {
        if (series.Done.Contains(command.Id)) return Decision.AlreadyDone;
        if (!series.Requests.TryGetValue(command.RequestId, out var request))
            return Decision.Reject("tag-request-unknown", $"there is no request {command.RequestId} in this series");
        if (request.Verdict is not null)
            return Decision.Reject("tag-request-reviewed", $"request {command.RequestId} was reviewed before");
        if (command.Allowance > request.Count)
            return Decision.Reject("tag-allowance-too-large", $"{request.Count} tags were asked for");
        return Decision.Append(
            new TagRequestReviewed(command.Id, command.RequestId, command.Verdict, command.Allowance,
                command.ReviewedOn));
    }
}
