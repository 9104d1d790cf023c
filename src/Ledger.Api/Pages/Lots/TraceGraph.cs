using Ledger.Api.Pages.House;

namespace Ledger.Api.Pages.Lots;

/// <summary>What a graph is drawn from: lots and runs by the names of their streams, and mass that went from one to the other.</summary>
/// <param name="Root">The lot asked about.</param>
/// <param name="IsUpstream">It comes last, on the right; else it comes first.</param>
public sealed record TraceSource(
    string Root, bool IsUpstream, IReadOnlyList<ProvenanceNode> Nodes, IReadOnlyList<ProvenanceEdge> Edges);

/// <summary>A box of the graph.</summary>
/// <param name="Key">
/// The name of a lot's or run's stream, <c>site:{id}</c>, <c>runs:{party}</c>, <c>party:{id}#{where}</c>, <c>unknown</c>, or
/// <c>others:{column}</c>.
/// </param>
/// <param name="Column">From the left, from 0.</param>
/// <param name="Kg">What went through it.</param>
/// <param name="Count">Of what a closed box stands for: bags of a site, runs of a party, other boxes; else 0.</param>
/// <param name="IsOpen">Its parts are drawn.</param>
public sealed record TraceNode(string Key, int Column, decimal Kg, int Count, bool IsOpen, double X = 0, double Y = 0, double Height = 0)
{
    public const int Width = 14;

    public string Kind => Key[..(Key.IndexOf(':', StringComparison.Ordinal) is var colon and >= 0 ? colon : Key.Length)];

    public string Name => Key[(Kind.Length + (Key.Length > Kind.Length ? 1 : 0))..].Split('#')[0];

    /// <summary>What the address names to draw its parts, or to draw them no more; null where it has none.</summary>
    public string? Opens => Count > 0 || IsOpen ? (Kind == "others" ? "column:" + Column : Key) : null;
}

/// <summary>Mass that went from one box to another.</summary>
public sealed record TraceBand(TraceNode From, TraceNode To, decimal Kg, string Path);

/// <summary>
/// The way of a lot, drawn in columns: sites, bags, whose hands they went through, runs and lots, as high as their mass. Bags stand in
/// their site until it is opened, many runs of a party in one box, and a column shows its largest boxes until it is opened, so that 700
/// bags stay readable.
/// </summary>
public sealed class TraceGraph
{
    public const int ColumnWidth = 190;

    private const int MostInColumn = 9;
    private const int MostInOpenColumn = 40;
    private const double RootHeight = 200;
    private const double LeastSlot = 46;
    private const double LeastSlotOfGroup = 80;
    private const double Gap = 10;
    private const int Sweeps = 4;

    private TraceGraph(IReadOnlyList<TraceNode> nodes, IReadOnlyList<TraceBand> bands, int columns, double height) =>
        (Nodes, Bands, Columns, Height) = (nodes, bands, columns, height);

    /// <summary>From left to right, from top to bottom.</summary>
    public IReadOnlyList<TraceNode> Nodes { get; }

    public IReadOnlyList<TraceBand> Bands { get; }

    public int Columns { get; }

    public double Height { get; }

    /// <param name="source">What is known.</param>
    /// <param name="open">Boxes whose parts are drawn, by <see cref="TraceNode.Opens"/>.</param>
    public static TraceGraph Of(TraceSource source, IReadOnlySet<string> open)
    {
        var groups = new TraceGroups(source, open);
        var hands = new TraceHands(source, ColumnsOf(source, Joined(source, groups, TraceHands.None)));
        var edges = Joined(source, groups, hands);
        var (shown, count) = Capped(edges, ColumnsOf(source, edges), groups.Parts, open);
        var last = shown.Count == 0 ? 0 : shown.Values.Max(node => node.Column);
        return Place(shown, count, last + 1);
    }

