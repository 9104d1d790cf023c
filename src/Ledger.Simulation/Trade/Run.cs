using System.Text.Json.Nodes;
using Ledger.Domain.Json;
using Ledger.Domain.Values;
using Ledger.Simulation.Matter;
using Ledger.Simulation.Recording;
using NodaTime;

namespace Ledger.Simulation.Trade;

/// <summary>A processing run: every day some lots go in and some come out; the last sheet says what is left over.</summary>
internal sealed class Run
{
    private readonly Scene _scene;
    private readonly RunPlan _plan;
    private readonly SeededRandom _random;
    private readonly string _runId;
    private readonly Queue<Lot> _waiting;
    private Material _feed, _product, _tailings;

    public Run(Scene scene, RunPlan plan, SeededRandom random)
    {
        (_scene, _plan, _random, _waiting) = (scene, plan, random, new(plan.Inputs));
        _runId = plan.House.NextRun(scene.Label);
    }

    public string Id => _runId;

    /// <summary>Its last sheet is written.</summary>
    public bool IsClosed { get; private set; }

    public House House => _plan.House;

    /// <summary>Lots laid out for it that have not gone in.</summary>
    public IEnumerable<Lot> Waiting => _waiting;

    /// <summary>What is in it now.</summary>
    public Material Content => _feed + _product + _tailings;

    /// <summary>The custody events of its sheets.</summary>
    public List<CustodyEventId> Records { get; } = [];

    /// <summary>Puts its sheets down for the days it takes.</summary>
    public void Start(LocalDate day)
    {
        _scene.OpenRuns.Add(this);
        for (var part = 1; part <= _plan.Parts; part++)
        {
            var (number, on) = (part, day.PlusDays(part - 1));
            _scene.Agenda.On(on, () => Work(number, on));
        }
    }

    private void Work(int part, LocalDate day)
    {
        var isLast = part == _plan.Parts;
        var draft = _scene.Journal.Begin(_plan.House.Desk, "processed", day + new LocalTime(_random.Whole(14, 17), _random.Below(60)));
        draft.IsExact = _plan.IsPlanted;
        List<Lot> used = [], made = [];
        var inputs = new JsonArray();
        var count = isLast ? _waiting.Count : (_waiting.Count + _plan.Parts - part) / (_plan.Parts - part + 1);
        for (; count > 0; count--)
        {
            var share = isLast && count == 1 ? _plan.PartOfLast : 1;
            inputs.Add((JsonNode)PutIn(draft, _waiting.Dequeue(), share, used, day));
        }

        if (part == 1) AddUnrecorded(draft, inputs, used, day);
        Transform(isLast ? 1 : 0.7);
        var outputs = new JsonArray();
        TakeOut(draft, outputs, made, day, isLast);
        Write(draft, inputs, outputs, isLast);
        _scene.Post(draft, [.. used, .. made]);
        Records.Add(draft.Id);
        if (!isLast) return;
        IsClosed = true;
        _scene.OpenRuns.Remove(this);
    }

    private JsonObject PutIn(Draft draft, Lot lot, double share, List<Lot> used, LocalDate day)
    {
        lot.DryTo(day);
        var material = lot.Material.Share(share);
        _feed += material;
        lot.Material -= material;
        if (share < 1) _plan.House.Store(lot, day);
        else lot.UsedOn = day;
        used.Add(lot);
        return Line(draft, lot.Name(draft, _plan.House.NamesByTag), lot, material, day);
    }

    // What a planted fraud brings: ore that nobody wrote down, perhaps under the number of a bag that is long gone.
    private void AddUnrecorded(Draft draft, JsonArray inputs, List<Lot> used, LocalDate day)
    {
        _feed += _plan.Unrecorded;
        if (_plan.ListedAgain is not { } lot) return;
        used.Add(lot);
        inputs.Add((JsonNode)Line(draft, lot.Name(draft, _plan.House.NamesByTag), lot, _plan.Unrecorded, day));
    }

    private void Transform(double share)
    {
        var taken = _feed.Share(share);
        _feed -= taken;
        var (product, tailings, loss) = _plan.Operation.Apply(taken, _random);
        _scene.Books.Lose(loss);
        _product += product - _scene.Books.Divert(product.Share(_plan.StolenShare));
        _tailings += tailings;
    }

