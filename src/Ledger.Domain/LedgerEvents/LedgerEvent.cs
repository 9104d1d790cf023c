using Ledger.Domain.Values;
using NodaTime;

namespace Ledger.Domain.LedgerEvents;

/// <summary>
/// What is stored: immutable, in a stream, with a sequence number. Its type name in storage is the snake_case of the
/// record's name. Stored. Add fields only as optional; never rename.
/// </summary>
public abstract record LedgerEvent;

/// <summary>A ledger event that came from a custody event, and so happened at a time somebody stated.</summary>
/// <param name="When">When it happened, as the recorder knows it.</param>
public abstract record CustodyLedgerEvent(EventWhen When) : LedgerEvent;

/// <summary>A ledger event a guarded aggregate decided on; it happened when it was recorded.</summary>
/// <param name="CommandId">The command it answers: a repeated one adds nothing.</param>
public abstract record GuardedLedgerEvent(CommandId CommandId) : LedgerEvent;

/// <summary>
/// The open envelope beside every ledger event. Events that came from a custody event repeat its envelope, so that each
/// stream is evidence by itself; the sealed commitments stand only at ordinal 0. Stored. Add fields only as optional;
/// never rename.
/// </summary>
public sealed record EventHeaders
{
    /// <summary>The custody event it came from: the correlation id.</summary>
    public CustodyEventId? CustodyEvent { get; init; }

    public string? CustodyType { get; init; }

    /// <summary>Position among the ledger events of the same custody event, from 0.</summary>
    public int? Ordinal { get; init; }

    /// <summary>The organisation that posted it.</summary>
    public PartyId? RecordedBy { get; init; }

    /// <summary>True when the recorder held the programme's right, which corrects what others recorded.</summary>
    public bool? ByProgramme { get; init; }

    public OffsetDateTime? CapturedAt { get; init; }
    public Channel? Channel { get; init; }
    public string? DeviceId { get; init; }
    public long? DeviceSeq { get; init; }
    public Place? Place { get; init; }
    public SheetReference? Sheet { get; init; }
    public IReadOnlyList<DocumentReference>? Documents { get; init; }
    public IReadOnlyList<Countersignature>? Countersigned { get; init; }

    /// <summary>Per sealed part: lowercase hex of SHA-256(32 random bytes || canonical JSON of the part).</summary>
    public IReadOnlyDictionary<string, string>? Sealed { get; init; }
}
