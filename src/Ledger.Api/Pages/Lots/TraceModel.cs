using System.Globalization;
using Ledger.Api.Pages.House;

namespace Ledger.Api.Pages.Lots;

/// <summary>A graph on a page.</summary>
/// <param name="Id">up or down: whose words it has, and where links lead back to.</param>
/// <param name="Root">The box of the lot asked about.</param>
/// <param name="Path">Of the page, behind the language, without what this says.</param>
/// <param name="Open">Boxes whose parts are drawn.</param>
/// <param name="Zoom">From 0, which is nearest to the page's width.</param>
/// <param name="SiteNames">By id.</param>
/// <param name="Names">Of parties.</param>
public sealed record TraceModel(
    string Id, string Root, TraceGraph Graph, string Path, IReadOnlySet<string> Open, int Zoom,
    IReadOnlyDictionary<string, string> SiteNames, Names Names)
{
    private const int MostOpen = 40;

    /// <summary>How many times its first width it is drawn, by zoom.</summary>
    public static readonly IReadOnlyList<decimal> Scales = [1, 1.5m, 2.25m, 3.4m];

    public static int MostZoom => Scales.Count - 1;

    /// <summary>Null where there is nothing but the lot.</summary>
    internal static TraceModel? Of(
        Visit visit, string id, TraceSource source, IReadOnlyDictionary<string, string> siteNames, Names names)
    {
        var open = visit.Http.Request.Query[id + "-open"].OfType<string>().Take(MostOpen).ToHashSet(StringComparer.Ordinal);
        var zoom = int.TryParse(visit.Query(id + "-zoom"), NumberStyles.None, CultureInfo.InvariantCulture, out var level)
            ? Math.Min(level, MostZoom) : 0;
        var graph = TraceGraph.Of(source, open);
        var path = Address.Without(visit, id + "-open", id + "-zoom");
        return graph.Nodes.Count < 2 ? null : new(id, source.Root, graph, path, open, zoom, siteNames, names);
    }

    /// <summary>Boxes that are open and drawn no more: nothing of the drawing closes them.</summary>
    public IEnumerable<TraceNode> OpenRuns => Open.Where(TraceGroups.IsOfRuns)
        .Order(StringComparer.Ordinal).Select(key => new TraceNode(key, 0, 0, 0, IsOpen: true));

    /// <summary>The same page with a box opened or closed.</summary>
    public string Toggle(string key, bool isOpen) => To(isOpen ? Open.Where(each => each != key) : Open.Append(key), Zoom);

    /// <summary>The same page with those boxes open, as near as that.</summary>
    public string To(IEnumerable<string> open, int zoom)
    {
        List<KeyValuePair<string, string?>> query =
            [.. open.Order(StringComparer.Ordinal).Select(key => KeyValuePair.Create(Id + "-open", (string?)key))];
        if (zoom > 0) query.Add(new(Id + "-zoom", zoom.ToString(CultureInfo.InvariantCulture)));
        return $"{Address.With(Path, query)}#{Id}";
    }
}
