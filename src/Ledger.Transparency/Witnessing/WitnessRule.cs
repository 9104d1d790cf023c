using Ledger.Transparency.Merkle;
using Ledger.Transparency.Notes;

namespace Ledger.Transparency.Witnessing;

/// <summary>What a witness says to a checkpoint, in the order in which it looks.</summary>
public enum WitnessVerdict
{
    /// <summary>400: the text under the signature is no checkpoint.</summary>
    Malformed,

    /// <summary>404: a log it does not watch.</summary>
    UnknownLog,

    /// <summary>403: no key of that log signed it.</summary>
    NotSigned,

    /// <summary>400: the old tree is larger than the new one.</summary>
    OldIsLarger,

    /// <summary>409: the old size is not that of the tree it cosigned last.</summary>
    OtherSize,

    /// <summary>409: it has cosigned another tree of that very size.</summary>
    OtherTree,

    /// <summary>422: the proof does not hold.</summary>
    NotConsistent,

    /// <summary>200: after it has written the new head down, it may cosign.</summary>
    Cosign,
}

/// <summary>The rule of a witness (C2SP tlog-witness): one history of each log, and never a shorter one.</summary>
public static class WitnessRule
{
    /// <summary>Judges a request.</summary>
    /// <param name="request">As it came.</param>
    /// <param name="logKeys">Keys of the logs that are watched; a log's name is its origin.</param>
    /// <param name="latestOf">The head cosigned last for an origin; null for none.</param>
    public static (WitnessVerdict Verdict, Checkpoint? Checkpoint) Judge(
        AddCheckpointRequest request, IReadOnlyCollection<NoteVerifier> logKeys, Func<string, Checkpoint?> latestOf)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(latestOf);
        if (Checkpoint.TryParse(request.Checkpoint.Text) is not { } head) return (WitnessVerdict.Malformed, null);
        var keys = logKeys.Where(key => key.IsLogKey && key.Name == head.Origin).ToList();
        if (keys.Count == 0) return (WitnessVerdict.UnknownLog, head);
        if (request.Checkpoint.VerifiedBy(keys).Count == 0) return (WitnessVerdict.NotSigned, head);
        if (request.OldSize > head.Size) return (WitnessVerdict.OldIsLarger, head);

        var latest = latestOf(head.Origin) ?? new Checkpoint(head.Origin, 0, TreeHash.OfEmptyTree);
        if (request.OldSize != latest.Size) return (WitnessVerdict.OtherSize, head);
        if (head.Size == latest.Size && head.Root != latest.Root) return (WitnessVerdict.OtherTree, head);
        var follows = MerkleProof.VerifiesConsistency(latest.Size, latest.Root, head.Size, head.Root, request.Proof);
        return (follows ? WitnessVerdict.Cosign : WitnessVerdict.NotConsistent, head);
    }
}
