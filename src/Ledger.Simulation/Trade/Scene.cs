using Ledger.Domain.Values;
using Ledger.Simulation.Frauds;
using Ledger.Simulation.Matter;
using Ledger.Simulation.Recording;
using NodaTime;

namespace Ledger.Simulation.Trade;

/// <summary>What every actor shares.</summary>
internal sealed class Scene(WorldOptions options)
{
    private readonly List<Lot> _lots = [];
    private readonly List<(string Series, TagKind Kind)> _series = [];

    public WorldOptions Options { get; } = options;
    public string Label { get; } = options.Label;
    public Agenda Agenda { get; } = new();
    public MassBooks Books { get; } = new();
    public SeededRandom Random { get; } = new(options.Seed);
    public List<House> Houses { get; } = [];
    public List<Mine> Mines { get; } = [];
    public List<Run> OpenRuns { get; } = [];
    public List<Fraud> Frauds { get; } = [];

    /// <summary>The series of all rolls, and how many rolls there are.</summary>
    public IReadOnlyList<(string Series, TagKind Kind)> Series => _series;
    public int Rolls { get; private set; }
    public Journal Journal => field ??= new(Options, Agenda, Random.Child("journal"));

    /// <summary>Posts what was written down about these lots.</summary>
    public void Post(Draft draft, params IReadOnlyList<Lot> about)
    {
        draft.IsExact |= about.Any(lot => lot.IsPlanted);
        var slipped = Journal.Post(draft);
        foreach (var lot in about) lot.Recorded(draft, slipped);
    }

    /// <summary>A roll of tags whose numbers no other roll has.</summary>
    public TagRoll NewRoll(TagKind kind)
    {
        var series = kind switch { TagKind.Mine => "DM", TagKind.Negociant => "DN", _ => "DT" } + Label;
        if (!_series.Contains((series, kind))) _series.Add((series, kind));
        return new(series, kind, ++Rolls * TagRoll.Length);
    }

    public Lot Enter(Lot lot)
    {
        _lots.Add(lot);
        return lot;
    }

    /// <summary>Everything that is in lots and open runs now, wherever they are.</summary>
    public Material Held() => _lots.Select(lot => lot.Material).Concat(OpenRuns.Select(run => run.Content))
        .Aggregate(default(Material), (sum, part) => sum + part);

    /// <summary>Days since the world began.</summary>
    public int DayNumber(LocalDate day) => Period.DaysBetween(Start, day);

    public LocalDate Start => Options.Until.PlusDays(1 - Options.Shape.Days);
}
