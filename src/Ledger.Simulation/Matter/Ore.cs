using Ledger.Domain.Values;

namespace Ledger.Simulation.Matter;

/// <summary>What comes out of the ground: own assumptions, of the order that published assays of hand-washed concentrate show.</summary>
/// <param name="Analyte">What its grade counts.</param>
/// <param name="GradePct">Mean over sites, percent of dry mass.</param>
/// <param name="SiteSigmaPct">Between sites.</param>
/// <param name="BagSigmaPct">Between bags of a site.</param>
/// <param name="MaxGradePct">Below the pure mineral's.</param>
internal sealed record Ore(
    Mineral Mineral, string Analyte, double GradePct, double SiteSigmaPct, double BagSigmaPct, double MaxGradePct, long MinorPerKg)
{
    public static readonly Ore Cassiterite = new(Mineral.Cassiterite, "Sn", 62, 3, 2, 71, MinorPerKg: 1_150);
    public static readonly Ore Coltan = new(Mineral.Coltan, "Ta2O5", 27, 4, 2, 45, MinorPerKg: 4_200);
    public static readonly Ore Wolframite = new(Mineral.Wolframite, "WO3", 61, 2.5, 2, 70, MinorPerKg: 1_400);

    public static Ore Of(Mineral mineral) => mineral switch
    {
        Mineral.Cassiterite => Cassiterite,
        Mineral.Coltan => Coltan,
        _ => Wolframite,
    };

    /// <summary>Moisture of a drained bag by month, percent wet basis: two rainy seasons a year (own assumption).</summary>
    public static double MoisturePct(int month) => month switch
    {
        3 or 4 or 5 => 9.0,
        10 or 11 or 12 => 8.5,
        1 or 2 or 9 => 7.0,
        _ => 5.5,
    };
}
