using System.Globalization;
using Ledger.Domain.Values;
using NodaTime;
using NodaTime.Text;

namespace Ledger.Rules.Tests.Recorders;

/// <summary>Cooperatives that deliver the same, month after month; <c>coop-1</c> is the one to look at, in March 2026.</summary>
public static class Suppliers
{
    /// <summary>Each delivered 600 kg in each of the months before March, to a trader who weighed it.</summary>
    public static void Years(
        World world, string day, decimal kg, int months = 7, decimal others = 600, Func<int, decimal>? before = null, int suppliers = 7,
        string basis = "sale")
    {
        for (var supplier = 1; supplier <= suppliers; supplier++)
        {
            for (var ago = months; ago >= 1; ago--)
                Deliver(world, supplier, YearMonthPattern.Iso.Format(new YearMonth(2026, 3).PlusMonths(-ago)) + "-05",
                    supplier == 1 ? before?.Invoke(ago) ?? 600 : 600);
            Deliver(world, supplier, day, supplier == 1 ? kg : others, basis: basis);
        }
    }

    public static CustodyEventId Deliver(
        World world, int supplier, string day, decimal kg, string mineral = "cassiterite", string basis = "sale", string buyer = "trader")
    {
        var lot = string.Create(CultureInfo.InvariantCulture, $"agency:{world.Papers.Count}");
        world.By("agency", day).Bagged(lot, packaging: "big-bag", mineral: mineral);
        return world.By(buyer, day).Received([new(lot, kg)], from: $"coop-{supplier}", basis: basis);
    }
}
