using Ledger.Rules.Facts;
using Ledger.Rules.Tests.Recorders;
using Ledger.Rules.Views;

namespace Ledger.Rules.Tests.Views;

internal static class LotViews
{
    public static LotView Of(LotFacts lot) => LotView.Of(lot) ?? throw new ArgumentException("nothing that counts is known of it");

    public static LotView Of(World world, string lot) => Of(world.Arrived().Lot(lot));
}
