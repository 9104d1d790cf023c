using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Facts;
using Ledger.Rules.Provenance;

namespace Ledger.Rules.Views;

/// <summary>
/// A lot's part in one run: what it gave to it, or took from it. Provenance follows these. A consignment counts as a run
/// (<see cref="Consignment"/>).
/// </summary>
/// <param name="IsOutput">The lot came out of the run.</param>
/// <param name="MetalKg">Contained metal, where moisture and grade were stated on every sheet.</param>
public sealed record LotRun(LotId Lot, RunId Run, bool IsOutput, Mass NetKg, Mass? MetalKg)
{
    /// <summary>One row a run and direction, sheets of the same run added up, sorted.</summary>
    public static IReadOnlyList<LotRun> Of(LotFacts lot)
    {
        var taken = lot.Of<LotConsumed>().Select(each => each.Event).Select(part =>
            (part.RunId, IsOutput: false, part.NetKg, Metal: ContainedMetal.Of(part.NetKg, part.MoisturePct, part.Analytes)));
        var given = lot.Of<LotProduced>().Select(each => each.Event).Select(part =>
            (part.RunId, IsOutput: true, part.NetKg, Metal: ContainedMetal.Of(part.NetKg, part.MoisturePct, part.Analytes)));
        return [.. taken.Concat(given).Concat(Consigned(lot)).GroupBy(part => (part.RunId, part.IsOutput))
            .OrderBy(group => group.Key.RunId.Value, StringComparer.Ordinal).ThenBy(group => group.Key.IsOutput)
            .Select(group => new LotRun(lot.Lot, group.Key.RunId, group.Key.IsOutput, Sum(group.Select(part => part.NetKg)),
                group.Any(part => part.Metal is null) ? null : Sum(group.Select(part => part.Metal!.Value))))];
    }

    // A sheet that states no mass means all there is. Metal as far as the run told that made the lot.
    private static IEnumerable<(RunId RunId, bool IsOutput, Mass NetKg, Mass? Metal)> Consigned(LotFacts lot)
    {
        foreach (var (_, part) in lot.Of<LotConsigned>())
        {
            var net = part.NetKg ?? LotView.Of(lot)?.MassKg ?? Mass.Zero;
            yield return (Consignment.Of(part.ExportLot), IsOutput: false, net, MetalOf(lot, net));
        }

        foreach (var (_, composed) in lot.Of<ExportLotComposed>())
            yield return (
                Consignment.Of(lot.Lot), IsOutput: true, Sum(composed.Lots.Select(item => item.NetKg).OfType<Mass>()), Metal: null);
    }

    private static Mass? MetalOf(LotFacts lot, Mass net)
    {
        var made = lot.Of<LotProduced>().Select(each => each.Event).ToList();
        var metals = made.ConvertAll(part => ContainedMetal.Of(part.NetKg, part.MoisturePct, part.Analytes));
        var mass = Sum(made.Select(part => part.NetKg));
        return mass == Mass.Zero || metals.Contains(null)
            ? null : new Mass((long)((decimal)metals.Sum(metal => metal!.Value.Grams) * net.Grams / mass.Grams));
    }

    private static Mass Sum(IEnumerable<Mass> masses) => masses.Aggregate(Mass.Zero, (sum, mass) => sum + mass);
}

/// <summary>The metal in a weighed mass: dry mass times grade, as metal.</summary>
public static class ContainedMetal
{
    // Mass of metal in a mass of what is assayed (from atomic masses; see the glossary); the metal itself has 1.
    private static readonly (string Analyte, decimal Factor)[] Factors =
        [("Sn", 1m), ("SnO2", 0.7877m), ("Ta", 1m), ("Ta2O5", 0.8190m), ("W", 1m), ("WO3", 0.7930m), ("Nb", 1m), ("Nb2O5", 0.6990m)];

    /// <summary>By the first analyte that names a metal the programme follows; null where moisture or grade was not stated.</summary>
    public static Mass? Of(Mass net, Pct? moisture, IReadOnlyList<Analyte>? analytes)
    {
        if (moisture is not { } water || analytes is null) return null;
        foreach (var (name, factor) in Factors)
            if (analytes.FirstOrDefault(analyte => analyte.Name == name) is { } analyte)
                return new((long)(net.Grams * (1 - (water.Percent / 100m)) * (analyte.Pct.Percent / 100m) * factor));
        return null;
    }
}
