using Ledger.Api.Http;
using Ledger.Api.Pages.House;

namespace Ledger.Api.Pages.Log;

/// <summary>That one event is in the published tree, as GET /v1/log/proof answers.</summary>
public sealed record InclusionProof(long Sequence, string LeafHash, long Size, string Root, string Checkpoint);

/// <summary>How far the log reaches, as GET /v1/log/consistency answers.</summary>
public sealed record LogHead(TreeHead To);

public sealed record TreeHead(long Size, string Root);

/// <summary>What checkpoints are checked with, as GET /v1/log/key answers.</summary>
public sealed record LogKeys(string Origin, IReadOnlyList<string> Keys, IReadOnlyList<string> Witnesses);

/// <param name="Head">Null while nothing is published.</param>
/// <param name="Sequence">Of the receipt that is checked; null where none is.</param>
/// <param name="Hash">Its leaf hash, as typed; null where only the place is asked about.</param>
/// <param name="Proof">Null where the log has no such record, or none was asked about.</param>
public sealed record LogModel(LogKeys Keys, TreeHead? Head, string? Sequence, string? Hash, InclusionProof? Proof, string? Error)
{
    /// <summary>The receipt says what stands in the log; null where no hash was typed.</summary>
    public bool? IsSame => Proof is null || Hash is null ? null : string.Equals(Hash, Proof.LeafHash, StringComparison.OrdinalIgnoreCase);
}

/// <summary>GET /log: the signed log as everybody may see it, and whether a receipt is in it.</summary>
internal static class LogPage
{
    public static async Task ShowAsync(Visit visit)
    {
        var keys = await visit.AskAsync("/v1/log/key", PageJson.Default.LogKeys);
        var head = (await visit.AskIfThereAsync("/v1/log/consistency?from=0", PageJson.Default.LogHead))?.To;
        var (sequence, hash) = (visit.Query("sequence"), visit.Query("hash"));
        var (proof, error, problem) = ((InclusionProof?)null, (string?)null, (Problem?)null);
        try
        {
            if (sequence is not null)
                proof = await visit.AskAsync("/v1/log/proof" + QueryString.Create("sequence", sequence), PageJson.Default.InclusionProof);
        }
        catch (RefusedException refused) when (refused.Refusal.Problem == Problem.FieldErrors)
        {
            (error, problem) = (visit.Language["log.malformed"], refused.Refusal.Problem);
        }
        catch (RefusedException refused) when (refused.Refusal.Problem == Problem.NotFound)
        {
            // an answer too: it is not there
        }

        await visit.ShowAsync<LogView, LogModel>(visit.Language["log"], new(keys, head, sequence, hash, proof, error), problem);
    }
}
