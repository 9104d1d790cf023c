using Ledger.Domain.Values;
using Ledger.Rules.Provenance;

namespace Ledger.Rules.Tests.Provenance;

/// <summary>A graph as its maker lists it, so that it can be entered in any order and read by more than one trace.</summary>
internal sealed class Drawing
{
    public Dictionary<LotId, CompositionGraph.LotNode> Lots { get; } = [];

    public Dictionary<RunId, List<CompositionGraph.RunShare>> Runs { get; } = [];

    public Drawing Bag(string lot, string? site, decimal? kg = null)
    {
        Lots[new(lot)] = new(site is null ? null : new SiteId(site), kg is { } mass ? Mass.FromKg(mass) : null, []);
        return this;
    }

    /// <summary>Inputs as "lot kg", "lot kg metal" or "? kg" for one nobody knows.</summary>
    public Drawing Run(string run, string[] inputs, params string[] outputs)
    {
        Runs[new(run)] = [.. inputs.Select(Share)];
        foreach (var output in outputs)
        {
            var (lot, kg) = (new LotId(output.Split(' ')[0]), Kg(output.Split(' ')[1]));
            var known = Lots.GetValueOrDefault(lot) ?? new(null, null, []);
            Lots[lot] = known with { Runs = [.. known.Runs, (new RunId(run), Mass.FromKg(kg))] };
        }

        return this;
    }

    public CompositionGraph Graph(Random? random = null)
    {
        var graph = new CompositionGraph();
        foreach (var (lot, node) in Shuffled(Lots, random)) graph.Add(lot, node with { Runs = [.. Shuffled(node.Runs, random)] });
        foreach (var (run, inputs) in Shuffled(Runs, random)) graph.Add(run, new([.. Shuffled(inputs, random)]));
        return graph;
    }

    public static string Text(Composition? composition)
    {
        if (composition is null) return "unknown";
        var (sites, rest) = composition.Rounded();
        return string.Join(' ', sites.Select(share => $"{share.Site} {share.Millionths}").Append($"? {rest}"));
    }

    private static CompositionGraph.RunShare Share(string text)
    {
        var parts = text.Split(' ');
        return new(parts[0] == "?" ? null : new LotId(parts[0]), Mass.FromKg(Kg(parts[1])), parts.Length > 2 ? Kg(parts[2]) : null);
    }

    private static decimal Kg(string text) => decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static T[] Shuffled<T>(IEnumerable<T> items, Random? random)
    {
        T[] array = [.. items];
        random?.Shuffle(array);
        return array;
    }
}
