namespace Ledger.Api.Pages.Lots;

/// <summary>One weight on a lot's way.</summary>
/// <param name="Line">The record that states it.</param>
/// <param name="NetKg">Kilograms.</param>
/// <param name="SpreadKg">The band of two standard deviations to each side; null where nobody weighed.</param>
public sealed record Weight(HistoryLine Line, decimal NetKg, decimal? SpreadKg)
{
    /// <summary>The weights of a lot as a whole, in the order they happened; what was corrected away is none.</summary>
    public static IReadOnlyList<Weight> Of(IEnumerable<HistoryLine> lines) =>
        [.. from line in lines
            where line.IsEffective
            from net in line.MassKg is { } kg ? [kg] : Array.Empty<decimal>()
            select new Weight(line, net, 2 * line.SigmaKg is { } spread ? decimal.Round(spread, 2) : null)];
}
