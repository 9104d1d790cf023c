using Ledger.EventStore;
using Ledger.Projections.Heads;
using Ledger.Projections.Integration;
using Ledger.Rules.Dossiers;
using Ledger.Rules.Provenance;
using Ledger.Transparency.Dossiers;

namespace Ledger.Api.Dossiers;

/// <summary>Everything a dossier will say, before it is written.</summary>
/// <param name="Content">Put together from exactly the leaves that go in.</param>
/// <param name="Leaves">By sequence.</param>
/// <param name="Streams">Those that are whole, sorted.</param>
/// <param name="Absent">Streams that belong to it and are not there.</param>
internal sealed record DossierDraft(
    DossierContent Content, IReadOnlyList<StoredEvent> Leaves, IReadOnlyList<string> Streams, IReadOnlyCollection<string> Absent,
    IReadOnlyDictionary<string, int> Withheld, PublishedCheckpoint Published, TakenHeads Heads,
    IReadOnlyList<StatedFinding> Findings, IReadOnlyList<ProvenanceView> Provenance,
    IReadOnlyList<SealedOpening> Sealed);
