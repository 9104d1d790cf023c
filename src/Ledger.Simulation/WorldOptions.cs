using System.Globalization;
using Ledger.Domain.Json;
using NodaTime;

namespace Ledger.Simulation;

/// <summary>How large a world is.</summary>
public enum WorldSize
{
    /// <summary>500 bags in 92 days: 6 sites, 2 traders, an exporter, a smelter.</summary>
    Small,

    /// <summary>5,000 bags in 365 days: 30 sites, 5 traders, 2 exporters, a smelter.</summary>
    Full,
}

/// <summary>Where moisture is measured.</summary>
public enum MoistureRegime
{
    /// <summary>By half of the traders, and from the exporters on.</summary>
    AsUsual,

    /// <summary>Every trader and exporter dries a sample of every line of its runs.</summary>
    Everywhere,

    /// <summary>By nobody: weights alone, and a laboratory's grade.</summary>
    Nowhere,
}

/// <summary>What makes a world: equal options, equal bytes.</summary>
/// <param name="Until">The last day; nothing is posted after it.</param>
/// <param name="IsHonest">Without planted frauds. Typing errors and late records stay.</param>
public sealed record WorldOptions(ulong Seed, WorldSize Size, LocalDate Until, bool IsHonest = false)
{
    /// <summary>How long the world lasts, with as many bags a day as its size has; null for as long as its size says.</summary>
    public int? Days { get; init; }

    public MoistureRegime Moisture { get; init; }

    /// <summary>These frauds and no others; none chosen leaves it to <see cref="IsHonest"/>.</summary>
    public IReadOnlyList<ChosenFraud> Frauds { get; init; } = [];

    internal WorldShape Shape
    {
        get
        {
            var shape = Size == WorldSize.Small ? WorldShape.Small : WorldShape.Full;
            return Days is { } days ? shape with { Days = days, Bags = shape.Bags * days / shape.Days } : shape;
        }
    }

    /// <summary>
    /// Stands in every lot, sale, run and tag series, so that two worlds in one ledger share none of them: seed, size, date,
    /// h where it is honest, and x with a check sum of what else was chosen.
    /// </summary>
    public string Label
    {
        get
        {
            var date = Until.ToString("yyMMdd", CultureInfo.InvariantCulture);
            var more = Days is null && Moisture == MoistureRegime.AsUsual && Frauds.Count == 0
                ? "" : $"x{SeededRandom.Hash($"{Days}/{Moisture}/{string.Join(' ', Frauds)}") & 0xFFFFFF:x6}";
            return string.Create(
                CultureInfo.InvariantCulture, $"{Seed}{Code<WorldSize>.Name(Size)[0]}{date}{(IsHonest ? "h" : "")}{more}");
        }
    }
}

/// <summary>How many of everything. Own assumptions, scaled so that each house has a few runs a month.</summary>
/// <param name="RunBags">Bags of one mineral that make a trader start a run.</param>
/// <param name="ExporterRunBags">Traders' bags of one mineral that make an exporter start a run.</param>
/// <param name="ExportKg">Drums of one mineral that make an export lot.</param>
/// <param name="FraudRounds">How often each kind of exact fraud is planted.</param>
internal sealed record WorldShape(
    int Days, int Bags, int Sites, int Holders, int Agencies, int Traders, int Exporters, int RunBags, int ExporterRunBags,
    double ExportKg, int FraudRounds)
{
    public static readonly WorldShape Small = new(
        Days: 92, Bags: 500, Sites: 6, Holders: 4, Agencies: 1, Traders: 2, Exporters: 1, RunBags: 12, ExporterRunBags: 16,
        ExportKg: 1_800, FraudRounds: 1);

    public static readonly WorldShape Full = new(
        Days: 365, Bags: 5_000, Sites: 30, Holders: 18, Agencies: 3, Traders: 5, Exporters: 2, RunBags: 20, ExporterRunBags: 50,
        ExportKg: 12_000, FraudRounds: 3);
}
