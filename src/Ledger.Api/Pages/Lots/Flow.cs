using Ledger.Api.Pages.House;

namespace Ledger.Api.Pages.Lots;

/// <summary>One stream of the drawing, from a site to the lot.</summary>
/// <param name="Label">The site's name; null for what no site accounts for, or for many small ones.</param>
/// <param name="Share">Of the lot's mass, 0 to 1.</param>
/// <param name="IsUnattributed">No site accounts for it.</param>
public sealed record Ribbon(string? Label, decimal Share, bool IsUnattributed);

/// <summary>The geometry of a flow from sites to one lot: widths by mass, small sites joined, so that 700 bags stay readable.</summary>
public static class Flow
{
    public const int Width = 600;

    /// <summary>Where labels of sites end, where the lot's bar stands and how wide it is, and where its label begins.</summary>
    public const int LabelEnd = Left - 8, Right = 470, BarWidth = 10, LotLabel = Right + BarWidth + 10;

    // Of the whole lot; and the least a ribbon takes, so that its label has a line of its own.
    private const int Thickness = 240;
    private const int LeastSlot = 24;
    private const int Gap = 6;
    private const int Left = 190;
    private const int MostSites = 7;

    /// <summary>The largest sites, the others in one, and what no site accounts for.</summary>
    public static IReadOnlyList<Ribbon> Of(IReadOnlyList<SiteShare> sites, decimal unattributed)
    {
        var ordered = sites.OrderByDescending(site => site.Share).ThenBy(site => site.SiteId, StringComparer.Ordinal).ToList();
        var (shown, others) = (ordered.Take(MostSites), ordered.Skip(MostSites).Sum(site => site.Share));
        return
        [
            .. shown.Select(site => new Ribbon(site.SiteId, site.Share, false)),
            .. others > 0 ? [new Ribbon(null, others, false)] : Array.Empty<Ribbon>(),
            .. unattributed > 0 ? [new Ribbon(null, unattributed, true)] : Array.Empty<Ribbon>(),
        ];
    }

    public static decimal HeightOf(IReadOnlyList<Ribbon> ribbons) => ribbons.Sum(SlotOf) + (Gap * Math.Max(0, ribbons.Count - 1));

    /// <summary>The outline of each ribbon, and where its label stands.</summary>
    public static IEnumerable<(Ribbon Ribbon, string Path, string LabelY)> Draw(IReadOnlyList<Ribbon> ribbons)
    {
        var (slot, to) = (0m, (HeightOf(ribbons) - Thickness) / 2);
        foreach (var ribbon in ribbons)
        {
            var (thick, room) = (ribbon.Share * Thickness, SlotOf(ribbon));
            yield return (ribbon, Svg.Ribbon(Left, slot + ((room - thick) / 2), Right, to, thick), Svg.Number(slot + (room / 2)));
            (slot, to) = (slot + room + Gap, to + thick);
        }
    }

    private static decimal SlotOf(Ribbon ribbon) => Math.Max(ribbon.Share * Thickness, LeastSlot);
}
