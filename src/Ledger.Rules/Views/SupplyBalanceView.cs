using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Balance.Lots;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;
using Ledger.Rules.Provenance;
using NodaTime;

namespace Ledger.Rules.Views;

/// <summary>
/// A holder with all who supplied it, as one: where the mass comes from that it sold, exported or smelted in a month. What is laundered
/// little by little in several hands adds up here.
/// </summary>
/// <param name="From">First day of the month.</param>
/// <param name="To">Last day of it.</param>
/// <param name="Mineral">Absent where all are asked about together.</param>
/// <param name="Lots">That left it, and did not come back in the same month.</param>
/// <param name="Balance">Of these lots together; without a lot of its own.</param>
public sealed record SupplyBalanceView(PartyId PartyId, LocalDate From, LocalDate To, Mineral? Mineral, int Lots, LotBalanceView Balance)
{
    /// <param name="left">Lots of which something may have left it.</param>
    /// <param name="graph">They and all that lies above them.</param>
    /// <param name="lots">Of the graph.</param>
    /// <param name="runs">The sheets of the runs above them.</param>
    public static SupplyBalanceView Of(
        (PartyId Party, YearMonth Month, Mineral? Mineral) asked, IEnumerable<LotId> left, CompositionGraph graph,
        IReadOnlyDictionary<LotId, LotFacts> lots, IReadOnlyDictionary<RunId, RunFacts> runs,
        IReadOnlyDictionary<ScaleId, IReadOnlyList<Fact>> scales, RuleSettings settings)
    {
        var gone = left.Distinct().Order(Comparer<LotId>.Create((a, b) => string.CompareOrdinal(a.Value, b.Value)))
            .Select(lot => lots.TryGetValue(lot, out var facts) ? LotLeft.Of(facts, asked.Party, asked.Month) : null).OfType<LotLeft>()
            .ToDictionary(each => each.Lot);
        var dates = asked.Month.ToDateInterval();
        return new(
            asked.Party, dates.Start, dates.End, asked.Mineral, gone.Count,
            LotBalanceView.Together(gone.Values, graph, lots, runs, scales, settings));
    }
}
