namespace Ledger.Api.Pages.Lots;

/// <summary>
/// Through whose hands lots went, as boxes between them and what took from them. Whoever was first stands for nobody new: a site's miners,
/// or who ran the run. One party has a box for each place it stands at, so that what goes to and fro between two is drawn from left to
/// right.
/// </summary>
internal sealed class TraceHands
{
    private const string Consignment = "consignment:";

    private readonly Dictionary<string, ProvenanceNode> _nodes;
    private readonly IReadOnlyDictionary<string, int> _columns;
    private readonly List<(string Lot, IReadOnlyList<string> After, decimal Kg)> _ends = [];

    private TraceHands() => (_nodes, _columns) = ([], new Dictionary<string, int>());

    /// <param name="source">What is known.</param>
    /// <param name="columns">Where lots and runs stand without these boxes.</param>
    public TraceHands(TraceSource source, IReadOnlyDictionary<string, int> columns)
    {
        (_nodes, _columns) = (source.Nodes.ToDictionary(node => node.Id, StringComparer.Ordinal), columns);
        var taken = source.Edges.Select(edge => edge.From).ToHashSet(StringComparer.Ordinal);
        var came = source.Edges.GroupBy(edge => edge.To).ToDictionary(group => group.Key, group => group.Sum(edge => edge.NetKg));
        foreach (var lot in source.Nodes.Where(node => node.Holders.Count > 1 && !taken.Contains(node.Id)))
            _ends.Add((lot.Id, Boxes(lot.Holders, "end"), lot.MassKg ?? came.GetValueOrDefault(lot.Id)));
    }

    public static TraceHands None { get; } = new();

    /// <summary>Lots that nothing took from, and who had them after the first.</summary>
    public IReadOnlyList<(string Lot, IReadOnlyList<string> After, decimal Kg)> AtTheEnd => _ends;

    /// <summary>Boxes on the way from a lot to what took from it; who had the rest of it later is not on that way.</summary>
    /// <param name="edge">From the lot.</param>
    /// <param name="box">That what took it is drawn in; where it stands for all runs of a party, that party needs no other.</param>
    public IReadOnlyList<string> Before(ProvenanceEdge edge, string box)
    {
        if (_nodes.GetValueOrDefault(edge.From) is not { Holders.Count: > 1 } lot || !_columns.TryGetValue(box, out var column)) return [];
        var holders = lot.Holders.ToList();
        var last = HolderOf(edge.To) is { } taker ? holders.LastIndexOf(taker) : -1;
        if (last >= 0) holders.RemoveRange(last + 1, holders.Count - last - 1);
        while (holders.Count > 0 && box == TraceGroups.BoxOfRuns(holders[^1])) holders.RemoveAt(holders.Count - 1);
        return Boxes(holders, FormattableString.Invariant($"{column}"));
    }

    private static string[] Boxes(IReadOnlyList<string> holders, string where) =>
        [.. holders.Skip(1).Select((party, index) => FormattableString.Invariant($"party:{party}#{where}.{holders.Count - index}"))];

    // A consignment is its exporter's: whoever had the export lot first.
    private string? HolderOf(string taker)
    {
        var node = taker.StartsWith(Consignment, StringComparison.Ordinal) ? "lot:" + taker[Consignment.Length..] : taker;
        return _nodes.GetValueOrDefault(node) is { Holders: [var first, ..] } ? first : null;
    }
}
