namespace Ledger.EventStore.GroupCommit;

/// <summary>A custody event that is stored, with what it became, in the order of its ledger events.</summary>
internal sealed record KnownCustody(CustodyKey Key, IReadOnlyList<Receipt> Receipts);