    private void TakeOut(Draft draft, JsonArray outputs, List<Lot> made, LocalDate day, bool isLast)
    {
        while (true)
        {
            var wanted = (long)(_random.Normal(_plan.PackageKg, _plan.PackageKg * 0.05) * 1e6);
            if (_product.WetMg < wanted) break;
            var package = _product.Part(wanted);
            _product -= package;
            Make(package, OutputKind.Product, _plan.Tags.Take());
        }

        if (!isLast) return;
        if (_product.WetKg > 1) Make(Drain(ref _product), OutputKind.Leftover, tag: null);
        if (_tailings.WetKg > 1) Make(Drain(ref _tailings), OutputKind.Tailings, _plan.TailingsTags.Take());
        _scene.Books.Lose(Content); // the sweepings
        (_feed, _product, _tailings) = (default, default, default);

        void Make(Material material, OutputKind kind, TagId? tag)
        {
            var lot = _scene.Enter(new(_plan.House.NextLot(_scene.Label), _plan.Ore, material, day) { Tag = tag });
            made.Add(lot);
            if (kind == OutputKind.Tailings) _plan.House.Heap.Add(lot);
            else _plan.House.Store(lot, day);
            var line = new JsonObject
            {
                ["lotId"] = lot.Id.Value, ["kind"] = Code<OutputKind>.Name(kind), ["mineral"] = Code<Mineral>.Name(_plan.Ore.Mineral),
            };
            if (tag is { } tied) line["tag"] = draft.TypeTag(tied);
            outputs.Add((JsonNode)Line(draft, line, lot, material, day));
        }
    }

    private JsonObject Line(Draft draft, JsonObject line, Lot lot, Material material, LocalDate day)
    {
        lot.KnownGrams = _plan.House.Scale.ReadGrams(material.WetMg, _scene.DayNumber(day));
        draft.TypeKg(line, "netKg", lot.KnownGrams);
        line["method"] = Code<WeighingMethod>.Name(WeighingMethod.Measured);
        if (!_plan.House.MeasuresMoisture) return line;
        draft.TypePct(line, "moisturePct", material.MoisturePct + _random.Normal(0, 0.4));
        if (!_plan.House.HasAnalyser) return line;
        var analyte = new JsonObject { ["name"] = lot.Ore.Analyte };
        draft.TypePct(analyte, "pct", material.GradePct * _random.Normal(1, 0.015));
        line["analytes"] = new JsonArray((JsonNode)analyte);
        return line;
    }

    private void Write(Draft draft, JsonArray inputs, JsonArray outputs, bool isLast)
    {
        var body = draft.Body;
        body["runId"] = _runId;
        body["operation"] = Code<RunOperation>.Name(_plan.Operation.Code);
        if (inputs.Count > 0) body["inputs"] = inputs;
        if (outputs.Count > 0) body["outputs"] = outputs;
        body["final"] = isLast;
    }

    private static Material Drain(ref Material from)
    {
        var all = from;
        from = default;
        return all;
    }
}

/// <summary>A run about to start, as a planted fraud may change it.</summary>
internal sealed class RunPlan(House house, Ore ore, Operation operation, IReadOnlyList<Lot> inputs, LocalDate day)
{
    public House House { get; } = house;
    public Ore Ore { get; } = ore;
    public Operation Operation { get; } = operation;
    public List<Lot> Inputs { get; } = [.. inputs];
    public LocalDate Day { get; } = day;
    public int Parts { get; init; } = 1;

    /// <summary>How much of the last lot is used; the rest stays in the store.</summary>
    public double PartOfLast { get; init; } = 1;

    /// <summary>Net mass of what the product is packed in.</summary>
    public required double PackageKg { get; init; }

    public required TagRoll Tags { get; init; }

    public required TagRoll TailingsTags { get; init; }

    /// <summary>Ore that goes in beside the inputs.</summary>
    public Material Unrecorded { get; set; }

    /// <summary>A lot that was used up before and is written down once more.</summary>
    public Lot? ListedAgain { get; set; }

    /// <summary>Of the product, taken away before it is weighed.</summary>
    public double StolenShare { get; set; }

    public bool IsPlanted { get; set; }
}
