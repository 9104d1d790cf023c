namespace Ledger.Rules.Explanations.Texts;

/// <summary>Findings about processing runs and the scales they rest on.</summary>
internal static class RunTexts
{
    public static IReadOnlyList<ExplanationText> All { get; } =
    [
        new("R6", null,
            new("More came out of a run than went in", "Il est sorti plus d’un traitement qu’il n’y est entré"),
            new("{expected} went in.", "Il y est entré {expected}."),
            new("{observed} came out: {difference} more.", "Il en est sorti {observed} : {difference} de plus."),
            Steps.AskHolderForSheets, Steps.CompareMasses, Steps.AskAboutMoisture, Steps.CheckScales),
        new("R7", null,
            new("A run lost more than is usual", "Un traitement a perdu plus que d’usage"),
            new("{expected} went in.", "Il y est entré {expected}."),
            new("{observed} came out or went into weighed losses: {difference} less.",
                "Il en est sorti, pertes pesées comprises, {observed} : {difference} de moins."),
            Steps.AskHolderForSheets, Steps.CompareMasses, Steps.AskAboutMoisture),
        new("R12", null,
            new("Mineral without a tag was found", "Du minerai sans étiquette a été trouvé"),
            new("Mineral is out of its bags only while a run is going on.",
                "Le minerai n’est hors de ses sacs que pendant un traitement."),
            new("{observed} with a holder who had no run open.", "{observed} chez un détenteur sans traitement en cours."),
            Steps.AskWhereFound, Steps.AskHolderForSheets),
        new("R16", "cycle",
            new("Runs whose products went into themselves", "Des traitements dont les produits y retournent"),
            new("What comes out of a run does not go into it.", "Ce qui sort d’un traitement n’y entre pas."),
            new("{observed} {observed:leads back to itself|lead back to themselves}.",
                "{observed} {observed:ramène à son propre début|ramènent à leur propre début}."),
            Steps.CompareLotNumbers, Steps.AskHolderForSheets),
        new("R25", "calibration",
            new("The scale’s calibration was not valid", "L’étalonnage de la balance n’était pas valable"),
            new("Scales in use are calibrated in time.", "Les balances en service sont étalonnées à temps."),
            new("{observed} on this scale in a month without a valid calibration.",
                "{observed} sur cette balance en un mois sans étalonnage valable."),
            Steps.RecordCalibration, Steps.CheckScaleAgain),
        new("R25", "check",
            new("The scale showed another mass than the known one", "La balance a montré une autre masse que la masse connue"),
            new("The known mass was {expected}.", "La masse connue était de {expected}."),
            new("The scale showed {observed}.", "La balance a montré {observed}."),
            Steps.CompareMasses, Steps.CheckScaleAgain, Steps.RecordCalibration),
    ];
}
