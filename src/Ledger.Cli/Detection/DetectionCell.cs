using Ledger.Domain.Json;
using Ledger.Simulation;
using NodaTime;

namespace Ledger.Cli.Detection;

/// <summary>One line of the benchmark's table: a fraud, or none, where moisture is measured everywhere or nowhere.</summary>
/// <param name="Fraud">As <see cref="ChosenFraud.Parse"/> reads it, without its start; null for honest worlds.</param>
/// <param name="Measure">What a fixed percentage would be laid on; null where none would see it.</param>
internal sealed record DetectionCell(string? Fraud, MoistureRegime Moisture, FixedMeasure? Measure)
{
    /// <summary>The worlds last a year and a half; whoever cheats begins after half a year.</summary>
    public static readonly LocalDate Start = new(2025, 1, 1);
    public static readonly LocalDate From = new(2025, 7, 1);
    public static readonly LocalDate Until = new(2026, 6, 30);

    /// <summary>Seeds of honest and of fraudulent worlds do not meet.</summary>
    private const int FraudSeeds = 100_000;

    public const string Clean = "clean";

    /// <summary><c>laundering:3/everywhere</c>, <c>clean/nowhere</c></summary>
    public string Name => $"{Fraud ?? Clean}/{Code<MoistureRegime>.Name(Moisture)}";

    public bool IsClean => Fraud is null;

    /// <summary>Clean worlds first: without them nothing else can be read.</summary>
    public static IReadOnlyList<DetectionCell> All { get; } =
    [
        .. Regimes(null, null),
        .. new[] { "1", "2", "3", "5", "10" }.SelectMany(pct => Regimes($"laundering:{pct}", FixedMeasure.RunGain)),
        .. Regimes("laundering-split:5", FixedMeasure.RunGain),
        .. Regimes("laundering-intermittent:5", FixedMeasure.RunGain),
        .. Regimes("diversion:5", FixedMeasure.RunLoss),
        Measured("bag-inflation:2", FixedMeasure.ReceiptGain),
        Measured("bag-inflation-few:10", FixedMeasure.ReceiptGain),
        Measured("scale-poisoning:0.1", FixedMeasure.ReceiptGain),
        Measured("fabricated-weights:100", null),
        Measured("collusion:3", FixedMeasure.RunGain),
        Measured("ghost-bags:10", FixedMeasure.RunGain),
        Measured("tag-selling:30", null),
        Measured("substitution:10", null),
        Measured("tag-on-two-lots", null),
        Measured("tag-of-another-site", null),
    ];

    /// <summary>Those whose name begins like one of these, and the clean ones they are held against; all where none is named.</summary>
    public static IReadOnlyList<DetectionCell> Select(IReadOnlyList<string> names)
    {
        if (names.Count == 0) return All;
        var chosen = All.Where(cell => names.Any(name => cell.Name.StartsWith(name, StringComparison.Ordinal))).ToList();
        return [.. All.Where(cell => chosen.Contains(cell) || (cell.IsClean && chosen.Exists(other => other.Moisture == cell.Moisture)))];
    }

    /// <summary>The world of that number.</summary>
    public WorldOptions World(int number) => new(
        (ulong)(number + (IsClean ? 0 : FraudSeeds)), WorldSize.Small, Until, IsHonest: IsClean)
    {
        Days = Period.DaysBetween(Start, Until) + 1,
        Moisture = Moisture,
        Frauds = Fraud is null ? [] : [ChosenFraud.Parse(Fraud) with { From = From }],
    };

    private static DetectionCell Measured(string fraud, FixedMeasure? measure) => new(fraud, MoistureRegime.Everywhere, measure);

    private static IEnumerable<DetectionCell> Regimes(string? fraud, FixedMeasure? measure) =>
        [new(fraud, MoistureRegime.Everywhere, measure), new(fraud, MoistureRegime.Nowhere, measure)];
}
