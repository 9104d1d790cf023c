namespace Ledger.EventStore.GroupCommit;

/// <summary>A custody event that is stored, with what it became, in the order of its ledger events.</summary>
internal sealed record KnownCustody(string Organisation, byte[] ContentMac, IReadOnlyList<Receipt> Receipts)
{
    public bool IsSameAs(CustodyKey key) =>
        Organisation == key.Organisation.Value && ContentMac.AsSpan().SequenceEqual(key.ContentMac);
}
