using Ledger.Domain.Values;
using Ledger.Rules.Facts;
using Ledger.Rules.Views;
using NodaTime;

namespace Ledger.Rules.Balance.Lots;

/// <summary>What a party gave away of a lot in a month.</summary>
/// <param name="Grams">As it was known when it left; what came back in the same month is not counted.</param>
/// <param name="Passage">What became of the lot until then: what the next hand weighs is no matter of this one.</param>
internal sealed record LotLeft(LotId Lot, long Grams, LotPassage Passage)
{
    /// <summary>Null where nothing of it left that party in that month.</summary>
    public static LotLeft? Of(LotFacts lot, PartyId party, YearMonth month)
    {
        var (grams, last) = (0L, (StockFlow?)null);
        foreach (var flow in StockFlow.Of(lot).Where(flow => flow.Party == party && flow.Month == month).OrderBy(flow => flow.Sequence))
        {
            if (flow.Move is StockMove.Sent or StockMove.Exported or StockMove.Smelted) (grams, last) = (grams - flow.Grams, flow);
            else if (flow.Move is StockMove.Received) grams -= Math.Min(grams, flow.Grams);
        }

        return grams > 0 ? new(lot.Lot, grams, LotPassage.Of(lot with { Facts = [.. Until(lot.Facts, last!)] })) : null;
    }

    // An export, and what a heat takes, states the mass; another's receipt states theirs.
    private static IEnumerable<Fact> Until(IReadOnlyList<Fact> facts, StockFlow last)
    {
        foreach (var fact in facts)
        {
            if (fact.Sequence != last.Sequence) yield return fact;
            else if (last.Move is StockMove.Sent) yield break;
            else
            {
                yield return fact;
                yield break;
            }
        }
    }
}
