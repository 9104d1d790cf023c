using System.Text;
using Ledger.Api.Auth;
using Ledger.Api.Http;
using Ledger.Api.Reading;
using Ledger.Api.Reading.Secrecy;
using Ledger.Domain.Json;
using Ledger.Domain.Values;
using Ledger.Projections.Dossiers;
using Ledger.Rules.Dossiers;
using Ledger.Transparency.Dossiers;

namespace Ledger.Api.Dossiers;

/// <summary>
/// GET /v1/lots/{id}/dossier.zip and /v1/tags/{series}/{kind}/{number}/dossier.zip: everything about it that can be carried away and
/// verified without this service.
/// </summary>
internal sealed class DossierEndpoints(DossierMaker maker, DossierProofs proofs, Veils veils)
{
    private const string Nothing =
        "Nothing with this id, or its records name parties your organisation did not deal with: ask the programme for it.";

    public static Task GetOfLot(HttpContext context, string id, DossierEndpoints dossiers) =>
        dossiers.SendOfLotAsync(context, id);

    public static Task GetOfTag(HttpContext context, string series, string kind, string number, DossierEndpoints dossiers) =>
        dossiers.SendAsync(context, StreamName.Tag(Answers.Tag(series, kind, number)).Value);

    private Task SendOfLotAsync(HttpContext context, string id) =>
        SendAsync(context, StreamName.Lot(veils.Resolve<LotId>(context.Caller(), id, "lotId")).Value);

    private async Task SendAsync(HttpContext context, string subject)
    {
        var (caller, cancellation) = (context.Caller(), context.RequestAborted);
        var draft = await maker.MakeAsync(caller, subject, Nothing, cancellation);
        Outcomes.BeginZip(context, "dossier.zip", draft.Published.Head.Size);
        using var zip = new DossierZip(context.Response.Body);
        await WriteAsync(zip, caller, draft, cancellation);
        await zip.FinishAsync(cancellation);
    }

    private async Task WriteAsync(DossierZip zip, Caller caller, DossierDraft draft, CancellationToken cancellation)
    {
        var (pool, size, shown) = (new HashPool(), draft.Published.Head.Size, new List<PooledHead>());
        var included = draft.Streams.ToHashSet(StringComparer.Ordinal);
        await AddAsync(DossierFormat.Checkpoint, [Bytes(draft.Published.Note.ToString())]);
        await AddAsync(DossierFormat.Leaves, draft.Leaves.SelectMany(leaf => (ReadOnlyMemory<byte>[])[leaf.Bytes, "\n"u8.ToArray()]));
        await zip.AddAsync(DossierFormat.Proofs, proofs.InclusionAsync(
            [.. draft.Leaves.Select(leaf => leaf.Sequence - 1)], size, pool, cancellation)
            .Select(proof => Bytes($"{proof}\n")), cancellation);
        await zip.AddAsync(DossierFormat.Heads, proofs.HeadsAsync(
            draft.Heads, [.. draft.Streams, .. draft.Absent, StreamName.Calendar.Value],
            stream => DossierSight.MayName(caller, stream, included), pool, cancellation)
            .Select(Shown), cancellation);
        await AddAsync(DossierFormat.Hashes, pool.Hashes.Select(hash => Bytes($"{hash}\n")));
        await AddAsync(DossierFormat.Sealed, draft.Sealed.Select(opening => Line(opening.ToLine())));
        await AddAsync(DossierFormat.Findings, [StatedFinding.ToJson(draft.Findings)]);
        await AddAsync(DossierFormat.Provenance, [StatedProvenance.ToJson(draft.Provenance)]);

        var withheld = Withheld(draft, shown);
        await AddAsync(DossierFormat.Page, new DossierPage(
            draft.Content, caller.Organisation.Value, size, draft.Findings, draft.Provenance, withheld,
            SealedOpening.TextsOf(draft.Sealed, Code<SealedKind>.Name(SealedKind.Answer))).Pieces().Select(Bytes));
        var manifest = new DossierManifest(
            DossierFormat.Version, draft.Content.Subject, caller.Organisation.Value, size,
            draft.Content.AsOf.ToString("uuuu-MM-dd", null), draft.Streams, withheld, DossierFindings.Versions, [.. zip.Files]);
        await AddAsync(DossierFormat.Manifest, [manifest.ToJson()]);

        Task AddAsync(string name, IEnumerable<ReadOnlyMemory<byte>> pieces) =>
            zip.AddAsync(name, pieces.ToAsyncEnumerable(), cancellation);

        ReadOnlyMemory<byte> Shown(PooledHead head)
        {
            shown.Add(head);
            return Line(head.ToLine());
        }
    }

    // A stream there is none of counts as withheld where the heads beside it may not be named.
    private static SortedDictionary<string, int> Withheld(DossierDraft draft, List<PooledHead> shown)
    {
        var withheld = new SortedDictionary<string, int>(draft.Withheld.ToDictionary(), StringComparer.Ordinal);
        var gaps = new HeadsGaps([.. shown.Select(head => (head.Index, head.Head.Stream))], draft.Heads.Content.Streams);
        foreach (var stream in draft.Absent.Where(stream => !gaps.Hold(stream)))
        {
            var kind = new StreamName(stream).Kind.ToString();
            withheld[kind] = withheld.GetValueOrDefault(kind) + 1;
        }

        return withheld;
    }

    private static ReadOnlyMemory<byte> Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static ReadOnlyMemory<byte> Line(byte[] json) => (byte[])[.. json, (byte)'\n'];
}
