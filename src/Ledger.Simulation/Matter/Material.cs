namespace Ledger.Simulation.Matter;

/// <summary>
/// A true quantity of mineral in whole milligrams. Splitting and joining conserve dry mass and metal to the milligram; water
/// comes and goes.
/// </summary>
/// <param name="MetalMg">Of the mineral's own analyte: Sn, Ta2O5 or WO3.</param>
internal readonly record struct Material(long DryMg, long WaterMg, long MetalMg)
{
    public long WetMg => DryMg + WaterMg;
    public double WetKg => WetMg / 1e6;

    /// <summary>The wet mass to the gram, as a record would state it.</summary>
    public decimal NetKg => decimal.Round(WetMg / 1e6m, 3);

    public double MoisturePct => WetMg == 0 ? 0 : 100.0 * WaterMg / WetMg;
    public double GradePct => DryMg == 0 ? 0 : 100.0 * MetalMg / DryMg;

    public static Material Of(double wetKg, double moisturePct, double gradePct)
    {
        var wet = (long)(wetKg * 1e6);
        var water = (long)(wet * moisturePct / 100);
        return new(wet - water, water, (long)((wet - water) * gradePct / 100));
    }

    public static Material operator +(Material left, Material right) =>
        new(left.DryMg + right.DryMg, left.WaterMg + right.WaterMg, left.MetalMg + right.MetalMg);

    public static Material operator -(Material left, Material right) =>
        new(left.DryMg - right.DryMg, left.WaterMg - right.WaterMg, left.MetalMg - right.MetalMg);

    /// <summary>A part of the same composition with that wet mass, at most all of it.</summary>
    public Material Part(long wetMg)
    {
        if (wetMg >= WetMg) return this;
        var dry = (long)((Int128)DryMg * wetMg / WetMg);
        return new(dry, wetMg - dry, (long)((Int128)MetalMg * wetMg / WetMg));
    }

    public Material Share(double fraction) => Part((long)(WetMg * fraction));

    /// <summary>The same dry mass with more or less water.</summary>
    public Material WithMoisture(double pct) => this with { WaterMg = (long)(DryMg * pct / (100 - pct)) };

    /// <summary>A day in a store: the water above what the mineral keeps goes slowly.</summary>
    public Material AfterDays(int days)
    {
        var kept = DryMg * KeptMoisturePct / (100 - KeptMoisturePct);
        double water = WaterMg;
        for (var day = 0; day < days && water > kept; day++) water -= (water - kept) * DryingPerDay;
        return this with { WaterMg = (long)water };
    }

    // Own assumptions: air-dry concentrate keeps about 2.5 % water; 2 % of the rest leaves a tied bag in a day.
    private const double KeptMoisturePct = 2.5;
    private const double DryingPerDay = 0.02;
}
