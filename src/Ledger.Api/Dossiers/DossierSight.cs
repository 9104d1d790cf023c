using System.Text.Json;
using Ledger.Api.Auth;
using Ledger.Api.Reading;
using Ledger.Api.Reading.Secrecy;
using Ledger.Domain.Json;
using Ledger.Domain.Values;
using Ledger.Rules.Dossiers;
using Ledger.Rules.Facts;
using Ledger.Rules.Views;
using Ledger.Transparency.Dossiers;
using NodaTime;

namespace Ledger.Api.Dossiers;

/// <summary>
/// What of a dossier a caller may see. Leaves are hashed as they are and cannot be veiled: where other answers would show a pseudonym,
/// a dossier withholds.
/// </summary>
internal static class DossierSight
{
    // Their names tell nothing to who does not know the subject.
    private static readonly HashSet<string> Opaque = ["calendar", "heads", "settings", "finding", "finding-answer", "incident"];

    /// <summary>The streams of the genealogy that the caller may see and that name nobody it did not deal with.</summary>
    /// <param name="content">All of it.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="today">In the ledger's time zone.</param>
    public static HashSet<string> VisibleIn(DossierContent content, Caller caller, LocalDate today)
    {
        var (book, all) = (content.Book, content.Genealogy);
        HashSet<string> visible =
        [
            .. all.Lots.Concat(all.Beside).Where(lot => Sight.MaySee(caller, book.Lot(lot), today))
                .Select(lot => StreamName.Lot(lot).Value),
            .. all.Tags.Where(tag => Sight.MaySee(caller, book.Tag(tag), today)).Select(tag => StreamName.Tag(tag).Value),
            .. all.Runs.Where(run => Sight.MaySee(caller, book.Run(run))).Select(run => StreamName.Run(run).Value),
            .. all.Transfers.Concat(all.Sales).Where(transfer => Sight.MaySee(caller, book.Transfer(transfer))),
            .. all.Scales.Select(scale => StreamName.Scale(scale).Value),
            .. all.Corrections,
        ];
        var facts = content.Events.Where(each => visible.Contains(each.Stream.Value)).Select(each => each.Fact).OfType<Fact>().ToList();
        var known = Known.From(caller, facts);
        return [.. facts.GroupBy(fact => fact.Stream.Value).Where(stream => stream.All(known.HasAllIn)).Select(stream => stream.Key)];
    }

    /// <summary>True where nothing in the finding would stand under another name.</summary>
    public static bool IsBare(Veil veil, FindingView finding) =>
        JsonSerializer.SerializeToUtf8Bytes(finding, ViewJson.Plain.FindingView).AsSpan()
            .SequenceEqual(veil.Bytes(veil.Over(finding), json => json.FindingView));

    /// <summary>A proof may name a stream that is in the dossier, or one whose name tells nothing.</summary>
    public static bool MayName(Caller caller, string stream, IReadOnlySet<string> included) =>
        Rights.Allows(caller.Roles, Operation.ReadHeads) || included.Contains(stream)
        || Opaque.Contains(new StreamName(stream).Kind.ToString());

    /// <summary>Who recorded it, programme and auditors; an answer also whom its finding names.</summary>
    public static bool MayOpen(Caller caller, SealedOpening opening, DossierEvent of, IReadOnlyList<FindingView> findings) =>
        of.Headers.RecordedBy == caller.Organisation || Rights.Allows(caller.Roles, Operation.ReadAnySealedPart)
        || (opening.Kind == Code<SealedKind>.Name(SealedKind.Answer)
            && findings.Any(finding => StreamName.FindingAnswer(new(finding.FindingId)) == of.Stream
                && finding.Named.Contains(caller.Organisation)));
}
