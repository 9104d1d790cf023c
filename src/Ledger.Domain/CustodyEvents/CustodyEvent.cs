using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;

namespace Ledger.Domain.CustodyEvents;

/// <summary>
/// What a participant posts: one happening, one line or sheet of paper. Well-formed by construction: only its reader
/// makes one. Nothing here judges whether it is true; rules do that later, with everything known.
/// </summary>
public abstract record CustodyEvent(CustodyEnvelope Envelope)
{
    /// <summary>
    /// The ledger events this becomes, each with its stream; reads nothing but itself. Ordinals follow this order.
    /// Evidence never goes to a guarded stream.
    /// </summary>
    public abstract IEnumerable<StreamEvent> Capture();

    /// <summary>What must not stand in open data: stored apart, committed to by hash, erasable.</summary>
    public virtual IEnumerable<SealedPart> Sealed() => Envelope.Sealed();

    /// <summary>
    /// The parties for whom this may be recorded by a participant: one of them must be the recorder. Empty: anyone with
    /// the right to the type. Agents and programme staff may record for others.
    /// </summary>
    public virtual IReadOnlyList<PartyId> ActingParties => [];

    protected EventWhen When => Envelope.When;
}

/// <summary>A ledger event about to be stored, with the stream it goes to.</summary>
/// <param name="OpensStream">The stream is probably new with this event: a hint for speed, never a claim.</param>
public readonly record struct StreamEvent(StreamName Stream, LedgerEvent Event, bool OpensStream = false);

/// <summary>A custody event another custody event carries inside it: the replacement in a correction.</summary>
public interface ICarriesReplacement
{
    /// <summary>Captured in the same append as the event that carries it, under its own id.</summary>
    CustodyEvent? Replacement { get; }
}
