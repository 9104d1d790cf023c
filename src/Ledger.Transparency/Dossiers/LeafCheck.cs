using System.Text.Json;
using Ledger.Transparency.Leaves;
using Ledger.Transparency.Merkle;
using Ledger.Transparency.Notes;

namespace Ledger.Transparency.Dossiers;

/// <summary>Every leaf, its bytes hashed as they are, is in the signed tree at the place it says.</summary>
internal static class LeafCheck
{
    public static IReadOnlyList<DossierLeaf> Run(
        IReadOnlyDictionary<string, byte[]> files, Checkpoint? head, HashPool pool, List<DossierProblem> problems)
    {
        var lines = DossierEvidence.Reading(DossierFormat.Leaves, problems, () => TextLines.Slices(files[DossierFormat.Leaves])) ?? [];
        var proofs = DossierEvidence.Reading(DossierFormat.Proofs, problems, () => TextLines.Of(files[DossierFormat.Proofs])) ?? [];
        if (lines.Count > DossierFormat.MostLeaves)
        {
            problems.Add(new($"More than {DossierFormat.MostLeaves} leaves."));
            return [];
        }

        if (lines.Count == 0) problems.Add(new($"No event can be read from {DossierFormat.Leaves}."));
        if (lines.Count != proofs.Count) problems.Add(new($"{lines.Count} leaves, and {proofs.Count} proofs."));
        var leaves = new List<DossierLeaf>(lines.Count);
        foreach (var (place, bytes) in lines.Index())
        {
            if (Read(place, bytes, leaves, problems) is not { } leaf) continue;
            leaves.Add(leaf);
            if (head is not null && place < proofs.Count && !IsProved(leaf, proofs[place], head, pool))
                problems.Add(Problem(leaf, "is not in the signed tree: it was changed, or never recorded like this"));
        }

        return leaves;
    }

    public static DossierProblem Problem(DossierLeaf leaf, string what) => new(
        $"Event {leaf.Content.Seq} ({leaf.Content.Type}, {leaf.Content.Stream} version {leaf.Content.Version}) {what}.",
        leaf.Content.Seq, leaf.Content.Id, leaf.Content.Stream);

    private static DossierLeaf? Read(
        int place, ReadOnlyMemory<byte> bytes, List<DossierLeaf> before, List<DossierProblem> problems)
    {
        try
        {
            var leaf = new DossierLeaf(Leaf.Parse(bytes), LeafHash.Of(bytes.Span));
            if (before.Count == 0 || before[^1].Content.Seq < leaf.Content.Seq) return leaf;
            problems.Add(Problem(leaf, "stands twice, or out of its order"));
        }
        catch (FormatException)
        {
            problems.Add(new($"Line {place + 1} of {DossierFormat.Leaves}{After(before)} is not an event of a ledger.", NextOf(before)));
        }

        return null;
    }

    private static string After(List<DossierLeaf> before) => before.Count == 0 ? "" : $", after event {before[^1].Content.Seq},";

    private static long? NextOf(List<DossierLeaf> before) => before.Count == 0 ? null : before[^1].Content.Seq;

    private static bool IsProved(DossierLeaf leaf, string line, Checkpoint head, HashPool pool)
    {
        try
        {
            var proof = PooledProof.Parse(line);
            return proof.Index == leaf.Content.Seq - 1 && pool.At(proof.Lines) is { } hashes
                && MerkleProof.VerifiesInclusion(proof.Index, leaf.Hash, head.Size, head.Root, hashes);
        }
        catch (FormatException)
        {
            return false;
        }
    }
}

/// <summary>What is opened of sealed parts is what their leaf committed to.</summary>
internal static class SealedCheck
{
    public static IReadOnlyList<SealedOpening> Run(byte[] file, IReadOnlyList<DossierLeaf> leaves, List<DossierProblem> problems)
    {
        var byId = leaves.DistinctBy(leaf => leaf.Content.Id).ToDictionary(leaf => leaf.Content.Id);
        var openings = DossierEvidence.Reading(DossierFormat.Sealed, problems, () => TextLines.Slices(file)
            .ConvertAll(line => SealedOpening.Parse(line.Span))) ?? [];
        var good = new List<SealedOpening>();
        foreach (var opening in openings)
        {
            if (!byId.TryGetValue(opening.Event, out var leaf))
                problems.Add(new("A sealed part belongs to an event that is not here.", Event: opening.Event));
            else if (CommitmentOf(leaf, opening.Kind) is not { } commitment
                || !SealedCommitment.Opens(commitment, opening.Salt, opening.Body))
                problems.Add(LeafCheck.Problem(leaf, $"committed to another sealed part ({opening.Kind})"));
            else good.Add(opening);
        }

        return good;
    }

    private static string? CommitmentOf(DossierLeaf leaf, string kind)
    {
        try
        {
            return leaf.Content.ReadHeaders().Sealed?.GetValueOrDefault(kind);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
