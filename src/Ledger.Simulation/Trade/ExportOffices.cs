using System.Text.Json.Nodes;
using Ledger.Domain.Json;
using Ledger.Domain.Values;
using Ledger.Simulation.Recording;
using NodaTime;
using NodaTime.Text;

namespace Ledger.Simulation.Trade;

/// <summary>Whom an exporter meets on the way out: the laboratory, the authority that certifies, the smelter.</summary>
internal sealed class ExportOffices(Scene scene, Desk laboratory, Desk authority, SmelterWorks smelter, SeededRandom random)
{
    // ISO 3166-1 leaves XA to XZ to users: no country has them.
    public const string MineCountry = "XA";
    public const string SmelterCountry = "XB";

    private const int CertificateDays = 60;

    public SmelterWorks Smelter { get; } = smelter;

    public void Assay(Lot lot, string sample, PartyId sampledBy, LocalDate day)
    {
        var draft = scene.Journal.Begin(laboratory, "assayed", At(day, 15));
        var analyte = new JsonObject { ["name"] = lot.Ore.Analyte };
        draft.TypePct(analyte, "pct", lot.Material.GradePct * random.Normal(1, 0.005));
        draft.Body["sampleId"] = sample;
        draft.Body["lotId"] = lot.Id.Value;
        draft.Body["method"] = Code<AssayMethod>.Name(AssayMethod.Lab);
        draft.Body["purpose"] = Code<AssayPurpose>.Name(AssayPurpose.Seller);
        draft.Body["analytes"] = new JsonArray((JsonNode)analyte);
        draft.TypePct(draft.Body, "moisturePct", lot.Material.MoisturePct + random.Normal(0, 0.1));
        draft.Body["sampledBy"] = sampledBy.Value;
        scene.Post(draft, lot);
    }

    public void Certify(Lot lot, string shipment, LocalDate day)
    {
        var plan = new CertificatePlan(lot, day);
        foreach (var fraud in scene.Frauds) fraud.OnCertificate(plan);
        Issue(plan, shipment, At(day, 11));
        if (plan.IsTwice) Issue(plan, $"{shipment}-b", At(day, 13));
    }

    private void Issue(CertificatePlan plan, string shipment, LocalDateTime at)
    {
        var lot = plan.Lot;
        var draft = scene.Journal.Begin(authority, "certified", at);
        foreach (var (name, value) in CertificateOf(shipment)) draft.Body[name] = value!.DeepClone();
        draft.Body["lotId"] = lot.Id.Value;
        draft.TypeKg(draft.Body, "weightKg", lot.KnownGrams);
        draft.TypePct(draft.Body, "gradePct", lot.Material.GradePct);
        draft.Body["origin"] = new JsonArray((JsonNode)plan.Origin);
        draft.Body["issuedOn"] = LocalDatePattern.Iso.Format(at.Date);
        draft.Body["expiresOn"] = LocalDatePattern.Iso.Format(at.Date.PlusDays(CertificateDays));
        scene.Post(draft, lot);
    }

    public JsonObject CertificateOf(string shipment) => new() { ["authority"] = authority.Party.Value, ["number"] = $"C-{shipment}" };

    private LocalDateTime At(LocalDate day, int hour) => day + new LocalTime(hour, random.Below(60));
}

/// <summary>A certificate about to be issued, as a planted fraud may change it.</summary>
internal sealed class CertificatePlan(Lot lot, LocalDate day)
{
    public Lot Lot { get; } = lot;
    public LocalDate Day { get; } = day;

    /// <summary>The country it names.</summary>
    public string Origin { get; set; } = ExportOffices.MineCountry;

    /// <summary>A second one is issued for the same lot, under another number.</summary>
    public bool IsTwice { get; set; }
}
