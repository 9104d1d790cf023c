namespace Ledger.Api.Pages.Lots;

/// <summary>
/// What stands for several until it is opened: a site for its bags, and a party for its runs, where it ran more than a few, with what went
/// from one of them to the next.
/// </summary>
internal sealed class TraceGroups
{
    private const int MostRuns = 3;
    private const string Runs = "runs:";

    private readonly Dictionary<string, string> _groupOf = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _parts = new(StringComparer.Ordinal);
    private readonly List<(string Site, string Bag, decimal Kg)> _openBags = [];

    public TraceGroups(TraceSource source, IReadOnlySet<string> open)
    {
        var makers = source.Edges.ToLookup(edge => edge.To, edge => edge.From);
        if (source.IsUpstream) AddSites(source, open, makers);
        AddParties(source, open, makers);
    }

    /// <summary>How many each box stands for; also of sites that are open.</summary>
    public IReadOnlyDictionary<string, int> Parts => _parts;

    /// <summary>Bags that stand beside their site: of open ones, and the lot asked about.</summary>
    public IReadOnlyList<(string Site, string Bag, decimal Kg)> OpenBags => _openBags;

    /// <summary>The box a lot or run stands in: its own, where no other stands for it.</summary>
    public string BoxOf(string node) => _groupOf.GetValueOrDefault(node, node);

    private void AddSites(TraceSource source, IReadOnlySet<string> open, ILookup<string, string> makers)
    {
        foreach (var bag in source.Nodes.Where(node => node.SiteId is not null && !makers.Contains(node.Id)))
        {
            var site = "site:" + bag.SiteId;
            _parts[site] = _parts.GetValueOrDefault(site) + 1;
            if (bag.Id == source.Root || open.Contains(site)) _openBags.Add((site, bag.Id, bag.MassKg ?? 0));
            else _groupOf[bag.Id] = site;
        }
    }

    private void AddParties(TraceSource source, IReadOnlySet<string> open, ILookup<string, string> makers)
    {
        foreach (var runs in source.Nodes.Where(node => node.Id.StartsWith("run:", StringComparison.Ordinal) && node.Holders.Count > 0)
            .GroupBy(node => node.Holders[0]).Where(runs => runs.Count() > MostRuns))
        {
            var box = BoxOfRuns(runs.Key);
            if (open.Contains(box)) continue;
            foreach (var run in runs) _groupOf[run.Id] = box;
            _parts[box] = runs.Count();
        }

        // What a closed party made and something took is within; what nothing took stands at the end of the way.
        foreach (var lot in source.Edges.Select(edge => edge.From).Distinct()
            .Where(node => node != source.Root && node.StartsWith("lot:", StringComparison.Ordinal)))
            if (makers[lot].Select(BoxOf).Distinct().ToList() is [var box] && IsOfRuns(box)) _groupOf[lot] = box;
    }

    /// <summary>The box that stands for a party's runs.</summary>
    public static string BoxOfRuns(string party) => Runs + party;

    /// <summary>Whether a box is such a one.</summary>
    public static bool IsOfRuns(string box) => box.StartsWith(Runs, StringComparison.Ordinal);
}
