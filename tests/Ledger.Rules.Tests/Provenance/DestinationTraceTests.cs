using Ledger.Domain.Values;
using Ledger.Rules.Provenance;

namespace Ledger.Rules.Tests.Provenance;

public sealed class DestinationTraceTests
{
    [Fact]
    public void A_bag_is_in_every_lot_that_has_some_of_it()
    {
        var drawing = new Drawing().Bag("a:1", "north").Bag("a:2", "south")
            .Run("m:r1", ["a:1 25", "a:2 75"], "m:1 90").Run("m:r2", ["m:1 50", "a:2 50"], "m:2 99");
        Assert.Equal([("m:1", 0.25m, false), ("m:2", 0.125m, true)], To(drawing, "a:1", "m:1", "a:1", "a:2"));
    }

    [Fact]
    public void A_lot_that_was_also_bagged_holds_only_the_runs_part_of_it()
    {
        var drawing = new Drawing().Bag("a:1", "north").Bag("m:1", "south", kg: 30).Run("m:r", ["a:1 60"], "m:1 90");
        Assert.Equal([("m:1", 0.75m, true)], To(drawing, "a:1", "a:1"));
    }

    private static IEnumerable<(string, decimal, bool)> To(Drawing drawing, string lot, params string[] consumed) => DestinationTrace
        .Of(new(lot), drawing.Graph(), consumed.Select(name => new LotId(name)).ToHashSet(), []).Destinations
        .Select(destination => (destination.LotId.Value, destination.Share, destination.IsEnd));
}
