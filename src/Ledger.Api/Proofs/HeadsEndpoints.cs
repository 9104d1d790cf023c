using Ledger.Api.Http;
using Ledger.Projections.Heads;
using Ledger.Projections.Integration;
using Ledger.Transparency.Heads;
using Ledger.Transparency.Merkle;
using Ledger.Transparency.Notes;

namespace Ledger.Api.Proofs;

/// <summary>GET and POST /v1/log/heads: where streams ended when the heads were taken, and taking them now.</summary>
internal sealed class HeadsEndpoints(HeadsReader reader, HeadsTaker taker, PublishedLog log, TileReader tiles)
{
    private const string Path = "/v1/log/heads";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public static Task Get(HttpContext context, HeadsEndpoints endpoints) => endpoints.GetAsync(context);

    public static Task Post(HttpContext context, HeadsEndpoints endpoints) => endpoints.PostAsync(context);

    private async Task GetAsync(HttpContext context)
    {
        var stream = context.Request.Query["stream"].ToString();
        if (stream.Length == 0 || stream.AsSpan().ContainsAnyExceptInRange('!', '~'))
            throw new RefusedException(new(
                Problem.FieldErrors, Errors: [new("stream", "must be a stream's name such as lot:demo-agent:bag-1")]));
        if (await reader.ProveAsync(stream, context.RequestAborted) is not var (taken, proof))
            throw new RefusedException(new(Problem.NotFound, $"No heads were taken yet: POST {Path} takes them."));
        var sequence = taken.Event.Sequence;
        if (await log.WaitAsync(sequence, Patience, context.RequestAborted) is not { } published)
            throw new RefusedException(new(
                Problem.NotFound, log.Problem ?? "The newest root is not published yet: ask again in a moment."));

        var inclusion = await tiles.InclusionProofAsync(sequence - 1, published.Head.Size, context.RequestAborted);
        var verdict = proof.Heads is [var only] && only.Head.Stream == stream ? "head" : "absent";
        await Outcomes.OkAsync(context, new(
            stream, verdict, proof, RootAnswer.Of(taken) with
            {
                Leaf = Convert.ToBase64String(taken.Event.Bytes.Span),
                Proof = new TlogProof(sequence - 1, inclusion, published.Note).ToString(),
            }), ApiJson.Default.HeadsAnswer);
    }

    private async Task PostAsync(HttpContext context)
    {
        // begun, it is finished: the next who asks would only begin again
        var (taken, isNew) = await taker.TakeAsync(CancellationToken.None);
        if (isNew) await Outcomes.CreatedAsync(context, Path, RootAnswer.Of(taken), ApiJson.Default.RootAnswer);
        else await Outcomes.OkAsync(context, RootAnswer.Of(taken), ApiJson.Default.RootAnswer);
    }
}

/// <summary>Where one stream ended.</summary>
/// <param name="Verdict">head or absent.</param>
/// <param name="Proof">In the tree of heads.</param>
/// <param name="Taken">The root of that tree, and its proof in the log.</param>
internal sealed record HeadsAnswer(string Stream, string Verdict, HeadsProof Proof, RootAnswer Taken);

/// <summary>A root of heads as it stands in the ledger.</summary>
/// <param name="Sequence">Of the event that holds it.</param>
/// <param name="Through">The last sequence that is counted in.</param>
/// <param name="Streams">The size of the tree.</param>
/// <param name="Leaf">Base64 of the event's leaf.</param>
/// <param name="Proof">The leaf's tlog-proof.</param>
internal sealed record RootAnswer(
    long Sequence, DateTimeOffset RecordedAt, long Through, long Streams, TreeHash Root, string? Leaf = null, string? Proof = null)
{
    public static RootAnswer Of(TakenHeads taken) => new(
        taken.Event.Sequence, taken.Event.RecordedAt.ToDateTimeOffset(), taken.Content.Through, taken.Content.Streams, taken.Root);
}
