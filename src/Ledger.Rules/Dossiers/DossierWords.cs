using System.Collections.Frozen;

namespace Ledger.Rules.Dossiers;

/// <summary>The same in English and in French.</summary>
public readonly record struct Words(string English, string French);

/// <summary>Codes of events, rules and explanations in the two languages of the trade's papers.</summary>
public static class DossierWords
{
    private static readonly FrozenDictionary<string, Words> ByCode = new Dictionary<string, Words>
    {
        ["lot_bagged"] = new("bagged at a site", "ensaché sur un site"),
        ["lot_tagged"] = new("tagged", "étiqueté"),
        ["lot_untagged"] = new("tag taken off", "étiquette retirée"),
        ["lot_weighed"] = new("weighed", "pesé"),
        ["lot_sampled"] = new("sampled", "échantillonné"),
        ["lot_assayed"] = new("assayed", "analysé"),
        ["lot_sold"] = new("sold", "vendu"),
        ["lot_sale_cancelled"] = new("sale cancelled", "vente annulée"),
        ["lot_title_passed"] = new("title passed", "propriété transférée"),
        ["lot_pledged"] = new("pledged", "mis en gage"),
        ["lot_pledge_released"] = new("pledge released", "gage levé"),
        ["lot_received"] = new("received", "reçu"),
        ["lot_refused"] = new("refused", "refusé"),
        ["lot_dispatched"] = new("dispatched", "expédié"),
        ["lot_arrived"] = new("arrived", "arrivé"),
        ["lot_counted"] = new("counted in stock", "compté en stock"),
        ["lot_consumed"] = new("put into a processing run", "mis en traitement"),
        ["lot_produced"] = new("came out of a processing run", "issu d’un traitement"),
        ["lot_lost"] = new("lost", "perdu"),
        ["lot_recovered"] = new("recovered", "retrouvé"),
        ["lot_consigned"] = new("put into an export lot", "mis dans un lot d’exportation"),
        ["export_lot_composed"] = new("export lot put together", "lot d’exportation constitué"),
        ["lot_certified"] = new("certified", "certifié"),
        ["lot_certificate_refused"] = new("certificate refused", "certificat refusé"),
        ["lot_certificate_revoked"] = new("certificate revoked", "certificat révoqué"),
        ["lot_exported"] = new("exported", "exporté"),
        ["lot_smelted"] = new("smelted", "fondu"),
        ["lot_shared"] = new("shown to a buyer", "montré à un acheteur"),
        ["R1"] = new("One tag was tied on several lots", "Une étiquette a été posée sur plusieurs lots"),
        ["R2"] = new("A tag was tied on after its end", "Une étiquette a été posée après sa fin"),
        ["R4"] = new(
            "More mass under one tag than its packaging holds", "Plus de masse sous une étiquette que l’emballage n’en contient"),
        ["R5"] = new("The receipt differs from the recorded mass", "La réception diffère de la masse enregistrée"),
        ["R6"] = new("More came out of a run than went in", "Il est sorti plus d’un traitement qu’il n’y est entré"),
        ["R7"] = new("A run lost more than is usual", "Un traitement a perdu plus que d’usage"),
        ["R15"] = new("A certificate does not fit the lot", "Un certificat ne correspond pas au lot"),
        ["R16"] = new("The lot's history cannot have been so", "L’histoire du lot ne peut pas être ainsi"),
        ["R23"] = new("Dispatched, and no arrival recorded", "Expédié, sans arrivée enregistrée"),
        ["R28"] = new("One half of a transfer is not recorded", "Une moitié d’un transfert n’est pas enregistrée"),
        ["date-mistyped"] = new("a mistyped date", "une date mal saisie"),
        ["decimal-or-packaging-misread"] = new("a misread decimal or packaging", "une décimale ou un emballage mal lu"),
        ["drying-spill-or-typing-error"] = new("drying, spilling or a typing error", "séchage, perte ou erreur de saisie"),
        ["input-lot-not-recorded"] = new("an input that nobody recorded", "un apport que personne n’a enregistré"),
        ["mass-mistyped"] = new("a mistyped mass", "une masse mal saisie"),
        ["mistyped-tag-number"] = new("a mistyped tag number", "un numéro d’étiquette mal saisi"),
        ["output-or-loss-not-recorded"] = new(
            "an output or loss that nobody recorded", "une sortie ou perte que personne n’a enregistrée"),
        ["packaging-not-recorded"] = new("packaging that nobody recorded", "un emballage que personne n’a enregistré"),
        ["receipt-not-recorded"] = new("a receipt that nobody recorded", "une réception que personne n’a enregistrée"),
        ["record-not-yet-posted"] = new("a record that is still to come", "un enregistrement encore à venir"),
        ["replacement-not-stated"] = new("a replacement that nobody stated", "un remplacement que personne n’a indiqué"),
        ["scale-or-typing-error"] = new("a scale or a typing error", "une balance ou une erreur de saisie"),
        ["tag-or-lot-number-mistyped"] = new("a mistyped tag or lot number", "un numéro d’étiquette ou de lot mal saisi"),
        ["water-added"] = new("water", "de l’eau"),
        ["wrong-date-on-sheet"] = new("a wrong date on the sheet", "une date erronée sur la fiche"),
        ["issue-recorded-late"] = new("an issue of tags recorded late", "une émission d’étiquettes enregistrée tard"),
        ["site-or-country-misread"] = new("a misread site or country", "un site ou un pays mal lu"),
        ["slip-noticed-late"] = new("a slip noticed late", "une erreur remarquée tard"),
        ["wrong-record-named"] = new("a wrong record named", "un mauvais enregistrement nommé"),
        ["kg"] = new("kg", "kg"),
        ["records"] = new("records", "enregistrements"),
        ["corrections"] = new("corrections", "corrections"),
        ["lots"] = new("lots", "lots"),
        ["days"] = new("days", "jours"),
        ["tags"] = new("tags", "étiquettes"),
        ["runs"] = new("runs", "traitements"),
        ["certificates"] = new("certificates", "certificats"),
        ["lot"] = new("lots", "lots"),
        ["tag"] = new("tags", "étiquettes"),
        ["run"] = new("processing runs", "traitements"),
        ["sale"] = new("sales", "ventes"),
        ["movement"] = new("transports", "transports"),
        ["delivery"] = new("deliveries", "livraisons"),
        ["custody-event"] = new("corrections", "corrections"),
        ["finding"] = new("findings", "constats"),
        ["finding-answer"] = new("answers to findings", "réponses aux constats"),
        ["incident"] = new("flagged incidents", "incidents signalés"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>What a code means; the code itself where it has no words.</summary>
    public static Words Of(string code) => ByCode.TryGetValue(code, out var words) ? words : new(code, code);

    public static bool Has(string code) => ByCode.ContainsKey(code);
}
