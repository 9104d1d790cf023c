using System.Globalization;
using System.Text.Json;

namespace Ledger.Benchmarks;

/// <summary>
/// A plain trade as NDJSON: bags of one mine in fifties, each fifty sold, received and processed into a product and tailings, ten
/// products blended into one. About 7 ledger events a bag. No lot is named twice by different calls.
/// </summary>
internal static class TradeLines
{
    private const int Bags = 50;
    private const int Blended = 10;
    private const string Organisation = "org-1";
    private const string Miner = "miner-1";
    private const string Measured = "measured";

    /// <summary>Custody events of one fifty, a line each; every tenth brings a blend.</summary>
    public static IEnumerable<byte[]> Of(int fifty)
    {
        for (var bag = 0; bag < Bags; bag++) yield return Bagged(fifty, bag);
        yield return Line(fifty, 1, "sold", new()
        {
            ["saleId"] = $"{Organisation}:s{fifty}", ["seller"] = Miner, ["buyer"] = Organisation, ["titlePasses"] = "delivered",
            ["lots"] = Lots(fifty), ["price"] = new { amountMinor = 61_250_000, currency = "RWF" },
        });
        yield return Line(fifty, 2, "received", new()
        {
            ["saleId"] = $"{Organisation}:s{fifty}", ["receiver"] = Organisation, ["from"] = Miner, ["basis"] = "sale",
            ["lots"] = Lots(fifty),
        });
        yield return Line(fifty, 3, "processed", new()
        {
            ["runId"] = $"{Organisation}:r{fifty}", ["operation"] = "gravity", ["holder"] = Organisation, ["inputs"] = Lots(fifty),
            ["outputs"] = new[] { Made(Product(fifty), "product", 1_900), Made($"{Organisation}:t{fifty}", "tailings", 500) },
            ["final"] = true,
        });
        if (fifty % Blended == Blended - 1) yield return Blend($"{fifty / Blended}", (fifty / Blended) * Blended, Blended);
    }

    /// <summary>As the body of one request.</summary>
    public static byte[] Body(int first, int count) => [.. Enumerable.Range(first, count).SelectMany(Of).SelectMany(line => line)];

    private static byte[] Bagged(int fifty, int bag) => Line(fifty, 0, "bagged", new()
    {
        ["lotId"] = Bag(fifty, bag), ["mineral"] = "cassiterite", ["siteId"] = $"XX-{fifty % 30}", ["packaging"] = "bag",
        ["tag"] = new { series = "XX", kind = "mine", number = ((fifty * Bags) + bag).ToString("0000000", CultureInfo.InvariantCulture) },
        ["weighing"] = new { netKg = 50.2, method = Measured, scaleId = "SC-1" },
        ["sheet"] = new { book = $"B{fifty % 30}", number = $"{fifty}", line = bag + 1 },
    });

    /// <summary>Products of several fifties blended into one lot, <c>org-1:e</c> and its name.</summary>
    public static byte[] Blend(string name, int first, int count) => Line(first + count, 4, "processed", new()
    {
        ["runId"] = $"{Organisation}:x{name}", ["operation"] = "blending", ["holder"] = Organisation,
        ["inputs"] = Enumerable.Range(first, count).Select(fifty => Taken(Product(fifty), 1_900)),
        ["outputs"] = new[] { Made($"{Organisation}:e{name}", "product", 1_899 * count) },
        ["final"] = true,
    });

    private static IEnumerable<object> Lots(int fifty) => Enumerable.Range(0, Bags).Select(bag => Taken(Bag(fifty, bag), 50.2));

    private static string Bag(int fifty, int bag) => $"{Organisation}:b{fifty}-{bag}";

    private static string Product(int fifty) => $"{Organisation}:p{fifty}";

    private static object Taken(string lotId, double netKg) => new { lotId, netKg, method = Measured };

    private static object Made(string lotId, string kind, double netKg) =>
        new { lotId, kind, mineral = "cassiterite", netKg, method = Measured };

    private static byte[] Line(int fifty, int day, string type, Dictionary<string, object> members)
    {
        members["id"] = Guid.NewGuid();
        members["type"] = type;
        members["channel"] = "system";
        members["eventTime"] = string.Create(
            CultureInfo.InvariantCulture, $"2026-{1 + (fifty % 9):00}-{1 + (fifty % 20) + day:00}T09:30:00+02:00");
        return [.. JsonSerializer.SerializeToUtf8Bytes(members), (byte)'\n'];
    }
}
