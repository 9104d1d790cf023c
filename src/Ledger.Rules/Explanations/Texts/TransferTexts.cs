namespace Ledger.Rules.Explanations.Texts;

/// <summary>Findings about what passes from one party to another.</summary>
internal static class TransferTexts
{
    public static IReadOnlyList<ExplanationText> All { get; } =
    [
        new("R5", "shipment",
            new("A shipment differs from what was recorded of it", "Un envoi diffère de ce qui en était enregistré"),
            new("What was sent should have weighed {expected}, after drying and the known errors of the scales.",
                "L’envoi aurait dû peser {expected}, séchage et erreurs connues des balances compris."),
            new("It weighed {observed} when it was received: {difference} apart.", "À la réception il a pesé {observed} : {difference} d’écart."),
            Steps.CheckScales, Steps.CompareMasses, Steps.AskOtherSide),
        new("R31", null,
            new("Two hands agree too well", "Deux mains concordent trop bien"),
            new("Two scales that both were read differ by {expected} at least.",
                "Deux balances réellement lues diffèrent d’au moins {expected}."),
            new("The receipts differ from the seller’s masses by {observed}.",
                "Les réceptions diffèrent des masses du vendeur de {observed}."),
            Steps.AskHowWeighed, Steps.CheckScales),
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
    ];
}
