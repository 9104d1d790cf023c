using Ledger.Domain.CustodyEvents;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using NodaTime;

namespace Ledger.Domain.Guarded.Tags;

/// <summary>Records that tags were made and delivered to the programme.</summary>
/// <param name="IssuedOn">The day, where the register learns of it only later; the default is now.</param>
public sealed record IssueTags(CommandId Id, TagRange Tags, LocalDate? IssuedOn = null)
{
    public static IssueTags Read(Fields fields) => new(fields.CommandId(), fields.TagRange() ?? default, fields.Date("issuedOn"));

    public static Decision Decide(IssueTags command, TagSeries series)
    {
        if (series.Done.Contains(command.Id)) return Decision.AlreadyDone;
        return series.Issued.Exists(command.Tags.Overlaps)
            ? Decision.Reject("tags-already-issued",
                $"some of {command.Tags} were issued before; a new round of numbers is a new series")
            : Decision.Append(new TagsIssued(command.Id, command.Tags, command.IssuedOn));
    }
}
