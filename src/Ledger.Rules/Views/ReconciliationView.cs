using Ledger.Domain.Values;

namespace Ledger.Rules.Views;

/// <summary>
/// A party's year in one mineral, as weighed, in the order in which an assessor of a smelter (RMAP) reconciles it: what was there and
/// came in is what was sold, smelted, lost and is still there, but for what is not accounted for.
/// </summary>
/// <param name="Mineral">Absent where no record says what it was.</param>
/// <param name="ReceiptsKg">Bagged, received or found again.</param>
/// <param name="UnrecordedKg">What runs took without a record that it had come.</param>
/// <param name="SalesKg">Handed over or exported.</param>
/// <param name="LossesKg">Sampled, or reported lost.</param>
/// <param name="ProcessingKg">What runs and consignments gave less what they took; negative where mass was lost.</param>
/// <param name="DifferenceKg">What weighings and counts added to what was known; negative where they showed less.</param>
/// <param name="UnaccountedPct">Processing and differences, of what was there and came in; absent where that is nothing.</param>
/// <param name="Parties">Receipts by supplier and sales by buyer, as far as either is known; largest first, receipts before sales.</param>
public sealed record ReconciliationView(
    Mineral? Mineral, decimal OpeningKg, decimal ReceiptsKg, decimal UnrecordedKg, decimal SalesKg, decimal SmeltedKg, decimal LossesKg,
    decimal ProcessingKg, decimal DifferenceKg, decimal ClosingKg, decimal? UnaccountedPct, IReadOnlyList<StockPart> Parties)
{
    private static readonly StockMove[] Receipts = [StockMove.Bagged, StockMove.Received, StockMove.Recovered];
    private static readonly StockMove[] Sales = [StockMove.Sent, StockMove.Exported];
    private static readonly StockMove[] Losses = [StockMove.Sampled, StockMove.Lost];

    /// <summary>Of each mineral that there was in those months.</summary>
    /// <param name="months">Of one year, oldest first.</param>
    public static IReadOnlyList<ReconciliationView> Of(IEnumerable<StockMonth> months) =>
        [.. months.GroupBy(month => month.Mineral).Select(year => Of(year.Key, [.. year]))];

    private static ReconciliationView Of(Mineral? mineral, List<StockMonth> months)
    {
        List<StockPart> flows = [.. months.SelectMany(month => month.Flows)];
        var (opening, receipts, unrecorded) = (months[0].OpeningKg, Sum(Receipts), Sum(StockMove.Unrecorded));
        var (processing, difference) = (months.Sum(month => month.ProcessingKg), months.Sum(month => month.DifferenceKg));
        var there = opening + receipts + unrecorded;
        return new(
            mineral, opening, receipts, unrecorded, -Sum(Sales), -Sum(StockMove.Smelted), -Sum(Losses), processing, difference,
            months[^1].ClosingKg, there == 0 ? null : decimal.Round((processing + difference) / there * 100, 2),
            [.. Named(Receipts), .. Named(Sales)]);

        decimal Sum(params StockMove[] moves) => flows.Where(flow => moves.Contains(flow.Move)).Sum(flow => flow.Kg);

        IEnumerable<StockPart> Named(StockMove[] moves) => flows.Where(flow => moves.Contains(flow.Move) && flow.PartyId is not null)
            .GroupBy(flow => (flow.Move, flow.PartyId))
            .Select(same => new StockPart(same.Key.Move, same.Key.PartyId, same.Sum(flow => flow.Kg)))
            .OrderByDescending(flow => Math.Abs(flow.Kg)).ThenBy(flow => flow.PartyId!.Value.Value, StringComparer.Ordinal);
    }
}
