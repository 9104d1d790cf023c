using Ledger.Api.Pages.House;
using Ledger.Domain.Json;
using Ledger.Domain.Values;

namespace Ledger.Api.Pages.Maps;

/// <summary>How states look on maps: each has a form of its own as well as a colour.</summary>
public static class MapLook
{
    private static readonly List<string> Codes = [.. Code<SiteStatus>.All];

    /// <summary>Statuses and null, in the order of legends.</summary>
    public static IEnumerable<string?> All => [.. Codes, null];

    public static int PlaceOf(string status) => Codes.Contains(status) ? Codes.IndexOf(status) : Codes.Count;

    /// <summary>In words.</summary>
    internal static string Say(Language language, string? status) =>
        status is null ? language["site.no-status"] : language.Word("site-status", status);

    /// <summary>The class of a status.</summary>
    public static string Of(string? status) => status ?? "open";

    /// <summary>The outline of a status' mark around the origin.</summary>
    /// <param name="status">Its code; null where none was determined.</param>
    /// <param name="radius">Of the circle; the others are about as large.</param>
    public static string Form(string? status, double radius)
    {
        var (r, s, t) = (Svg.Number(radius), Svg.Number(radius * 0.886), Svg.Number(radius * 1.25));
        return status switch
        {
            "yellow" => $"M0 -{t}L{t} {s}H-{t}Z",
            "red" => $"M0 -{t}L{t} 0L0 {t}L-{t} 0Z",
            "blue" => $"M-{s} -{s}H{s}V{s}H-{s}Z",
            _ => $"M-{r} 0A{r} {r} 0 1 1 {r} 0A{r} {r} 0 1 1 -{r} 0Z",
        };
    }

    /// <summary>Arcs of a ring of 100 parts, one a status.</summary>
    public static IEnumerable<(string Look, string Length, string Start)> Ring(IReadOnlyList<(string? Status, int Count)> statuses)
    {
        var (all, start) = (statuses.Sum(each => each.Count), 0d);
        foreach (var (status, count) in statuses)
        {
            var length = 100d * count / all;
            yield return (Of(status), Svg.Number(length), Svg.Number(-start));
            start += length;
        }
    }
}
