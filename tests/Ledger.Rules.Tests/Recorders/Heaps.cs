namespace Ledger.Rules.Tests.Recorders;

/// <summary>A mill with few heaps and months, so that all that can happen to a heap does: made, taken, counted, sold, corrected.</summary>
public static class Heaps
{
    public static World Of(Random random)
    {
        var world = new World();
        for (var count = random.Next(1, 30); count > 0; count--) Record(world, random);
        return world;
    }

    private static void Record(World world, Random random)
    {
        var by = world.By("mill", FormattableString.Invariant($"0{random.Next(1, 6)}-{random.Next(1, 28):00} {random.Next(6, 20):00}:00"));
        switch (random.Next(8))
        {
            case 0 or 1 or 2:
                by.Processed(
                    $"mill:r{random.Next(9)}", [new("coop:1", Kg(random), Moisture: Moisture(random)), .. Some(random)],
                    [new("mill:p", Kg(random), Moisture: Moisture(random)),
                        .. Some(random).Select(line => line with { Kind = "leftover" })],
                    random.Next(2) == 0 ? "washing" : "blending", final: random.Next(4) > 0,
                    lossKg: random.Next(4) == 0 ? 1 : null);
                break;
            case 3 or 4:
                by.Counted([.. Some(random)], complete: random.Next(4) > 0, facility: random.Next(4) == 0 ? "yard" : null);
                break;
            case 5: by.Dispatched("mill:m", "trader", [new(Heap(random))]); break;
            case 6: by.Tagged(Heap(random), "100"); break;
            default:
                if (world.Papers.Count > 0) by.Corrected(world.Papers[random.Next(world.Papers.Count)].Id);
                break;
        }
    }

    private static IEnumerable<Line> Some(Random random) => Enumerable.Range(0, random.Next(3)).Select(_ => Heap(random)).Distinct()
        .Select(heap => new Line(heap, Kg(random), Moisture: Moisture(random)));

    private static string Heap(Random random) => $"mill:h{random.Next(3)}";

    private static decimal Kg(Random random) => random.Next(10, 100);

    private static decimal? Moisture(Random random) => random.Next(3) == 0 ? null : 5;
}
