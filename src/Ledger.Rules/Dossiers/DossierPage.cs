using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Explanations;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;
using Ledger.Rules.Provenance;
using Ledger.Rules.Views;
using NodaTime;

namespace Ledger.Rules.Dossiers;

/// <summary>
/// A dossier for people: one page in English and French that needs no script and prints well. It follows from the dossier's other files
/// alone, so that a verifier makes it again and sees whether it says what they say.
/// </summary>
/// <param name="Reader">Whom the dossier was made for.</param>
/// <param name="Size">Of the checkpoint's tree.</param>
/// <param name="Withheld">Streams the reader may not see, by kind.</param>
/// <param name="Answers">Texts of answers the reader may read, by the event that committed to each.</param>
public sealed record DossierPage(
    DossierContent Content, string Reader, long Size, IReadOnlyList<StatedFinding> Findings, IReadOnlyList<ProvenanceView> Provenance,
    IReadOnlyDictionary<string, int> Withheld, IReadOnlyDictionary<Guid, string> Answers)
{
    private const string Style =
        """
        @page { size: A4; margin: 16mm 14mm; }
        :root { --ink: #14202b; --soft: #55636f; --line: #d3dae0; --mark: #0b5d66; }
        body { font: 10pt/1.45 system-ui, "Segoe UI", "Noto Sans", sans-serif; max-width: 240mm; margin: 0 auto; padding: 8mm 6mm 14mm;
          color: var(--ink); }
        header { border-bottom: 2pt solid var(--mark); padding-bottom: 2mm; margin-bottom: 4mm; } header p { margin: 1mm 0; }
        h1 { font-size: 17pt; line-height: 1.2; margin: 0 0 2mm; overflow-wrap: anywhere; }
        h2 { font-size: 12.5pt; margin: 9mm 0 2mm; color: var(--mark); break-after: avoid; } i { color: var(--soft); }
        table { border-collapse: collapse; width: 100%; font-size: 8.5pt; font-variant-numeric: tabular-nums; }
        thead { display: table-header-group; } tr { break-inside: avoid; } tbody tr:nth-child(even) { background: #f5f8f9; }
        th, td { border-bottom: .5pt solid var(--line); padding: 1.2mm 1.6mm; text-align: left; vertical-align: top; }
        th { border-bottom: 1pt solid var(--ink); font-weight: 600; } th i { font-weight: 400; } td { overflow-wrap: anywhere; }
        th.n { text-align: right; } td.n { text-align: right; white-space: nowrap; } code { overflow-wrap: anywhere; }
        tr.off td { text-decoration: line-through; color: var(--soft); }
        section.two { display: grid; grid-template-columns: 1fr 1fr; gap: 6mm; }
        @media (max-width: 45em) {
          body { padding: 4mm; } section.two { grid-template-columns: 1fr; gap: 0; }
          div.wide { overflow-x: auto; } td { overflow-wrap: normal; min-width: 20mm; } td.n { min-width: 0; }
          td:first-child { min-width: 28mm; }
        }
        @media print { body { max-width: none; padding: 0; } }
        """;

    private const string EndOfTable = "</tbody></table></div>\n";

    private static readonly HashSet<string> Numbers = ["Share of mass", "kg", "Event"];
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    /// <summary>The page, piece by piece.</summary>
    public IEnumerable<string> Pieces() => Head().Concat(Shares()).Concat(FindingRows()).Concat(Timeline()).Concat(Foot());

    private IEnumerable<string> Head()
    {
        yield return "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
            + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
            + "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
            + $"<title>{Text(Content.Subject)}</title>\n<style>\n{Style}\n</style></head>\n<body>\n<header>";
        yield return $"<p>Dossier <i lang=\"fr\">· Dossier de traçabilité</i></p><h1>{Text(Content.Subject)}</h1>\n"
            + $"<p>For <i lang=\"fr\">· Pour</i> {Text(Reader)}. Rules as of <i lang=\"fr\">· Règles au</i> {Day(Content.AsOf)}. "
            + $"Events up to number <i lang=\"fr\">· Événements jusqu’au numéro</i> {Number(Size)}.</p></header>\n<main>\n";
        foreach (var lot in Content.Asked)
            if (LotView.Of(Content.Book.Lot(lot)) is { } view)
                yield return $"<p><b>{Text(lot.Value)}</b>: {Text(view.Mineral?.ToString() ?? "")} {Kg(view.MassKg)} kg. "
                    + $"Custodian <i lang=\"fr\">· Détenteur</i>: {Text(view.Custodian?.Value ?? "?")}. "
                    + $"Owner <i lang=\"fr\">· Propriétaire</i>: {Text(view.Owner?.Value ?? "?")}. "
                    + $"Tags <i lang=\"fr\">· Étiquettes</i>: {Text(view.Tags.Count > 0 ? string.Join(", ", view.Tags) : "–")}</p>\n";
    }

    private IEnumerable<string> Shares()
    {
        yield return Table(
            "Where it comes from", "Provenance", ("Lot", "Lot"), ("Site", "Site"), ("Share of mass", "Part de la masse"), ("kg", "kg"));
        foreach (var view in Provenance)
        {
            foreach (var site in view.Sites)
                yield return Row("", Cell(view.LotId.Value), Cell(site.SiteId.Value), Right(Percent(site.Share)), Right(Kg(site.MassKg)));
            yield return Row("", Cell(view.LotId.Value), Both(new("not attributed", "non attribué")),
                Right(Percent(view.UnattributedShare)), Right(""));
        }

        yield return EndOfTable;
    }

    private IEnumerable<string> FindingRows()
    {
        yield return Table(
            "Differences to explain", "Différences à expliquer",
            ("What", "Quoi"), ("About", "Au sujet de"), ("Expected", "Attendu"), ("Observed", "Observé"), ("State", "État"));
        foreach (var stated in Findings)
        {
            var (english, french) = (Explanation.Of(stated.Content, Language.En), Explanation.Of(stated.Content, Language.Fr));
            yield return Row("",
                $"<td><b>{Text(stated.Content.Rule)}</b> {Text(english.Title)}. <i lang=\"fr\">{Text(french.Title)}.</i><br>"
                + $"Perhaps <i lang=\"fr\">· Peut-être</i>: {Text(english.Innocent)} <i lang=\"fr\">{Text(french.Innocent)}</i>"
                + $"{AnswersTo(stated)}</td>",
                Cell(stated.Content.Subject), Both(new(english.Expected, french.Expected)),
                Both(new(Whole(english), Whole(french))), Both(StateOf(stated)));
        }

        yield return EndOfTable + (Findings.Count > 0 ? "" : "<p>None. <i lang=\"fr\">Aucune.</i></p>\n");
    }

    // What was seen, and all that says how much that is.
    private static string Whole(Explanation said) => string.Join(
        ' ', new[] { said.Observed, said.Tolerance, said.HowUnlikely, said.MainUncertainty }.OfType<string>());

    private string AnswersTo(StatedFinding stated) => string.Concat((stated.Recorded?.Answers ?? []).Select(answer =>
        $"<br>Answer <i lang=\"fr\">· Réponse</i>, {Text(answer.By.Value)}, {Day(answer.AnsweredAt.Date)}: "
        + Text(Answers.GetValueOrDefault(answer.CustodyEvent.LedgerEventId(0), "…"))));

    private static Words StateOf(StatedFinding stated) => stated switch
    {
        { Recorded: null } => new("found, not recorded yet", "constaté, pas encore enregistré"),
        { Recorded.Status: FindingStatus.Withdrawn } => new("withdrawn: explained", "retiré : expliqué"),
        _ => new("recorded", "enregistré"),
    };

    private IEnumerable<string> Timeline()
    {
        yield return Table(
            "What happened", "Ce qui s’est passé",
            ("Happened", "Survenu"), ("Recorded, UTC", "Enregistré, UTC"), ("What", "Quoi"), ("Lot", "Lot"), ("kg", "kg"),
            ("Recorded by", "Enregistré par"), ("Event", "Événement"));
        var known = Content.Genealogy.Lots.Select(Content.Book.Lot).SelectMany(lot =>
            lot.Facts.Select(fact => (lot.Lot, fact, Off: false)).Concat(lot.Corrected.Select(fact => (lot.Lot, fact, Off: true))));
        foreach (var (lot, fact, isOff) in known.OrderBy(each => each.fact).ThenBy(each => each.Lot.Value, StringComparer.Ordinal))
            yield return Row(isOff ? " class=\"off\"" : "", Cell(When(fact)), Cell(Recorded(fact)), Both(DossierWords.Of(fact.Type)),
                Cell(lot.Value), Right(Kg(MassIn(fact))), Cell(fact.RecordedBy.Value), Right(Number(fact.Sequence)));
        yield return EndOfTable + "<p>Struck out: corrected since. <i lang=\"fr\">Barré : corrigé depuis.</i></p>\n";
    }

    private IEnumerable<string> Foot()
    {
        yield return Title("What is proved, and what is not", "Ce qui est prouvé, et ce qui ne l’est pas");
        yield return
            """
            <section class="two"><div lang="en"><p>Proved: every event of this dossier stands unchanged in the ledger's signed tree, and no
            event of its streams was left out when the heads were taken. Not proved: that what was recorded is true; nor who really stood
            at the scale. Ids stand for parties and sites; registers and rules about whole months are beyond a dossier.</p>
            <p>To verify, offline, with the ledger's key from a source you trust:<br>
            <code>ledger verify dossier.zip --key VKEY</code></p></div>
            <div lang="fr"><p>Prouvé : chaque événement de ce dossier figure inchangé dans l’arbre signé du registre, et aucun événement
            de ses flux n’a été omis au moment du relevé des têtes. Non prouvé : que ce qui a été enregistré soit vrai, ni qui se tenait
            à la balance. Des identifiants désignent parties et sites ; les registres et les règles sur des mois entiers dépassent un
            dossier.</p><p>Pour vérifier, hors ligne, avec la clé du registre obtenue d’une source sûre :<br>
            <code>ledger verify dossier.zip --key VKEY</code></p>
            </div></section>

            """;
        foreach (var (kind, count) in Withheld.Where(pair => pair.Value > 0).OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            var words = DossierWords.Of(kind);
            yield return $"<p>Withheld: {Number(count)} {Text(words.English)}. "
                + $"<i lang=\"fr\">Non communiqué : {Number(count)} {Text(words.French)}.</i></p>\n";
        }

        yield return "</main></body></html>\n";
    }

    private static Mass? MassIn(Fact fact) => StatedMass.Of(fact.Event)?.NetKg ?? fact.Event switch
    {
        LotConsumed consumed => consumed.NetKg,
        LotProduced produced => produced.NetKg,
        LotSmelted smelted => smelted.NetKg,
        LotSampled sampled => sampled.NetKg,
        LotCertified certified => certified.WeightKg,
        _ => (Mass?)null,
    };

    private static string When(Fact fact)
    {
        var local = fact.Event.When.EventTime;
        return fact.Event.When.TimePrecision == TimePrecision.Day ? local.Date.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture)
            : local.LocalDateTime.ToString("uuuu-MM-dd HH:mm", CultureInfo.InvariantCulture)
                + local.Offset.ToString("m", CultureInfo.InvariantCulture);
    }

    private static string Recorded(Fact fact) => fact.RecordedAt.ToString("uuuu-MM-dd HH:mm", CultureInfo.InvariantCulture);

    private static string Title(string english, string french) => $"<h2>{english} <i lang=\"fr\">· {french}</i></h2>\n";

    // On a phone it is moved sideways, also with the keyboard.
    private static string Table(string english, string french, params (string English, string French)[] columns) =>
        $"{Title(english, french)}<div class=\"wide\" role=\"region\" aria-label=\"{english}\" tabindex=\"0\"><table><thead><tr>"
        + string.Concat(columns.Select(column => (Numbers.Contains(column.English) ? "<th class=\"n\">" : "<th>") + column.English
            + (column.English == column.French ? "" : $"<br><i lang=\"fr\">{column.French}</i>") + "</th>")) + "</tr></thead><tbody>\n";

    private static string Row(string attributes, params string[] cells) => $"<tr{attributes}>{string.Concat(cells)}</tr>\n";

    private static string Cell(string text) => $"<td>{Text(text)}</td>";

    private static string Right(string text) => $"<td class=\"n\">{Text(text)}</td>";

    private static string Both(Words words) => $"<td>{Text(words.English)} <i lang=\"fr\">· {Text(words.French)}</i></td>";

    private static string Text(string text) => Encoder.Encode(text);

    private static string Kg(Mass? mass) => mass?.Kg.ToString("0.###", CultureInfo.InvariantCulture) ?? "";

    private static string Percent(decimal share) => (share * 100).ToString("0.00##", CultureInfo.InvariantCulture) + " %";

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Day(LocalDate day) => day == ClosedDays.BeforeAll ? "–"
        : day.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture);
}
