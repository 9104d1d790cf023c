using Ledger.Api.Guarded;
using Ledger.Domain.Guarded.Tags;
using Ledger.Domain.Values;

namespace Ledger.Api.Tags;

/// <summary>POST /v1/tag-issues: tags were made and delivered to the programme.</summary>
internal static class PostTagIssue
{
    public static readonly CommandKind<IssueTags, TagSeries> Kind = new(
        "issue-tags", TagRegister.Aggregate, (fields, _) => IssueTags.Read(fields), command => command.Id,
        command => StreamName.TagSeries(command.Tags.Series), IssueTags.Decide, command => TagRegister.AddressOf(command.Tags.Series));
}
