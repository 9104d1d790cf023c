using Ledger.Transparency.Leaves;

namespace Ledger.EventStore;

/// <summary>How an append ended, in order of precedence: idempotence is looked at first.</summary>
public enum AppendStatus
{
    /// <summary>Everything was there already, with the same content; the receipts are the first ones.</summary>
    Duplicate,

    /// <summary>A custody event id is there with other content, or from another organisation. Nothing was stored.</summary>
    ConflictingContent,

    /// <summary>A stream is not at the version the caller expected. Nothing was stored.</summary>
    StaleVersion,

    /// <summary>Stored now, durably.</summary>
    Created,

    /// <summary>The queue is full. Nothing was stored; try again later.</summary>
    Overloaded,

    /// <summary>The database could not be reached in time: stored or not stored. Retry with the same ids.</summary>
    Unknown,
}

/// <summary>The outcome of one request.</summary>
/// <param name="Units">In the order of the request; empty unless the status is Created or Duplicate, or tells which unit conflicts.</param>
public sealed record AppendResult(AppendStatus Status, IReadOnlyList<UnitResult> Units)
{
    internal static readonly AppendResult Overloaded = new(AppendStatus.Overloaded, []);
    internal static readonly AppendResult Unknown = new(AppendStatus.Unknown, []);
    internal static readonly AppendResult Stale = new(AppendStatus.StaleVersion, []);
}

/// <summary>The outcome of one unit; its receipts are in the order of its events.</summary>
public sealed record UnitResult(AppendStatus Status, IReadOnlyList<Receipt> Receipts);

/// <summary>Where an event stands, and the hash that proves it.</summary>
/// <param name="Sequence">Position in the ledger, dense from 1.</param>
/// <param name="Version">Position in its stream, from 1.</param>
/// <param name="LeafHash">RFC 6962 leaf hash of the stored bytes.</param>
public readonly record struct Receipt(long Sequence, int Version, LeafHash LeafHash);
