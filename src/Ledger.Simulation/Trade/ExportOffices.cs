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

    // Own assumptions: how often a smelter's grade is disputed, and a certificate made out anew.
    private const int LotsToAnUmpire = 4;
    private const int CertificatesToAReissue = 5;
    private const long UmpireSampleGrams = 1_000;

    private readonly SeededRandom _umpire = random.Child("umpire");
    private readonly Dictionary<string, string> _reissued = [];
    private int _delivered, _certified;

    public SmelterWorks Smelter { get; } = smelter;

    /// <summary>The smelter takes it in; one lot in four is disputed, and an umpire has the last word on its grade.</summary>
    public void Deliver(Lot lot, House from, LocalDate day)
    {
        Smelter.Receive(lot, from, day);
        if (++_delivered % LotsToAnUmpire == 2) scene.Agenda.On(day.PlusDays(1), () => AskUmpire(lot, day.PlusDays(1)));
    }

    private void AskUmpire(Lot lot, LocalDate day)
    {
        lot.Material -= scene.Books.Lose(lot.Material.Part(UmpireSampleGrams * 1_000));
        var sample = FormattableString.Invariant($"{Smelter.House.Id}:{scene.Label}-u{_delivered:000}");
        var draft = scene.Journal.Begin(Smelter.House.Desk, "sampled", day + new LocalTime(9, _umpire.Below(60)));
        draft.Body["sampleId"] = sample;
        draft.Body["lotId"] = lot.Id.Value;
        draft.TypeKg(draft.Body, "netKg", UmpireSampleGrams);
        draft.Body["for"] = Code<AssayPurpose>.Name(AssayPurpose.Umpire);
        scene.Post(draft, lot);
        var grade = lot.Material.GradePct * _umpire.Normal(1, 0.005);
        var assayed = day.PlusDays(2) + new LocalTime(15, _umpire.Below(60));
        scene.Agenda.On(assayed.Date, () => Report(lot, sample, Smelter.House.Id, AssayPurpose.Umpire, grade, assayed));
    }

    public void Assay(Lot lot, string sample, PartyId sampledBy, LocalDate day) =>
        Report(lot, sample, sampledBy, AssayPurpose.Seller, lot.Material.GradePct * random.Normal(1, 0.005), At(day, 15));

    private void Report(Lot lot, string sample, PartyId sampledBy, AssayPurpose purpose, double gradePct, LocalDateTime at)
    {
        var draft = scene.Journal.Begin(laboratory, "assayed", at);
        var analyte = new JsonObject { ["name"] = lot.Ore.Analyte };
        draft.TypePct(analyte, "pct", gradePct);
        draft.Body["sampleId"] = sample;
        draft.Body["lotId"] = lot.Id.Value;
        draft.Body["method"] = Code<AssayMethod>.Name(AssayMethod.Lab);
        draft.Body["purpose"] = Code<AssayPurpose>.Name(purpose);
        draft.Body["analytes"] = new JsonArray((JsonNode)analyte);
        var moisture = lot.Material.MoisturePct + random.Normal(0, 0.1);
        if (scene.Options.Moisture != MoistureRegime.Nowhere) draft.TypePct(draft.Body, "moisturePct", moisture);
        draft.Body["sampledBy"] = sampledBy.Value;
        scene.Post(draft, lot);
    }

    public void Certify(Lot lot, string shipment, LocalDate day)
    {
        var plan = new CertificatePlan(lot, day);
        foreach (var fraud in scene.Frauds) fraud.OnCertificate(plan);
        Issue(plan, shipment, At(day, 11));
        if (plan.IsTwice) Issue(plan, $"{shipment}-b", At(day, 13));
        else if (!lot.IsPlanted && ++_certified % CertificatesToAReissue == 3)
            scene.Agenda.On(day.PlusDays(1), () => Reissue(plan, shipment, day.PlusDays(1)));
    }

    // A number nobody can read, a stamp forgotten: the same once more, under another number that says what it replaces.
    private void Reissue(CertificatePlan plan, string shipment, LocalDate day)
    {
        var replaced = CertificateOf(shipment);
        _reissued[shipment] = $"{shipment}-r";
        Issue(plan, _reissued[shipment], At(day, 11), replaced);
    }

    private void Issue(CertificatePlan plan, string shipment, LocalDateTime at, JsonObject? replaces = null)
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
        if (replaces is not null) draft.Body["replaces"] = replaces;
        scene.Post(draft, lot);
    }

    /// <summary>The newest of a shipment.</summary>
    public JsonObject CertificateOf(string shipment) => new()
    {
        ["authority"] = authority.Party.Value, ["number"] = $"C-{_reissued.GetValueOrDefault(shipment, shipment)}",
    };

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
