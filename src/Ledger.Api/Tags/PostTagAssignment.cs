using Ledger.Api.Guarded;
using Ledger.Domain.Guarded.Tags;
using Ledger.Domain.Values;

namespace Ledger.Api.Tags;

/// <summary>POST /v1/tag-assignments: gives issued tags to the site of an approved request.</summary>
internal static class PostTagAssignment
{
    public static readonly CommandKind<AssignTags, TagSeries> Kind = new(
        "assign-tags", TagRegister.Aggregate, (fields, _) => AssignTags.Read(fields), command => command.Id,
        command => StreamName.TagSeries(command.Tags.Series), AssignTags.Decide, command => TagRegister.AddressOf(command.Tags.Series));
}
