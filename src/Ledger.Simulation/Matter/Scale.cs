using Ledger.Domain.Values;

namespace Ledger.Simulation.Matter;

/// <summary>A scale: it shows what is on it, a little wrong, in steps. A calibration starts an epoch with another bias.</summary>
/// <param name="isCalibrated">Otherwise it is as it was sold, and drifted.</param>
/// <param name="days">Days of the world, cut into epochs.</param>
internal sealed class Scale(ScaleId id, ScaleKind kind, bool isCalibrated, int days, SeededRandom random)
{
    private readonly List<(int FromDay, double Bias)> _epochs =
        isCalibrated ? [.. Epochs(kind, days, random)] : [(0, random.Normal(0, UncalibratedSigma))];

    private const double UncalibratedSigma = 0.007;

    public ScaleId Id { get; } = id;

    public ScaleKind Kind { get; } = kind;

    public bool IsCalibratedOn(int day) => isCalibrated && _epochs.Exists(epoch => epoch.FromDay == day);

    /// <summary>What the display shows, in grams; at least one division.</summary>
    public long ReadGrams(long trueMg, int day)
    {
        var bias = _epochs.FindLast(epoch => epoch.FromDay <= day).Bias;
        var grams = (trueMg / 1_000.0 * (1 + bias)) + random.Normal(0, Kind.RepeatabilityGrams);
        return Math.Max(1, (long)Math.Floor((grams / Kind.DivisionGrams) + 0.5)) * Kind.DivisionGrams;
    }

    private static IEnumerable<(int FromDay, double Bias)> Epochs(ScaleKind kind, int days, SeededRandom random)
    {
        for (var day = 0; day < days; day += random.Whole(kind.EpochDays / 2, kind.EpochDays * 3 / 2))
            yield return (day, random.Normal(0, kind.BiasSigma));
    }
}

/// <summary>A sort of scale. Own assumptions; divisions as sold, errors in service about twice what verification allows.</summary>
/// <param name="BiasSigma">Relative, drawn anew at each calibration.</param>
internal sealed record ScaleKind(ScaleClass Class, long DivisionGrams, double RepeatabilityGrams, double BiasSigma, int EpochDays)
{
    public static readonly ScaleKind Hanging = new(ScaleClass.Ordinary, 200, 90, 0.004, 180);
    public static readonly ScaleKind Bench = new(ScaleClass.Medium, 100, 40, 0.002, 120);
    public static readonly ScaleKind Platform = new(ScaleClass.Medium, 500, 200, 0.0015, 120);
}
