using System.Collections.Frozen;
using Ledger.Rules.Explanations;

namespace Ledger.Rules.Dossiers;

/// <summary>What a dossier's page names by codes: what happened to a lot, and kinds of what is withheld.</summary>
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
        ["lot"] = new("lots", "lots"),
        ["tag"] = new("tags", "étiquettes"),
        ["run"] = new("processing runs", "traitements"),
        ["sale"] = new("sales", "ventes"),
        ["movement"] = new("transports", "transports"),
        ["delivery"] = new("deliveries", "livraisons"),
        ["scale"] = new("scales", "balances"),
        ["custody-event"] = new("corrections", "corrections"),
        ["finding"] = new("findings", "constats"),
        ["finding-answer"] = new("answers to findings", "réponses aux constats"),
        ["incident"] = new("flagged incidents", "incidents signalés"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>What a code means; the code itself where it has no words.</summary>
    public static Words Of(string code) => ByCode.TryGetValue(code, out var words) ? words : new(code, code);
}
