using FsCheck;
using FsCheck.Fluent;
using Ledger.Domain.Values;
using Ledger.Rules.Provenance;

namespace Ledger.Rules.Tests.Provenance;

public sealed class ProvenanceProperties
{
    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(300);

    [Fact]
    public void Shares_and_unattributed_sum_to_exactly_1_and_none_is_negative() => ForAnyGraph((drawing, _) =>
    {
        var trace = ProvenanceTrace.Of(drawing.Graph());
        var compositions = drawing.Lots.Keys.SelectMany(lot => (Composition?[])[trace.MassOf(lot), trace.MetalOf(lot)]);
        foreach (var composition in compositions.OfType<Composition>())
        {
            Assert.Equal(1m, composition.Shares.Values.Sum() + composition.Unattributed);
            Assert.All([.. composition.Shares.Values, composition.Unattributed], share => Assert.InRange(share, 0m, 1m));
            var (sites, rest) = composition.Rounded();
            Assert.Equal(1_000_000, sites.Sum(site => site.Millionths) + rest);
            Assert.All([.. sites.Select(site => site.Millionths), rest], share => Assert.InRange(share, 0, 1_000_000));
        }
    });

    [Fact]
    public void The_order_of_entering_changes_not_a_digit() => ForAnyGraph((drawing, random) =>
    {
        var (one, other) = (ProvenanceTrace.Of(drawing.Graph()), ProvenanceTrace.Of(drawing.Graph(random)));
        foreach (var lot in drawing.Lots.Keys)
        {
            Assert.Equal(Sorted(one.MassOf(lot)), Sorted(other.MassOf(lot)));
            Assert.Equal(Sorted(one.MetalOf(lot)), Sorted(other.MetalOf(lot)));
        }

        Assert.Equal(one.Cycles, other.Cycles);
    });

    [Fact]
    public void It_agrees_with_a_slow_trace_that_walks_every_path() => ForAnyGraph((drawing, _) =>
    {
        var trace = ProvenanceTrace.Of(drawing.Graph());
        var slow = new SlowTrace(drawing);
        foreach (var lot in drawing.Lots.Keys)
        {
            var (fast, expected) = (trace.MassOf(lot), slow.Of(lot));
            var named = fast.Shares.Where(share => share.Value > 0).Select(share => share.Key.Value);
            Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), named.Order(StringComparer.Ordinal));
            Assert.All(fast.Shares, share => Assert.Equal(expected.GetValueOrDefault(share.Key.Value), (double)share.Value, 1e-9));
        }
    });

    private static void ForAnyGraph(Action<Drawing, Random> holds) => Prop.ForAll(
        Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed => holds(Any(new Random(seed)), new Random(seed + 1))).Check(Many);

    // Lots of every kind, runs that take from any of them, so circles too: half of the graphs go strictly forward.
    private static Drawing Any(Random random)
    {
        var drawing = new Drawing();
        var (lots, isForward) = (random.Next(1, 12), random.Next(2) == 0);
        for (var i = 0; i < lots; i++)
        {
            var site = random.Next(4) == 0 ? null : $"site-{random.Next(4)}";
            if (random.Next(2) == 0) drawing.Bag($"a:{i}", site, random.Next(2) == 0 ? Kg(random) : null);
        }

        for (var run = 0; run < random.Next(8); run++)
        {
            var output = random.Next(lots);
            int Input() => isForward ? random.Next(output + 1) - 1 : random.Next(lots);
            drawing.Run(
                $"m:{run}", [.. Enumerable.Range(0, random.Next(4)).Select(_ => Input() is >= 0 and var input && random.Next(5) > 0
                    ? Invariant($"a:{input} {Kg(random)}{Metal(random)}") : Invariant($"? {Kg(random)}{Metal(random)}"))],
                Invariant($"a:{output} {Kg(random)}"));
        }

        return drawing;
    }

    private static decimal Kg(Random random) => random.Next(1, 1_000_000) / 1000m;

    private static string Metal(Random random) => random.Next(6) == 0 ? "" : Invariant($" {random.Next(0, 1000) / 7m}");

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);

    private static (string, decimal)[] Sorted(Composition? composition) => composition is null ? [("unknown", 0)]
        : [.. composition.Shares.Select(share => (share.Key.Value, share.Value)).OrderBy(share => share.Item1, StringComparer.Ordinal),
            ("?", composition.Unattributed)];

    /// <summary>Shares by walking back every path; shares no code with the trace, and is exponential.</summary>
    private sealed class SlowTrace(Drawing drawing)
    {
        public Dictionary<string, double> Of(LotId lot)
        {
            var sums = new Dictionary<string, double>();
            Walk("lot " + lot, 1, sums);
            return sums.Where(sum => sum.Value > 1e-15).ToDictionary();
        }

        private void Walk(string node, double share, Dictionary<string, double> sums)
        {
            var parents = Parents(node).ToList();
            var total = parents.Sum(parent => parent.Kg);
            foreach (var (parent, kg) in parents)
            {
                var part = share * kg / total;
                if (parent.StartsWith("site ", StringComparison.Ordinal)) sums[parent[5..]] = sums.GetValueOrDefault(parent[5..]) + part;
                else if (parent.Length > 0 && !Reaches(parent, node, [])) Walk(parent, part, sums);
            }
        }

        private IEnumerable<(string Node, double Kg)> Parents(string node)
        {
            if (node.Length == 0) return [];
            if (node.StartsWith("run ", StringComparison.Ordinal))
                return drawing.Runs.GetValueOrDefault(new(node[4..]), [])
                    .Select(input => (input.Lot is { } id ? "lot " + id : "", (double)input.NetKg.Kg));
            if (!drawing.Lots.TryGetValue(new(node[4..]), out var lot)) return [];
            var runs = lot.Runs.Select(run => ("run " + run.Run, (double)run.NetKg.Kg));
            return lot.SiteId is not { } site ? runs
                : lot.Runs.Count == 0 ? [("site " + site, 1)]
                : lot.MassKg is { } mass ? runs.Append(("site " + site, (double)mass.Kg)) : [];
        }

        // Whether what is upstream of a parent, mass or no mass, has the node in it: then both are in one circle.
        private bool Reaches(string parent, string node, HashSet<string> seen) =>
            Claims(parent).Any(next => next == node || (seen.Add(next) && Reaches(next, node, seen)));

        private IEnumerable<string> Claims(string node) =>
            node.StartsWith("lot ", StringComparison.Ordinal) && drawing.Lots.TryGetValue(new(node[4..]), out var lot)
                ? lot.Runs.Select(run => "run " + run.Run) : Parents(node).Select(parent => parent.Node);
    }
}
