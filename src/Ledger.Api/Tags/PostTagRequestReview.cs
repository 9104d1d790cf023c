using Ledger.Api.Guarded;
using Ledger.Domain.Guarded.Tags;
using Ledger.Domain.Values;

namespace Ledger.Api.Tags;

/// <summary>POST /v1/tag-request-reviews: approves a request with an allowance, or declines it.</summary>
internal static class PostTagRequestReview
{
    public static readonly CommandKind<ReviewTagRequest, TagSeries> Kind = new(
        "review-tag-request", TagRegister.Aggregate, (fields, _) => ReviewTagRequest.Read(fields), command => command.Id,
        command => StreamName.TagSeries(command.Series), ReviewTagRequest.Decide, command => TagRegister.AddressOf(command.Series));
}
