using System.Globalization;
using Ledger.Domain.Values;
using NodaTime;

namespace Ledger.Rules.Tests.Recorders;

/// <summary>Sites that dig the same, month after month; <c>site-1</c> is the one to look at, in March 2026.</summary>
public static class Quarry
{
    /// <summary>Sites in March only: each with its miners.</summary>
    public static void Month(
        World world, string day, int sites, decimal kg, int miners, decimal others, string mineral = "cassiterite", string? area = null)
    {
        for (var site = 1; site <= sites; site++)
        {
            world.Office("01-10").Site($"site-{site}", area).Baseline(miners: miners, site: $"site-{site}");
            Bag(world, site, day, site == 1 ? kg : others, mineral);
        }
    }

    /// <summary>Seven sites that brought out 100 kg in each of the months before March.</summary>
    public static void Years(
        World world, string day, decimal kg, int months = 7, decimal others = 100, Func<int, decimal>? before = null, int sites = 7)
    {
        for (var site = 1; site <= sites; site++)
        {
            world.Office("01-10").Site($"site-{site}");
            for (var ago = months; ago >= 1; ago--)
                Bag(world, site, Iso(new YearMonth(2026, 3).PlusMonths(-ago)), site == 1 ? before?.Invoke(ago) ?? 100 : 100);
            Bag(world, site, day, site == 1 ? kg : others);
        }
    }

    /// <summary>The same; the second site lies so far to the north, and was suspended.</summary>
    public static void Stopped(World world, string day, decimal kg, decimal kmAway = 20, string noticed = "02-20", decimal others = 100)
    {
        Years(world, day, kg, others: others);
        world.Office("01-11").Moved(-1 + decimal.Round(kmAway / 110.6m, 4), 30, "site-2");
        var at = $"{(noticed.Length == 5 ? "2026-" : "")}{noticed}T00:00:00+02:00";
        world.By("office", noticed).Post("suspended", new() { ["siteId"] = "site-2", ["from"] = at, ["noticedAt"] = at });
    }

    public static CustodyEventId Bag(World world, int site, string day, decimal kg, string mineral = "cassiterite") =>
        world.By("coop", day).Bagged($"coop:{world.Papers.Count}", kg: kg, site: $"site-{site}", mineral: mineral);

    private static string Iso(YearMonth month) => string.Create(CultureInfo.InvariantCulture, $"{month.Year}-{month.Month:00}-05");
}
