using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;

namespace Ledger.Rules.Facts;

/// <summary>The lots that sheets of several lots name.</summary>
public static class LotNames
{
    public static IEnumerable<LotReference> In(Fact fact) => fact.Event switch
    {
        RunPartRecorded part => part.Inputs.Select(input => input.Lot),
        ExportLotComposed composed => composed.Lots.Select(item => item.Lot),
        _ => TransferFacts.LotsIn([fact]),
    };
}
