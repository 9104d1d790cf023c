namespace Ledger.Rules.Explanations.Texts;

/// <summary>Findings about sheets, devices and corrections: the records themselves.</summary>
internal static class PaperTexts
{
    public static IReadOnlyList<ExplanationText> All { get; } =
    [
        new("C1", null,
            new("Corrected without the right to", "Corrigé sans en avoir le droit"),
            new("A record is corrected by who made it, or by the programme.",
                "Un enregistrement est corrigé par son auteur, ou par le programme."),
            new("{observed} by another party; nothing was changed by it.", "{observed} par une autre partie ; rien n’en a été modifié."),
            Steps.AskCorrector),
        new("C2", null,
            new("Corrected after another had recorded", "Corrigé après l’enregistrement d’un autre"),
            new("A record stands once others have recorded on it.",
                "Un enregistrement reste en l’état une fois que d’autres s’y sont fiés."),
            new("{observed} after that.", "{observed} après cela."),
            Steps.CompareVersions, Steps.AskCorrector),
        new("R18", "line",
            new("One line of a sheet was recorded several times", "Une ligne d’une fiche a été enregistrée plusieurs fois"),
            new("A line gives {expected}.", "Une ligne donne {expected}."),
            new("This one gave {observed}.", "Celle-ci en a donné plusieurs : {observed}."),
            Steps.AskRecorders, Steps.CompareVersions),
        new("R18", "sites",
            new("One sheet was used at several sites", "Une fiche a servi sur plusieurs sites"),
            new("A sheet belongs to {expected}.", "Une fiche appartient à {expected}."),
            new("This one names {observed}.", "Celle-ci en nomme plusieurs : {observed}."),
            Steps.AskRecorders),
        new("R18", "skipped",
            new("Sheets are missing between others", "Des fiches manquent entre d’autres"),
            new("The sheets of a book are recorded one after the other, or as void.",
                "Les fiches d’un carnet sont enregistrées l’une après l’autre, ou comme annulées."),
            new("{observed} of this book {observed:is|are} missing.", "{observed} de ce carnet {observed:manque|manquent}."),
            Steps.HaveSheetsTyped, Steps.AskRecorders),
        new("R19", "device",
            new("Records of a device are missing", "Des enregistrements d’un appareil manquent"),
            new("A device numbers its records without a gap.", "Un appareil numérote ses enregistrements sans lacune."),
            new("{observed} between others did not come.",
                "{observed} entre d’autres {observed:n’est pas arrivé|ne sont pas arrivés}."),
            Steps.HaveDeviceSend, Steps.AskRecorders),
        new("R19", "site-month",
            new("Many records of a month were typed in late", "Beaucoup d’enregistrements d’un mois ont été saisis tard"),
            new("Records of this site are typed in about as soon as in the months before.",
                "Les enregistrements de ce site sont saisis à peu près aussi vite que les mois précédents."),
            new("{observed} {observed:was|were} typed in far later.", "{observed} {observed:a été saisi|ont été saisis} bien plus tard."),
            Steps.AskWhyLate, Steps.CompareDates),
    ];
}
