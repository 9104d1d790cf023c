using System.Collections.Frozen;

namespace Ledger.Rules.Explanations;

/// <summary>The smallest innocent explanation of a finding, by its code. One sentence each.</summary>
internal static class InnocentReasons
{
    public static readonly Words Unknown = new(
        "A record was typed wrongly, or came late.", "Un enregistrement a été mal saisi, ou est arrivé tard.");

    public static FrozenDictionary<string, Words> All { get; } = new Dictionary<string, Words>
    {
        ["allowance-recorded-late"] = new(
            "More tags were allowed, and that was entered later.",
            "Davantage d’étiquettes étaient accordées, ce qui a été inscrit plus tard."),
        ["bags-filled-alike"] = new(
            "Bags were filled to one mass, or lines were typed from a list.",
            "Les sacs ont été remplis à une même masse, ou des lignes saisies d’après une liste."),
        ["baseline-out-of-date"] = new(
            "What was approved of the site is out of date.",
            "Ce qui a été approuvé pour le site est dépassé."),
        ["box-miscounted"] = new("The box was miscounted.", "La boîte a été mal comptée."),
        ["calibration-not-recorded"] = new(
            "The scale was calibrated and nobody recorded it.", "La balance a été étalonnée sans que personne ne l’enregistre."),
        ["corrects-for-others"] = new(
            "Slips of several people are put right on this device.", "On corrige sur cet appareil les erreurs de plusieurs personnes."),
        ["cure-recorded-late"] = new(
            "It was put right, and that was entered later.", "La correction a été faite, mais inscrite plus tard."),
        ["date-mistyped"] = new("A date was typed wrongly.", "Une date a été mal saisie."),
        ["decimal-or-packaging-misread"] = new(
            "A decimal point was misread, or it was a drum and not a bag.",
            "Une virgule a été mal lue, ou c’était un fût et non un sac."),
        ["diggers-moved-over"] = new(
            "People who dug at the suspended site dig here now.",
            "Des creuseurs du site suspendu creusent maintenant ici."),
        ["dries-less-than-before"] = new(
            "The plant dries its ore less than it did, or loses less of it; or it takes in drier ore.",
            "L’usine sèche moins son minerai qu’auparavant, ou en perd moins ; ou elle reçoit un minerai plus sec."),
        ["drying-spill-or-typing-error"] = new(
            "It dried more than usual, some was spilt, or a mass was typed wrongly.",
            "Le lot a séché plus que d’habitude, une partie s’est répandue, ou une masse a été mal saisie."),
        ["grade-or-mass-mistyped"] = new(
            "A grade or a mass was typed wrongly.",
            "Une teneur ou une masse a été mal saisie."),
        ["input-lot-not-recorded"] = new(
            "A lot went into the run that no sheet names yet.", "Un lot est entré dans le traitement sans figurer sur une fiche."),
        ["issue-recorded-late"] = new(
            "The tags were entered in the register later than they were issued.",
            "Les étiquettes ont été inscrites au registre après leur émission."),
        ["mass-mistyped"] = new(
            "One wrong digit in one mass would explain it.", "Un seul chiffre faux dans une masse suffirait à l’expliquer."),
        ["mistyped-tag-number"] = new(
            "A tag number was typed wrongly on one record.", "Un numéro d’étiquette a été mal saisi dans un enregistrement."),
        ["moisture-meter"] = new(
            "The plant’s moisture measurements are off.",
            "Les mesures d’humidité de l’usine sont décalées."),
        ["moisture-unknown"] = new(
            "It was wetter or drier than is usual in that season; nobody measured.",
            "Le minerai était plus humide ou plus sec que d’habitude en cette saison ; personne n’a mesuré."),
        ["moisture-or-mass-off"] = new(
            "A moisture or a mass was measured or typed wrongly.",
            "Une humidité ou une masse a été mal mesurée ou mal saisie."),
        ["more-people-at-work"] = new(
            "More people dug there, or in a richer place.",
            "Plus de monde y a creusé, ou dans un endroit plus riche."),
        ["output-or-loss-not-recorded"] = new(
            "An output or a weighed loss is not on the sheets yet.",
            "Une sortie ou une perte pesée ne figure pas encore sur les fiches."),
        ["packaging-not-recorded"] = new(
            "Nobody recorded what the lot is packed in.", "L’emballage du lot n’a pas été noté."),
        ["position-or-outline-off"] = new(
            "The site’s position or the area’s outline is a little off.",
            "La position du site ou le contour de l’aire est un peu décalé."),
        ["process-water"] = new(
            "Washing left more water in the product than was in the feed.",
            "Le lavage a laissé plus d’eau dans le produit qu’il n’y en avait à l’entrée."),
        ["receipt-not-recorded"] = new(
            "The receipt has not been posted yet.", "La réception n’a pas encore été transmise."),
        ["receipts-copied"] = new(
            "Receipts were copied from the sheet and noted as measured.",
            "Des réceptions ont été recopiées de la fiche et notées comme mesurées."),
        ["record-not-yet-posted"] = new(
            "A record has not been posted yet.", "Un enregistrement n’a pas encore été transmis."),
        ["replacement-not-stated"] = new(
            "The second certificate replaces the first and does not say so.", "Le second certificat remplace le premier sans le dire."),
        ["run-not-yet-posted"] = new(
            "A run was going on and its sheet has not been posted yet.",
            "Un traitement était en cours et sa fiche n’a pas encore été transmise."),
        ["sample-or-laboratory-off"] = new(
            "A sample did not stand for the whole lot, or a laboratory is off.",
            "Un échantillon ne représentait pas le lot entier, ou un laboratoire est décalé."),
        ["scale"] = new(
            "The plant’s scale is off.",
            "La balance de l’usine est déréglée."),
        ["scale-drifted"] = new(
            "The scale has drifted since it was calibrated, or those who sent use scales that are off.",
            "La balance a dérivé depuis son étalonnage, ou celles des expéditeurs sont décalées."),
        ["scale-or-typing-error"] = new(
            "A scale is off, or a mass was typed wrongly.", "Une balance est déréglée, ou une masse a été mal saisie."),
        ["scale-read-coarsely"] = new(
            "Somebody read the scale to the nearest round number.",
            "Quelqu’un a lu la balance au nombre rond le plus proche."),
        ["scales-apart"] = new(
            "What came out was weighed on another scale than what went in, or on another corner of it.",
            "Les sorties ont été pesées sur une autre balance que les entrées, ou sur un autre coin de celle-ci."),
        ["sheet-line-mistyped"] = new("A line’s number was typed wrongly.", "Le numéro d’une ligne a été mal saisi."),
        ["sheet-not-yet-typed"] = new("A sheet has not been typed in yet.", "Une fiche n’a pas encore été saisie."),
        ["sheet-number-mistyped"] = new("A sheet’s number was typed wrongly.", "Le numéro d’une fiche a été mal saisi."),
        ["sheets-typed-late"] = new(
            "The sheets of some days were typed in late.", "Les fiches de quelques jours ont été saisies tard."),
        ["single-readings"] = new(
            "Many single readings happened to err the same way.",
            "Beaucoup de lectures isolées se sont trompées dans le même sens."),
        ["site-not-registered-yet"] = new("The site is not in the register yet.", "Le site n’est pas encore inscrit au registre."),
        ["site-or-country-misread"] = new("A site or a country was misread.", "Un site ou un pays a été mal lu."),
        ["slip-noticed-late"] = new("An honest slip was noticed late.", "Une erreur de bonne foi a été remarquée tard."),
        ["sold-from-stock"] = new(
            "It sold what it had kept for months, or found new diggers.",
            "Il a vendu ce qu’il gardait depuis des mois, ou trouvé de nouveaux creuseurs."),
        ["still-being-looked-into"] = new(
            "Somebody is looking into it, and the answer is not recorded yet.",
            "Quelqu’un s’en occupe, et la réponse n’est pas encore enregistrée."),
        ["tag-or-lot-number-mistyped"] = new("Another bag’s number was written down.", "Le numéro d’un autre sac a été noté."),
        ["tagging-point-not-declared"] = new(
            "It was tagged at a tagging point that the record does not name.",
            "L’étiquetage a eu lieu à un point que l’enregistrement ne nomme pas."),
        ["tags-not-yet-recorded"] = new(
            "Tags that were used, returned or void are not recorded yet.",
            "Des étiquettes utilisées, rendues ou nulles ne sont pas encore enregistrées."),
        ["typed-from-a-sheet"] = new(
            "Bags weighed over a day were typed in together.", "Des sacs pesés sur une journée ont été saisis ensemble."),
        ["water-added"] = new(
            "Washing made it heavier; moisture was not measured.", "Le lavage l’a alourdi ; l’humidité n’a pas été mesurée."),
        ["wrong-date-on-sheet"] = new("A sheet carries a wrong date.", "Une fiche porte une date fausse."),
        ["wrong-mineral-chosen"] = new(
            "The wrong mineral was chosen from the list.", "Un mauvais minerai a été choisi dans la liste."),
        ["wrong-record-named"] = new(
            "The correction names the wrong record.", "La correction désigne le mauvais enregistrement."),
    }.ToFrozenDictionary(StringComparer.Ordinal);
}