    // From box to box; what stays within one is not drawn.
    private static Dictionary<(string From, string To), decimal> Joined(TraceSource source, TraceGroups groups, TraceHands hands)
    {
        var sums = new Dictionary<(string From, string To), decimal>();
        foreach (var (site, bag, kg) in groups.OpenBags) Add([site, bag], kg);
        foreach (var edge in source.Edges)
            if (groups.BoxOf(edge.From) is var from && groups.BoxOf(edge.To) is var to && from != to)
                Add([from, .. hands.Before(edge, to), to], edge.NetKg);
        foreach (var (lot, after, kg) in hands.AtTheEnd) Add([groups.BoxOf(lot), .. after], kg);
        return sums;

        void Add(IReadOnlyList<string> way, decimal kg)
        {
            foreach (var step in way.Zip(way.Skip(1))) sums[step] = sums.GetValueOrDefault(step) + kg;
        }
    }

    // Longest ways from the root. What claims to come from itself has none: then the first by name goes first.
    private static Dictionary<string, int> ColumnsOf(TraceSource source, Dictionary<(string From, string To), decimal> edges)
    {
        var next = edges.Keys.ToLookup(edge => source.IsUpstream ? edge.To : edge.From, edge => source.IsUpstream ? edge.From : edge.To);
        var waits = edges.Keys.CountBy(edge => source.IsUpstream ? edge.From : edge.To).ToDictionary(StringComparer.Ordinal);
        var rank = edges.Keys.SelectMany(edge => (string[])[edge.From, edge.To]).Append(source.Root).Distinct()
            .ToDictionary(node => node, _ => 0, StringComparer.Ordinal);
        var open = new SortedSet<string>(rank.Keys, StringComparer.Ordinal);
        while (open.Count > 0)
        {
            var node = open.FirstOrDefault(each => waits.GetValueOrDefault(each) == 0) ?? open.First();
            open.Remove(node);
            foreach (var other in next[node].Where(open.Contains))
                (rank[other], waits[other]) = (Math.Max(rank[other], rank[node] + 1), waits[other] - 1);
        }

        var last = rank.Values.Max();
        foreach (var site in rank.Keys.Where(node => node.StartsWith("site:", StringComparison.Ordinal)).ToList()) rank[site] = last;
        return rank.ToDictionary(each => each.Key, each => source.IsUpstream ? last - each.Value : each.Value, StringComparer.Ordinal);
    }

    /// <summary>The largest of each column, and one box for the rest of it.</summary>
    private static (Dictionary<string, TraceNode> Nodes, Dictionary<(string From, string To), decimal> Edges) Capped(
        Dictionary<(string From, string To), decimal> edges, Dictionary<string, int> columns, IReadOnlyDictionary<string, int> parts,
        IReadOnlySet<string> open)
    {
        var given = edges.GroupBy(edge => edge.Key.From).ToDictionary(group => group.Key, group => group.Sum(edge => edge.Value));
        var taken = edges.GroupBy(edge => edge.Key.To).ToDictionary(group => group.Key, group => group.Sum(edge => edge.Value));
        var (nodes, standsIn) = (new Dictionary<string, TraceNode>(StringComparer.Ordinal), new Dictionary<string, string>());
        foreach (var column in columns.GroupBy(each => each.Value))
        {
            var isOpen = open.Contains("column:" + column.Key);
            List<(string Key, decimal Kg)> sized = [.. column
                .Select(each => (each.Key, Kg: Math.Max(given.GetValueOrDefault(each.Key), taken.GetValueOrDefault(each.Key))))
                .OrderByDescending(each => each.Kg).ThenBy(each => each.Key, StringComparer.Ordinal)];
            var most = isOpen ? MostInOpenColumn : MostInColumn;
            var shown = sized.Count <= most + 1 ? sized.Count : most;
            foreach (var (key, kg) in sized.Take(shown))
                nodes[key] = new(key, column.Key, kg, open.Contains(key) ? 0 : parts.GetValueOrDefault(key), open.Contains(key));
            if (shown == sized.Count) continue;
            var others = $"others:{column.Key}";
            foreach (var (key, _) in sized.Skip(shown)) standsIn[key] = others;
            nodes[others] = new(others, column.Key, sized.Skip(shown).Sum(each => each.Kg), sized.Count - shown, isOpen);
        }

        var sums = new Dictionary<(string From, string To), decimal>();
        foreach (var ((from, to), kg) in edges)
        {
            var key = (standsIn.GetValueOrDefault(from, from), standsIn.GetValueOrDefault(to, to));
            sums[key] = sums.GetValueOrDefault(key) + kg;
        }

        return (nodes, sums);
    }

