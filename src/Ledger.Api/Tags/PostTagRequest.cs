using Ledger.Api.Guarded;
using Ledger.Domain.Guarded.Tags;
using Ledger.Domain.Values;

namespace Ledger.Api.Tags;

/// <summary>POST /v1/tag-requests: asks for tags for a site.</summary>
internal static class PostTagRequest
{
    public static readonly CommandKind<RequestTags, TagSeries> Kind = new(
        "request-tags", TagRegister.Aggregate, RequestTags.Read, command => command.Id,
        command => StreamName.TagSeries(command.Series), RequestTags.Decide, command => TagRegister.AddressOf(command.Series));
}
