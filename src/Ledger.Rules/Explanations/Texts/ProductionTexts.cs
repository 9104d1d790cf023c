namespace Ledger.Rules.Explanations.Texts;

/// <summary>Findings about how much a site brings out.</summary>
internal static class ProductionTexts
{
    private static readonly Words BroughtOut = new("{observed} were bagged that month.", "{observed} ont été ensachés ce mois-là.");

    public static IReadOnlyList<ExplanationText> All { get; } =
    [
        new("R10", "capacity",
            new("A site brought out more than its people can", "Un site a sorti plus que ses équipes ne le peuvent"),
            new("Its approved capacity is {expected} a month.", "Sa capacité approuvée est de {expected} par mois."),
            BroughtOut, Steps.CheckBaseline, Steps.AskAboutPeople, Steps.CompareMasses, Steps.VisitSite),
        new("R10", "baseline",
            new("A site brought out more than was approved", "Un site a sorti plus que ce qui est approuvé"),
            new("Its approved baseline is {expected} a month.", "Sa production de référence approuvée est de {expected} par mois."),
            BroughtOut, Steps.CheckBaseline, Steps.AskAboutPeople, Steps.VisitSite),
        new("R10", "peers",
            new("A site brought out more for each miner than sites like it",
                "Un site a sorti plus par creuseur que des sites comparables"),
            new("At their rate its miners would have brought out {expected}.",
                "À leur rythme, ses creuseurs auraient sorti {expected}."),
            BroughtOut, Steps.AskAboutPeople, Steps.CheckBaseline, Steps.VisitSite),
        new("R10", "month",
            new("A site brought out far more than is usual there", "Un site a sorti bien plus que d’habitude"),
            new("By its own months and its neighbours’, {expected} were to be expected.",
                "D’après ses propres mois et ceux de ses voisins, on attendait {expected}."),
            BroughtOut, Steps.AskAboutPeople, Steps.CompareMasses, Steps.VisitSite),
        new("R10", "protracted",
            new("A site brings out more than usual, month after month", "Un site sort plus que d’habitude, mois après mois"),
            new("Months above and below the usual make up for each other.",
                "Les mois au-dessus et au-dessous de l’habitude se compensent."),
            new("Those above it add up to {observed}.", "Ceux qui la dépassent s’additionnent à {observed}."),
            Steps.AskAboutPeople, Steps.CheckBaseline, Steps.VisitSite),
        new("R9", null,
            new("A supplier delivered far more than it usually does", "Un fournisseur a livré bien plus que d’habitude"),
            new("By its own months and those of other suppliers, {expected} were to be expected.",
                "D’après ses propres mois et ceux des autres fournisseurs, on attendait {expected}."),
            new("Its buyers took in {observed} that month.", "Ses acheteurs ont reçu {observed} ce mois-là."),
            Steps.CompareSuppliers, Steps.AskAboutPeople, Steps.AskRecorders),
        new("R21", null,
            new("A site brought out more after a neighbour was suspended", "Un site a sorti plus après la suspension d’un voisin"),
            new("By its own months and its peers’, {expected} were to be expected.",
                "D’après ses propres mois et ceux de ses pairs, on attendait {expected}."),
            BroughtOut, Steps.AskAboutPeople, Steps.CheckStatusDates, Steps.VisitSite),
    ];
}
