using Ledger.Domain.CustodyEvents;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;

namespace Ledger.Domain.Guarded.Tags;

/// <summary>Records that tags were made and delivered to the programme.</summary>
public sealed record IssueTags(CommandId Id, TagRange Tags)
{
    public static IssueTags Read(Fields fields) => new(fields.CommandId(), fields.TagRange() ?? default);

    public static Decision Decide(IssueTags command, TagSeries series)
    {
        if (series.Done.Contains(command.Id)) return Decision.AlreadyDone;
        return series.Issued.Exists(command.Tags.Overlaps)
            ? Decision.Reject("tags-already-issued",
                $"some of {command.Tags} were issued before; a new round of numbers is a new series")
            : Decision.Append(new TagsIssued(command.Id, command.Tags));
    }
}
