using System.Text.Json;
using Ledger.Rules.Provenance;

namespace Ledger.Rules.Dossiers;

/// <summary>Where the lots of a dossier come from, as it states it: one entry for each lot asked about.</summary>
public static class StatedProvenance
{
    /// <summary>What follows from the dossier's events; lots of which nothing counts are left out.</summary>
    public static IReadOnlyList<ProvenanceView> Of(DossierContent content)
    {
        ArgumentNullException.ThrowIfNull(content);
        return [.. from lot in content.Asked
                   let graph = CompositionGraph.Above(lot, content.Book)
                   where graph.Lots.ContainsKey(lot)
                   select ProvenanceView.Of(lot, graph.Lots[lot].MassKg, graph)];
    }

    public static byte[] ToJson(IReadOnlyList<ProvenanceView> views) =>
        JsonSerializer.SerializeToUtf8Bytes(views, StatementJson.Plain.IReadOnlyListProvenanceView);

    /// <exception cref="FormatException">Not such a list.</exception>
    public static IReadOnlyList<ProvenanceView> FromJson(ReadOnlySpan<byte> utf8) =>
        StatementJson.Read(utf8, StatementJson.Plain.IReadOnlyListProvenanceView, view => view?.Sites is not null);
}
