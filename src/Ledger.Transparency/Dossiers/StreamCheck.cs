using Ledger.Transparency.Heads;
using Ledger.Transparency.Leaves;

namespace Ledger.Transparency.Dossiers;

/// <summary>Streams that are said to be whole are: chained from their first event to the one they ended with.</summary>
internal static class StreamCheck
{
    public static void Run(
        DossierManifest manifest, IReadOnlyDictionary<string, IReadOnlyList<DossierLeaf>> streams, List<DossierProblem> problems)
    {
        foreach (var stream in manifest.Streams)
        {
            if (!streams.TryGetValue(stream, out var leaves))
            {
                problems.Add(new($"No event of {stream} is here, of which all should be.", Stream: stream));
                continue;
            }

            LeafHash? prev = null;
            foreach (var (place, leaf) in leaves.Index())
            {
                if (leaf.Content.Version != place + 1)
                {
                    problems.Add(LeafCheck.Problem(leaf, $"should be version {place + 1}: an event of its stream is left out"));
                    break;
                }

                if (leaf.Content.Prev != prev) problems.Add(LeafCheck.Problem(leaf, "does not follow the one before it in its stream"));
                prev = leaf.Hash;
            }
        }
    }

    /// <summary>The same at their ends: nothing was left out that was there when the heads were taken.</summary>
    public static void RunHeads(
        DossierManifest manifest, IReadOnlyDictionary<string, IReadOnlyList<DossierLeaf>> streams, ProvedHeads heads,
        List<DossierProblem> problems)
    {
        foreach (var stream in manifest.Streams.Where(streams.ContainsKey))
        {
            var counted = streams[stream].LastOrDefault(leaf => leaf.Content.Seq <= heads.Through);
            switch (heads.HeadOf(stream))
            {
                case { } head when counted is null || counted.Content.Version != head.Version || counted.Hash != head.LeafHash:
                    problems.Add(new(
                        $"{stream} ended with version {head.Version} when the heads were taken, "
                        + $"and here with {counted?.Content.Version ?? 0}.",
                        counted?.Content.Seq, counted?.Content.Id, stream));
                    break;
                case null when counted is not null:
                    problems.Add(new($"Where {stream} ended is not proved.", counted.Content.Seq, counted.Content.Id, stream));
                    break;
            }
        }
    }
}
