using Ledger.Domain.Json;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;

namespace Ledger.Domain.CustodyEvents;

/// <summary>A lock-box of unused tags was opened before at least two key holders and counted.</summary>
/// <param name="KeyHolders">People; sealed. Open data says only how many they were.</param>
public sealed record CountedLockBox(
    CustodyEnvelope Envelope, SiteId Site, BoxId Box, string Series, TagKind Kind, long Counted, long Removed,
    long Returned, IReadOnlyList<PersonReference> KeyHolders) : CustodyEvent(Envelope)
{
    public static CountedLockBox Read(Fields fields, CustodyEnvelope envelope)
    {
        var holders = fields.List("keyHolders", PersonReference.Read, required: true, max: 10);
        if (holders.Count > 0 && holders.DistinctBy(holder => holder.Ref).Count() < 2)
            fields.Error("keyHolders", "must name at least two people");
        return new(
            envelope, fields.Id<SiteId>("siteId", required: true) ?? default,
            fields.Id<BoxId>("box", required: true) ?? default, fields.TagSeries() ?? "",
            fields.Code<TagKind>("kind", required: true) ?? default,
            fields.Whole("counted", 0, TagRange.Largest, required: true) ?? 0,
            fields.Whole("removed", 0, TagRange.Largest) ?? 0, fields.Whole("returned", 0, TagRange.Largest) ?? 0,
            holders);
    }

    public override IEnumerable<StreamEvent> Capture() =>
        [new(StreamName.TagBox(Site, Box), new LockBoxCounted(
            Site, Box, Series, Kind, Counted, Removed, Returned, KeyHolders.Count, When))];

    public override IEnumerable<SealedPart> Sealed() => base.Sealed().Append(
        SealedPart.Of(SealedKind.KeyHolders, KeyHolders, LedgerJson.Default.IReadOnlyListPersonReference));
}
