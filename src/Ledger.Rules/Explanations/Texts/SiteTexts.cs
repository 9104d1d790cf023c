namespace Ledger.Rules.Explanations.Texts;

/// <summary>Findings about mine sites and what was bagged there.</summary>
internal static class SiteTexts
{
    private static readonly Words AllowedSites = new(
        "Ore is bagged at sites where that is allowed.", "On ensache du minerai sur des sites où cela est permis.");

    public static IReadOnlyList<ExplanationText> All { get; } =
    [
        new("R11", null,
            new("A mineral not known at that site", "Un minerai inconnu sur ce site"),
            new("What is bagged at a site is a mineral registered for it.",
                "Ce qui est ensaché sur un site est un minerai qui y est inscrit."),
            new("{observed} of another mineral in a month.", "{observed} d’un autre minerai en un mois."),
            Steps.AskRecorders, Steps.CheckSiteRegister, Steps.AskAgentOfSite),
        new("R13", "unknown",
            new("Bagged at a site that is not in the register", "Ensaché sur un site absent du registre"),
            new("Ore is bagged at registered sites.", "On ensache du minerai sur des sites inscrits."),
            new("{observed} in a month from a site that is not registered.", "{observed} en un mois d’un site non inscrit."),
            Steps.CheckSiteRegister, Steps.AskRecorders, Steps.VisitSite),
        new("R13", "red",
            new("Bagged at a site whose status was red", "Ensaché sur un site au statut rouge"),
            AllowedSites,
            new("{observed} bagged while its status was red.", "{observed} {observed:ensaché|ensachés} alors que son statut était rouge."),
            Steps.CompareDates, Steps.CheckStatusDates, Steps.VisitSite),
        new("R13", "yellow",
            new("Bagged at a yellow site after its time to put things right",
                "Ensaché sur un site jaune après son délai de mise en conformité"),
            new("A yellow site has until a set day to put things right.",
                "Un site jaune a jusqu’à une date fixée pour se mettre en conformité."),
            new("{observed} bagged after that day.", "{observed} {observed:ensaché|ensachés} après cette date."),
            Steps.CheckStatusDates, Steps.VisitSite),
        new("R13", null,
            new("Bagged while a suspension was in force", "Ensaché pendant une suspension"),
            AllowedSites,
            new("{observed} bagged while a suspension was in force.", "{observed} {observed:ensaché|ensachés} pendant une suspension."),
            Steps.CompareDates, Steps.CheckStatusDates, Steps.VisitSite),
        new("R29", null,
            new("Tagged far away from the site", "Étiqueté loin du site"),
            new("Bags are tagged within {expected} of their site, or at a declared tagging point.",
                "Les sacs sont étiquetés à moins de {expected} de leur site, ou à un point d’étiquetage déclaré."),
            new("The farthest was tagged about {observed} away.", "Le plus éloigné a été étiqueté à environ {observed}."),
            Steps.AskAgentOfSite, Steps.CheckSiteRegister, Steps.VisitSite),
        new("R14", null,
            new("A site in or near a protected area", "Un site dans une aire protégée ou près d’elle"),
            new("Sites where ore is bagged lie more than {expected} from protected areas.",
                "Les sites où l’on ensache sont à plus de {expected} des aires protégées."),
            new("This one lies {observed} from one; no distance means inside it.",
                "Celui-ci en est à {observed} ; une distance nulle veut dire à l’intérieur."),
            Steps.CompareOutline, Steps.CheckSiteRegister, Steps.VisitSite),
    ];
}