    private static TraceGraph Place(
        Dictionary<string, TraceNode> nodes, Dictionary<(string From, string To), decimal> edges, int columns)
    {
        var most = Math.Max(1, nodes.Values.Max(node => node.Kg));
        var unit = RootHeight / (double)most;
        var order = Ordered(nodes, edges, columns);
        var height = order.Max(column => column.Sum(node => SlotOf(node, unit) + Gap) - Gap);
        var placed = new Dictionary<string, TraceNode>(StringComparer.Ordinal);
        foreach (var (index, column) in order.Index())
        {
            var y = (height - (column.Sum(node => SlotOf(node, unit) + Gap) - Gap)) / 2;
            foreach (var node in column)
            {
                var (slot, high) = (SlotOf(node, unit), Math.Max((double)node.Kg * unit, 4));
                placed[node.Key] = node with { X = index * ColumnWidth, Y = y + ((slot - high) / 2), Height = high };
                y += slot + Gap;
            }
        }

        return new([.. placed.Values], [.. BandsOf(placed, edges, unit)], columns, height);
    }

    // Each goes where its neighbours stand, again and again, from left to right and back: few bands cross then.
    private static List<List<TraceNode>> Ordered(
        Dictionary<string, TraceNode> nodes, Dictionary<(string From, string To), decimal> edges, int columns)
    {
        List<List<TraceNode>> order = [.. Enumerable.Range(0, columns).Select(column => nodes.Values
            .Where(node => node.Column == column)
            .OrderByDescending(node => node.Kg).ThenBy(node => node.Key, StringComparer.Ordinal).ToList())];
        var near = edges.SelectMany(edge => ((string, string, decimal)[])
            [(edge.Key.From, edge.Key.To, edge.Value), (edge.Key.To, edge.Key.From, edge.Value)]).ToLookup(each => each.Item1);
        for (var sweep = 0; sweep < Sweeps; sweep++)
        {
            var place = order.SelectMany(column => column.Select((node, index) => (node.Key, At: (index + 0.5) / column.Count)))
                .ToDictionary(each => each.Key, each => each.At, StringComparer.Ordinal);
            foreach (var column in sweep % 2 == 0 ? order.AsEnumerable().Reverse() : order)
            {
                // Boxes for others stay below.
                List<TraceNode> sorted = [.. column.OrderBy(node => node.Kind == "others").ThenBy(node => MiddleOf(node.Key))];
                column.Clear();
                column.AddRange(sorted);
                foreach (var (index, node) in column.Index()) place[node.Key] = (index + 0.5) / column.Count;
            }

            double MiddleOf(string key) => near[key].Sum(each => (double)each.Item3) is > 0 and var all
                ? near[key].Sum(each => place[each.Item2] * (double)each.Item3) / all : place[key];
        }

        return order;
    }

    private static IEnumerable<TraceBand> BandsOf(
        Dictionary<string, TraceNode> nodes, Dictionary<(string From, string To), decimal> edges, double unit)
    {
        var (leaves, comes) = (new Dictionary<string, double>(), new Dictionary<string, double>());
        foreach (var ((from, to), kg) in edges.OrderBy(edge => nodes[edge.Key.To].Y).ThenBy(edge => nodes[edge.Key.From].Y))
        {
            var (left, right, thick) = (nodes[from], nodes[to], Math.Max((double)kg * unit, 1));
            var (y1, y2) = (left.Y + leaves.GetValueOrDefault(from), right.Y + comes.GetValueOrDefault(to));
            (leaves[from], comes[to]) = (leaves.GetValueOrDefault(from) + thick, comes.GetValueOrDefault(to) + thick);
            yield return new(left, right, kg, Svg.Ribbon(left.X + TraceNode.Width, y1, right.X, y2, thick));
        }
    }

    private static double SlotOf(TraceNode node, double unit) =>
        Math.Max((double)node.Kg * unit, node.Opens is null ? LeastSlot : LeastSlotOfGroup);
}
