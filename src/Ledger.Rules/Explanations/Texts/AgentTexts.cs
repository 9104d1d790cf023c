namespace Ledger.Rules.Explanations.Texts;

/// <summary>Findings that may be about one person: for an integrity officer alone, under the name of a device or a scale.</summary>
internal static class AgentTexts
{
    public static IReadOnlyList<ExplanationText> All { get; } =
    [
        new("R20", null,
            new("One device was at two sites sooner than anybody gets from one to the other",
                "Un appareil a servi sur deux sites plus vite qu’on ne va de l’un à l’autre"),
            new("Nobody travels between sites at more than {expected}.", "Personne ne va d’un site à l’autre à plus de {expected}."),
            new("By its records this device did so at {observed} or more.",
                "D’après ses enregistrements, cet appareil l’a fait à {observed} ou plus."),
            Steps.AskWhoCarried, Steps.CompareDates, Steps.CheckSiteRegister),
        new("R27", null,
            new("Far more is corrected on one device than on others", "On corrige bien plus sur un appareil que sur les autres"),
            new("For what was recorded on it, {expected} were to be expected.",
                "Pour ce qui y a été enregistré, on attendait {expected}."),
            new("In that month there were {observed}.", "Ce mois-là, il y en a eu {#observed}."),
            Steps.CompareVersions, Steps.AskWhoCarried, Steps.AskCorrector),
        new("R22", "heaping",
            new("Readings of a scale stand on round numbers too often",
                "Les lectures d’une balance tombent trop souvent sur des nombres ronds"),
            new("By chance {expected} of the readings stand on every fifth step of the scale.",
                "Par hasard, {expected} des lectures tombent sur chaque cinquième échelon de la balance."),
            new("Here {observed} did so in a month.", "Ici, c’est le cas de {observed} en un mois."),
            Steps.AskHowWeighed, Steps.CheckScaleAgain, Steps.CompareMasses),
        new("R22", "digits",
            new("Last digits of readings are not as chance makes them",
                "Les derniers chiffres des lectures ne sont pas ceux du hasard"),
            new("Every last step of a scale comes up about as often as the others.",
                "Chaque dernier échelon d’une balance revient à peu près aussi souvent que les autres."),
            new("These are {observed} away from that, in a month.", "Ceux-ci s’en écartent de {observed}, en un mois."),
            Steps.AskHowWeighed, Steps.CheckScaleAgain, Steps.CompareMasses),
        new("R22", "bunching",
            new("Readings of a scale come again in a row too often", "Des lectures d’une balance se répètent trop souvent à la suite"),
            new("In other orders of the same readings so many would be alike in more than {expected} of cases.",
                "Dans un autre ordre des mêmes lectures, autant seraient identiques dans plus de {expected} des cas."),
            new("Here it is {observed} of cases.", "Ici, c’est {observed} des cas."),
            Steps.AskHowWeighed, Steps.CompareMasses),
        new("R22", "triples",
            new("Lines of runs have mass, grade and moisture in common too often",
                "Des lignes de traitements ont trop souvent la même masse, la même teneur et la même humidité"),
            new("If masses were dealt out anew, so many would be alike in more than {expected} of cases.",
                "Si l’on redistribuait les masses, autant seraient identiques dans plus de {expected} des cas."),
            new("Here it is {observed} of cases.", "Ici, c’est {observed} des cas."),
            Steps.AskHowWeighed, Steps.CompareMasses),
    ];
}
