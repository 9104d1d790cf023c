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
        new("R31", null,
            new("Two parties’ masses agree better than their scales allow",
                "Les masses de deux parties concordent mieux que leurs balances ne le permettent"),
            new("Weighed twice, such lots differ by about {expected}.", "Pesés deux fois, de tels lots diffèrent d’environ {expected}."),
            new("These differ by about {observed}.", "Ceux-ci diffèrent d’environ {observed}."),
            Steps.AskHowWeighed, Steps.CheckScales),
    ];
}
