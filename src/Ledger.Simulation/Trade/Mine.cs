using System.Text.Json.Nodes;
using Ledger.Domain.Json;
using Ledger.Domain.Values;
using Ledger.Simulation.Matter;
using Ledger.Simulation.Recording;
using NodaTime;

namespace Ledger.Simulation.Trade;

/// <summary>A mine site with the government agent who weighs and tags there.</summary>
internal sealed class Mine(Scene scene, SiteCard card, House holder, House agency, Desk agent, Scale scale, SeededRandom random)
{
    private const int TareGrams = 300;
    private readonly Ore _ore = Ore.Of(card.Mineral);
    private readonly double _gradePct = Ore.Of(card.Mineral).GradePct + random.Normal(0, Ore.Of(card.Mineral).SiteSigmaPct);
    private readonly string _agentRef = FormattableString.Invariant($"agent-{random.Below(0x10000):x4}");
    private int _sheet;

    public SiteCard Card { get; } = card;
    public House Holder { get; } = holder;
    public TagBox Tags { get; } = new(scene, card, agency);
    public Scale Scale { get; } = scale;
    public List<Lot> Bagged { get; } = [];

    /// <summary>The agent's phone; null where bags are written down on sheets.</summary>
    public string? Phone { get; } = agent.Device;

    /// <summary>The number the phone gives its next record.</summary>
    public int NextDeviceSeq => agent.NextDeviceSeq;

    public PartyId Agency => agency.Id;

    /// <summary>An authority stopped it once.</summary>
    public bool WasStopped { get; set; }

    /// <summary>Nobody works before that day.</summary>
    public LocalDate? ClosedUntil { get; set; }

    /// <summary>A day's bags, one line of the sheet each.</summary>
    public void Work(LocalDate day, int bags)
    {
        if (day < ClosedUntil) return;
        _sheet++;
        var at = day + new LocalTime(random.Whole(9, 11), random.Below(60));
        for (var line = 1; line <= bags; line++)
        {
            Bag(at, line);
            at = at.PlusMinutes(random.Whole(4, 25));
        }
    }

    /// <summary>Bags that were brought here are tied one after the other, faster than anybody weighs.</summary>
    public IReadOnlyList<Lot> TieInHaste(LocalDate day, int bags)
    {
        var before = Bagged.Count;
        for (var number = 0; number < bags; number++) Bag(day + new LocalTime(15, number), line: 1, isFromElsewhere: true);
        return Bagged[before..];
    }

    /// <summary>Bags more, tied at their ease beside the day's own.</summary>
    public IReadOnlyList<Lot> TieAtEase(LocalDate day, int bags)
    {
        var before = Bagged.Count;
        _sheet++;
        for (var number = 0; number < bags; number++)
            Bag(day + new LocalTime(13, random.Below(30)) + Period.FromMinutes(number * 12), line: number + 1, isFromElsewhere: true);
        return Bagged[before..];
    }

    private void Bag(LocalDateTime at, int line, bool isFromElsewhere = false)
    {
        var ore = scene.Frauds.Select(fraud => fraud.OreAt(this, at.Date)).FirstOrDefault(other => other is not null) ?? _ore;
        var wetKg = Math.Clamp(random.Normal(45, 6), 30, 60);
        var moisture = Math.Max(2, random.Normal(Ore.MoisturePct(at.Month), 1.5));
        var grade = Math.Clamp(random.Normal(ore == _ore ? _gradePct : ore.GradePct, ore.BagSigmaPct), 5, ore.MaxGradePct);
        var lot = scene.Enter(new(agency.NextLot(scene.Label), ore, Material.Of(wetKg, moisture, grade), at.Date)
        {
            Site = Card.Id, IsPlanted = isFromElsewhere,
        });
        var plan = new Bagging(this, lot, at.Date, line) { IsFromElsewhere = isFromElsewhere };
        foreach (var fraud in scene.Frauds) fraud.OnBagging(plan);
        if (plan.IsEmpty) lot.Material = default;
        else if (plan.IsFromElsewhere) scene.Books.Smuggle(lot.Material);
        else scene.Books.Mine(lot.Material);
        lot.Material += plan.Added;
        lot.HollowMg = plan.HollowMg;
        lot.Tag = plan.Tag ?? Tags.Take(at.Date);
        Bagged.Add(lot);
        if (plan.IsWithheld)
        {
            agent.NextDeviceSeq++;
            scene.Books.Divert(lot.Material);
            lot.Material = default;
            return;
        }

        Holder.Store(lot, at.Date);
        Record(plan, at);
        if (random.Chance(0.004)) ReplaceTag(lot, at.Date.PlusDays(1));
    }

