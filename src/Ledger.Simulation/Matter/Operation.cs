using Ledger.Domain.Values;

namespace Ledger.Simulation.Matter;

/// <summary>What an operation does to mineral. Shares of dry mass; own assumptions.</summary>
/// <param name="TailingsShare">Goes to tailings.</param>
/// <param name="TailingsMetal">Grade of the tailings relative to the feed.</param>
/// <param name="LossShare">Goes nowhere anybody weighs: slimes, dust.</param>
/// <param name="MoisturePct">Of what comes out.</param>
internal sealed record Operation(RunOperation Code, double TailingsShare, double TailingsMetal, double LossShare, double MoisturePct)
{
    public static readonly IReadOnlyList<Operation> OfTraders =
    [
        new(RunOperation.Washing, 0.05, 0.25, 0.012, 4.0),
        new(RunOperation.Gravity, 0.06, 0.2, 0.010, 3.5),
        new(RunOperation.Sorting, 0.02, 0.4, 0.004, 3.5),
    ];

    public static readonly IReadOnlyList<Operation> OfExporters =
    [
        new(RunOperation.Magnetic, 0.03, 0.3, 0.006, 1.2),
        new(RunOperation.Drying, 0, 0, 0.003, 0.6),
        new(RunOperation.Blending, 0, 0, 0.002, 1.0),
    ];

    /// <summary>Parts the feed; product and tailings together are the feed less the loss, but for water.</summary>
    public (Material Product, Material Tailings, Material Loss) Apply(Material feed, SeededRandom random)
    {
        var loss = feed.Share(LossShare * random.Between(0.5, 1.5));
        var rest = feed - loss;
        var cut = rest.Share(TailingsShare * random.Between(0.6, 1.4));
        var tailings = cut with { MetalMg = (long)(cut.MetalMg * TailingsMetal) };
        var product = rest - tailings;
        return (product.WithMoisture(Math.Max(0.2, random.Normal(MoisturePct, MoisturePct / 6))), tailings.WithMoisture(12), loss);
    }
}
