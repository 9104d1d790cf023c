namespace Ledger.Simulation.Matter;

/// <summary>Every place where mass enters or leaves the world. Lots and runs only pass it on.</summary>
internal sealed class MassBooks
{
    private Material _mined, _smuggled, _lost, _diverted, _smelted;

    public Material Mine(Material material) => Count(ref _mined, material);

    /// <summary>A planted fraud brings it in.</summary>
    public Material Smuggle(Material material) => Count(ref _smuggled, material);

    public Material Lose(Material material) => Count(ref _lost, material);

    /// <summary>A planted fraud takes it out.</summary>
    public Material Divert(Material material) => Count(ref _diverted, material);

    /// <summary>It ends in a heat.</summary>
    public Material Smelt(Material material) => Count(ref _smelted, material);

    public TrueMass Dry(Material held) =>
        new(_mined.DryMg, _smuggled.DryMg, _lost.DryMg, _diverted.DryMg, _smelted.DryMg, held.DryMg);

    public TrueMass Metal(Material held) =>
        new(_mined.MetalMg, _smuggled.MetalMg, _lost.MetalMg, _diverted.MetalMg, _smelted.MetalMg, held.MetalMg);

    private static Material Count(ref Material sum, Material material)
    {
        sum += material;
        return material;
    }
}
