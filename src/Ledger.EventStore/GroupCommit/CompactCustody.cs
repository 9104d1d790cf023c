using System.Runtime.Intrinsics;
using Ledger.Domain.Values;

namespace Ledger.EventStore.GroupCommit;

/// <summary>
/// A <see cref="KnownCustody"/> to be remembered among tens of thousands: most become one ledger event, and then it is no object
/// of its own that every collection would have to carry on.
/// </summary>
internal readonly record struct CompactCustody
{
    private readonly PartyId _organisation;
    private readonly Vector256<byte> _contentMac;
    private readonly Receipt _first;
    private readonly IReadOnlyList<Receipt>? _all;

    private CompactCustody(KnownCustody custody)
    {
        (_organisation, _contentMac) = (custody.Key.Organisation, Vector256.Create(custody.Key.ContentMac));
        if (custody.Receipts.Count == 1) _first = custody.Receipts[0];
        else _all = custody.Receipts;
    }

    /// <summary>Null where the keyed hash has not the length of a SHA-256: that one is asked of the database.</summary>
    public static CompactCustody? Of(KnownCustody custody) =>
        custody.Key.ContentMac.Length == Vector256<byte>.Count ? new(custody) : null;

    public KnownCustody Whole(Guid id)
    {
        var contentMac = new byte[Vector256<byte>.Count];
        _contentMac.CopyTo(contentMac);
        return new(new(new(id), _organisation, contentMac), _all ?? [_first]);
    }
}
