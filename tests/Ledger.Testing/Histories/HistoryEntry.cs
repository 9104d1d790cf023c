namespace Ledger.Testing.Histories;

/// <summary>How an operation ended, as far as its client knows.</summary>
public enum Outcome
{
    Ok,
    Refused,
    Unknown,
}

/// <summary>One operation of one client; nothing here is a type of the service.</summary>
/// <param name="Start">Monotonic time before it was sent.</param>
/// <param name="End">Monotonic time after its answer came.</param>
/// <param name="EventIds">The events it was to store, in order.</param>
/// <param name="Content">What the data of its events say, to tell rivals for one id apart.</param>
/// <param name="Sequences">The answer: one sequence an event; empty unless the outcome is Ok.</param>
/// <param name="IsRepeat">The answer said that it was there before.</param>
public sealed record HistoryEntry(
    int Client, string Operation, Guid Id, long Start, long End, Outcome Outcome, IReadOnlyList<Guid> EventIds,
    string Content, IReadOnlyList<long> Sequences, bool IsRepeat);

/// <summary>One row of the store, as raw as it can be read.</summary>
public sealed record StoredRow(long Sequence, Guid Id, string Stream, int Version, string Type, byte[] Bytes, byte[] LeafHash);
