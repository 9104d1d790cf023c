namespace Ledger.Rules.Explanations.Texts;

/// <summary>Findings about what passes from one party to another.</summary>
internal static class TransferTexts
{
    public static IReadOnlyList<ExplanationText> All { get; } =
    [
        new("R23", null,
            new("Dispatched, and no arrival recorded", "Expédié, sans arrivée enregistrée"),
            new("{expected} {expected:was|were} dispatched.", "{expected} {expected:a été expédié|ont été expédiés}."),
            new("Arrival, receipt, refusal or loss is recorded for {observed}.",
                "L’arrivée, la réception, le refus ou la perte est enregistré pour {observed}."),
            Steps.AskOtherSide, Steps.AskCarrier),
        new("R28", "not-received",
            new("Sold, and no receipt recorded", "Vendu, sans réception enregistrée"),
            new("{expected} {expected:was|were} sold.", "{expected} {expected:a été vendu|ont été vendus}."),
            new("The buyer has posted its half for {observed}.", "L’acheteur a transmis sa moitié pour {observed}."),
            Steps.AskOtherSide),
        new("R28", "not-sold",
            new("Received as sold, and no sale recorded", "Reçu comme vendu, sans vente enregistrée"),
            new("{expected} {expected:was|were} received as sold.",
                "{expected} {expected:a été reçu comme vendu|ont été reçus comme vendus}."),
            new("The seller has posted its half for {observed}.", "Le vendeur a transmis sa moitié pour {observed}."),
            Steps.AskOtherSide),
        new("R24", "dry-mass",
            new("At the smelter a lot had another dry mass than it was exported with",
                "À la fonderie, un lot avait une autre masse sèche qu’à son exportation"),
            new("It was exported with {expected} of dry mass.", "Il a été exporté avec {expected} de masse sèche."),
            new("The smelter found {observed}: {difference} apart.", "La fonderie a trouvé {observed} : {difference} d’écart."),
            Steps.AskAboutMoisture, Steps.CheckScales, Steps.CompareMasses, Steps.AskCarrier),
        new("R24", "grade",
            new("At the smelter a lot had another grade than it was exported with",
                "À la fonderie, un lot avait une autre teneur qu’à son exportation"),
            new("It was exported with {expected} of its dry mass.", "Il a été exporté avec {expected} de sa masse sèche."),
            new("At the smelter {observed} were found.", "À la fonderie, on a trouvé {observed}."),
            Steps.CompareGrades, Steps.AskForUmpire, Steps.AskCarrier),
        new("R31", null,
            new("Two parties’ masses agree better than their scales allow",
                "Les masses de deux parties concordent mieux que leurs balances ne le permettent"),
            new("Weighed twice, such lots differ by about {expected}.", "Pesés deux fois, de tels lots diffèrent d’environ {expected}."),
            new("These differ by about {observed}.", "Ceux-ci diffèrent d’environ {observed}."),
            Steps.AskHowWeighed, Steps.CheckScales),
    ];
}
