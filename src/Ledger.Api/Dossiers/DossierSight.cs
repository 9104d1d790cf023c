using Ledger.Api.Auth;
using Ledger.Api.Reading;
using Ledger.Domain.Json;
using Ledger.Domain.Values;
using Ledger.Rules.Dossiers;
using Ledger.Rules.Views;
using Ledger.Transparency.Dossiers;

namespace Ledger.Api.Dossiers;

/// <summary>What of a dossier a caller may see: the same that other answers show.</summary>
internal static class DossierSight
{
    // Their names are ids that say nothing to who does not know the record.
    private static readonly HashSet<string> Opaque =
        ["calendar", "heads", "settings", "custody-event", "delivery", "finding", "finding-answer", "incident", "untagged"];

    /// <summary>The streams of the genealogy that the caller may see.</summary>
    public static HashSet<string> VisibleIn(DossierContent content, Caller caller)
    {
        var (book, all) = (content.Book, content.Genealogy);
        IEnumerable<string> visible =
        [
            .. all.Lots.Concat(all.Beside).Where(lot => Sight.MaySee(caller, book.Lot(lot))).Select(lot => StreamName.Lot(lot).Value),
            .. all.Tags.Where(tag => Sight.MaySee(caller, book.Tag(tag))).Select(tag => StreamName.Tag(tag).Value),
            .. all.Runs.Where(run => Sight.MaySee(caller, book.Run(run))).Select(run => StreamName.Run(run).Value),
            .. all.Transfers.Concat(all.Sales).Where(transfer => Sight.MaySee(caller, book.Transfer(transfer))),
            .. all.Corrections,
        ];
        return [.. visible.Where(book.Has)];
    }

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