    private void Record(Bagging plan, LocalDateTime at)
    {
        var lot = plan.Lot;
        var isTaggedLater = agent.Channel == Channel.Phone && random.Chance(0.06);
        var draft = scene.Journal.Begin(agent, "bagged", at);
        var body = draft.Body;
        body["place"] = Where(plan.NorthDegrees);
        if (agent.Channel == Channel.Paper) body["sheet"] = new JsonObject
        {
            ["book"] = Card.Id.Value, ["number"] = FormattableString.Invariant($"{scene.Label}-{_sheet:000}"), ["line"] = plan.Line,
        };
        var miner = FormattableString.Invariant($"miner-{random.Below(60):00}");
        body["people"] = new JsonArray(Person("agent", _agentRef), Person("miner", miner));
        body["lotId"] = lot.Id.Value;
        body["mineral"] = Code<Mineral>.Name(lot.Ore.Mineral);
        body["siteId"] = Card.Id.Value;
        body["pit"] = FormattableString.Invariant($"pit {random.Whole(1, 4)}");
        body["packaging"] = Code<Packaging>.Name(Packaging.Bag);
        body["holder"] = Holder.Id.Value;
        draft.TypePct(body, "estimatedGradePct", Math.Round((plan.IsEmpty ? _gradePct : lot.Material.GradePct) / 5) * 5);
        if (!isTaggedLater) body["tag"] = draft.TypeTag(lot.Tag!.Value);
        body["weighing"] = Weigh(draft, lot);
        scene.Post(draft, lot);
        if (isTaggedLater) TagLater(lot, at.PlusMinutes(random.Whole(3, 40)));
    }

    // On a phone gross and tare are typed and the net is worked out; on paper only the net has a column.
    private JsonObject Weigh(Draft draft, Lot lot)
    {
        var weighing = new JsonObject();
        var gross = Scale.ReadGrams(lot.WeighedMg + (TareGrams * 1_000L), scene.DayNumber(draft.At.Date));
        lot.KnownGrams = Math.Max(100, gross - TareGrams);
        if (agent.Channel == Channel.Paper)
        {
            draft.TypeKg(weighing, "netKg", lot.KnownGrams);
        }
        else
        {
            weighing["tareKg"] = TareGrams / 1000m;
            draft.TypeKg(weighing, "grossKg", gross, () => Subtract(weighing));
            Subtract(weighing);
        }

        weighing["method"] = Code<WeighingMethod>.Name(WeighingMethod.Measured);
        weighing["scaleId"] = Scale.Id.Value;
        return weighing;
    }

    private static void Subtract(JsonObject weighing)
    {
        var net = weighing["grossKg"]!.GetValue<decimal>() - weighing["tareKg"]!.GetValue<decimal>();
        weighing["netKg"] = net > 0 ? net / 1.000m : weighing["grossKg"]!.GetValue<decimal>();
        if (net <= 0) weighing["tareKg"] = 0m;
    }

    private void TagLater(Lot lot, LocalDateTime at)
    {
        var draft = scene.Journal.Begin(agent, "tagged", at);
        draft.Body["lotId"] = lot.Id.Value;
        draft.Body["tag"] = draft.TypeTag(lot.Tag!.Value);
        scene.Post(draft, lot);
    }

    private void ReplaceTag(Lot lot, LocalDate day) => scene.Agenda.On(day, () =>
    {
        if (!Holder.Stock.Contains(lot) || lot.IsPlanted || !Tags.MayOrder) return;
        var draft = scene.Journal.Begin(agent, "tagged", day + new LocalTime(7, random.Below(60)));
        draft.Body["lotId"] = lot.Id.Value;
        draft.Body["replaces"] = draft.TypeTag(lot.Tag!.Value);
        lot.Tag = Tags.Take(day);
        draft.Body["tag"] = draft.TypeTag(lot.Tag.Value);
        draft.Body["reason"] = Code<TagReason>.Name(random.Chance(0.5) ? TagReason.Damaged : TagReason.Illegible);
        scene.Post(draft, lot);
    });

    private JsonObject Where(decimal northDegrees)
    {
        var place = new JsonObject { ["siteId"] = Card.Id.Value };
        if (agent.Channel == Channel.Paper) return place;
        place["lat"] = Card.Lat + northDegrees + (random.Whole(-300, 300) / 100_000m);
        place["lon"] = Card.Lon + (random.Whole(-300, 300) / 100_000m);
        place["accuracyM"] = random.Whole(4, 30);
        place["source"] = Code<PlaceSource>.Name(PlaceSource.Gps);
        return place;
    }

    private static JsonObject Person(string role, string reference) => new() { ["role"] = role, ["ref"] = reference };
}

/// <summary>A bag about to be tied, as a planted fraud may change it.</summary>
internal sealed class Bagging(Mine mine, Lot lot, LocalDate day, int line)
{
    public Mine Mine { get; } = mine;
    public Lot Lot { get; } = lot;
    public LocalDate Day { get; } = day;

    /// <summary>No planted fraud has touched it yet.</summary>
    public bool IsPlain => Tag is null && !IsFromElsewhere && !IsWithheld && Added == default;

    /// <summary>Where it is written down, on a sheet.</summary>
    public int Line { get; set; } = line;

    /// <summary>How far from the site it is tied.</summary>
    public decimal NorthDegrees { get; set; }

    /// <summary>The agent deletes the record, and the bag goes elsewhere.</summary>
    public bool IsWithheld { get; set; }

    /// <summary>The tag to tie; null for the next of the roll.</summary>
    public TagId? Tag { get; set; }

    /// <summary>All of it was brought to the site, nothing was mined.</summary>
    public bool IsFromElsewhere { get; set; }

    /// <summary>A tag and papers, and no ore: see <see cref="HollowMg"/>.</summary>
    public bool IsEmpty { get; set; }

    /// <summary>Written down beyond what is in the bag, in milligrams.</summary>
    public long HollowMg { get; set; }

    /// <summary>Put in the bag beside what was mined.</summary>
    public Material Added { get; set; }
}
