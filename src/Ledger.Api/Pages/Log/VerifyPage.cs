using System.Globalization;
using System.Text;
using Ledger.Api.Http;
using Ledger.Api.Pages.House;

namespace Ledger.Api.Pages.Log;

/// <summary>A receipt, as the answer to a post has it.</summary>
public sealed record Receipt(long Sequence, string LeafHash);

/// <param name="Keys">Vkeys that the service shows; what is checked here is checked with them until the reader gives others.</param>
/// <param name="Evidence">What is to be checked, where a page led here with it; null where the reader brings it.</param>
public sealed record VerifyModel(IReadOnlyList<string> Keys, string? Evidence);

/// <summary>GET /log/verify: where a reader's own browser checks receipts, proofs and checkpoints. The service only fills in.</summary>
internal static class VerifyPage
{
    private const string Script = "log-check.js";

    public static async Task ShowAsync(Visit visit)
    {
        var keys = await visit.AskAsync("/v1/log/key", PageJson.Default.LogKeys);
        var model = new VerifyModel(keys.Keys, await EvidenceAsync(visit));
        await visit.ShowAsync<VerifyView, VerifyModel>(visit.Language["verify"], model, scripts: Script);
    }

    // The receipt that the reader came with; where only the place is known, the proof that the service has for it.
    private static async Task<string?> EvidenceAsync(Visit visit)
    {
        if (!long.TryParse(visit.Query("sequence"), NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)) return null;
        if (visit.Query("hash") is { } hash)
            return Encoding.UTF8.GetString(Outcomes.Bytes(new Receipt(sequence, hash), PageJson.Default.Receipt).Span);
        try
        {
            var proof = await visit.GetAsync(FormattableString.Invariant($"/v1/log/proof?sequence={sequence}"));
            return Encoding.UTF8.GetString(proof.Body);
        }
        catch (RefusedException refused)
            when (refused.Refusal.Problem == Problem.NotFound || refused.Refusal.Problem == Problem.FieldErrors)
        {
            return null; // nothing to fill in: the page is as useful
        }
    }
}
