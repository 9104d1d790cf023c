using Ledger.Api.Http;
using Ledger.Projections.Integration;
using Ledger.Transparency.Leaves;
using Ledger.Transparency.Merkle;
using Ledger.Transparency.Notes;

namespace Ledger.Api.Proofs;

/// <summary>
/// GET /v1/log/proof, /v1/log/consistency and /v1/log/key: proofs ready made, for who does not want to make them from tiles.
/// </summary>
internal sealed class ProofEndpoints(PublishedLog log, TileReader tiles, TreeStore store, LogWitnesses witnesses, LedgerOptions options)
{
    // A receipt may be shown at once: the log is at most a second behind.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public static Task GetProof(HttpContext context, ProofEndpoints endpoints) => endpoints.GetProofAsync(context);

    public static Task GetConsistency(HttpContext context, ProofEndpoints endpoints) => endpoints.GetConsistencyAsync(context);

    public static Task GetKey(HttpContext context, ProofEndpoints endpoints) => endpoints.GetKeyAsync(context);

    private async Task GetProofAsync(HttpContext context)
    {
        var sequence = Paging.Number(context, "sequence", 0, Leaf.MaxSeq, least: 1);
        if (sequence == 0) throw new RefusedException(new(Problem.FieldErrors, Errors: [new("sequence", "is required")]));
        var aborted = context.RequestAborted;
        var isRecorded = (await store.StateAsync(aborted)).Sequence >= sequence;
        var published = isRecorded ? await log.WaitAsync(sequence, Patience, aborted) : null;
        if (published is null)
            throw new RefusedException(new(Problem.NotFound, isRecorded
                ? log.Problem ?? "It is recorded, but not in a published checkpoint yet: ask again in a moment."
                : "Nothing is recorded under this sequence."));

        var (index, size) = (sequence - 1, published.Head.Size);
        var hashes = await tiles.InclusionProofAsync(index, size, aborted);
        context.Response.Headers.Vary = "Accept";
        if (!context.Request.Headers.Accept.Any(accept => accept?.Contains(Outcomes.Json, StringComparison.OrdinalIgnoreCase) == true))
        {
            await Outcomes.TextAsync(context, new TlogProof(index, hashes, published.Note).ToString());
            return;
        }

        await Outcomes.OkAsync(context, new(
            sequence, await tiles.LeafHashAsync(index, size, aborted), index, size, published.Head.Root, hashes,
            published.Note.ToString()), ApiJson.Default.InclusionAnswer);
    }

    private async Task GetConsistencyAsync(HttpContext context)
    {
        if (log.Current is not { } published) throw new RefusedException(new(Problem.NotFound, "Nothing is published yet."));
        var to = Paging.Number(context, "to", published.Head.Size, published.Head.Size);
        var from = Paging.Number(context, "from", 0, to);
        var aborted = context.RequestAborted;
        await Outcomes.OkAsync(context, new(
            new(from, await tiles.RootAsync(from, aborted)), new(to, await tiles.RootAsync(to, aborted)),
            await tiles.ConsistencyProofAsync(from, to, aborted)), ApiJson.Default.ConsistencyAnswer);
    }

    private async Task GetKeyAsync(HttpContext context)
    {
        var known = (await store.KeysAsync(options.Name, context.RequestAborted))
            .Select(key => NoteVerifier.TryParse(key, out var read) ? read : null).OfType<NoteVerifier>().ToList();
        var signing = log.Current?.Note.VerifiedBy(known) ?? [];
        await Outcomes.OkAsync(context, new(
            options.Name, Texts(signing), Texts(known.Except(signing)),
            Texts(witnesses.Policy?.Witnesses.Select(witness => witness.Key) ?? [])), ApiJson.Default.LogKeyAnswer);
    }

    private static IReadOnlyList<string> Texts(IEnumerable<NoteVerifier> keys) => [.. keys.Select(key => key.ToString())];
}

/// <summary>That one event is in the published tree.</summary>
/// <param name="Index">The leaf's index, from 0: its sequence less one.</param>
/// <param name="Size">Of the tree.</param>
/// <param name="Hashes">The inclusion proof (RFC 6962, 2.1.1), the leaf's sibling first.</param>
/// <param name="Checkpoint">The signed note.</param>
internal sealed record InclusionAnswer(
    long Sequence, LeafHash LeafHash, long Index, long Size, TreeHash Root, IReadOnlyList<TreeHash> Hashes, string Checkpoint);

/// <summary>That one tree starts with all leaves of another (RFC 6962, 2.1.2).</summary>
internal sealed record ConsistencyAnswer(TreeAnswer From, TreeAnswer To, IReadOnlyList<TreeHash> Hashes);

internal sealed record TreeAnswer(long Size, TreeHash Root);

/// <summary>What to check checkpoints with.</summary>
/// <param name="Origin">Their first line.</param>
/// <param name="Keys">Vkeys that signed the newest one.</param>
/// <param name="Earlier">Vkeys that signed earlier ones.</param>
/// <param name="Witnesses">Vkeys of the witnesses that are asked.</param>
internal sealed record LogKeyAnswer(
    string Origin, IReadOnlyList<string> Keys, IReadOnlyList<string> Earlier, IReadOnlyList<string> Witnesses);
