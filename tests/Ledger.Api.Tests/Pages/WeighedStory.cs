using System.Text.Json.Nodes;
using Ledger.Projections.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Ledger.Api.Tests.Pages;

/// <summary>What a story's trader runs and deals in over a year: enough months for a balance, runs and transfers to look at.</summary>
internal static class WeighedStory
{
    private const int Months = 10;
    private const int RunsAMonth = 4;
    private const decimal InputKg = 500m;
    private const decimal MoisturePct = 5m;
    private const decimal GainPct = 3m;
    private const int August = 8;

    // Honest runs lose a little, and no two the same.
    private static readonly decimal[] UsualPct = [-0.4m, -0.1m, -0.6m, 0.1m, -0.3m, -0.5m, 0m];

    // What ore loses by drying, more in the rains.
    private static readonly decimal[] DriedPct = [3, 3.2m, 4.6m, 4.9m, 4.5m, 2.8m, 1.6m, 1.4m, 2.4m];

    /// <summary>Four runs a month from January to October; from <paramref name="gainFrom"/> on each gives more than went in.</summary>
    /// <param name="story">Whose trader runs.</param>
    /// <param name="gainFrom">The month.</param>
    /// <param name="bag">What the runs of August take, instead of lots that nobody recorded.</param>
    public static async Task RunMonthsAsync(Story story, int gainFrom = int.MaxValue, Bag? bag = null)
    {
        for (var run = 0; run < Months * RunsAMonth; run++)
        {
            var (month, day) = ((run / RunsAMonth) + 1, ((run % RunsAMonth) * 6) + 4);
            var output = InputKg * (1 + ((UsualPct[run % UsualPct.Length] + (month >= gainFrom ? GainPct : 0)) / 100));
            var made = story.Trader.Organisation;
            await story.TellAsync(story.Trader, "processed", new()
            {
                ["eventTime"] = $"2026-{month:00}-{day:00}T10:00:00+02:00", ["runId"] = RunId(story, month, run % RunsAMonth),
                ["operation"] = "gravity", ["holder"] = made, ["final"] = true,
                ["inputs"] = new JsonArray(Line(InputKg, month == August && bag is not null ? bag.LotId : $"{made}:in-{run}", 45m)),
                ["outputs"] = new JsonArray(
                    Out(output * 0.65m, $"{made}:out-{run}", "product", 66m), Out(output * 0.35m, $"{made}:tail-{run}", "tailings", 6m)),
            });
        }
    }

    /// <summary>Six runs a month from January to September by weights alone, of ten bags each, that lose what the season takes.</summary>
    /// <param name="holder">Whose they are.</param>
    /// <param name="gainFrom">The month from which on they give 3 % more.</param>
    public static async Task WashAsync(Story story, LedgerClient holder, int gainFrom = int.MaxValue)
    {
        const int Runs = 6;
        for (var run = 0; run < Runs * DriedPct.Length; run++)
        {
            var (month, day, name) = ((run / Runs) + 1, ((run % Runs) * 4) + 3, $"{holder.Organisation}:w{run}");
            var left = 1 - ((DriedPct[month - 1] - (month >= gainFrom ? GainPct : 0) + (0.3m * ((run % Runs) - 2))) / 100);
            await story.TellAsync(holder, "processed", new()
            {
                ["eventTime"] = $"2026-{month:00}-{day:00}T10:00:00+02:00", ["runId"] = name, ["operation"] = "washing",
                ["holder"] = holder.Organisation, ["final"] = true,
                ["inputs"] = new JsonArray([.. Enumerable.Range(0, 10).Select(bag => Stated(50, $"{name}-in-{bag}"))]),
                ["outputs"] = new JsonArray([.. Enumerable.Range(0, 10).Select(bag =>
                {
                    var line = Stated(decimal.Round(50 * left, 2), $"{name}-out-{bag}");
                    (line["kind"], line["mineral"]) = ("product", "coltan");
                    return line;
                })]),
            });
        }
    }

    /// <summary>
    /// A run of March leaves 100 kg on a heap, at 5 % moisture, which is counted at the month's end as 101 kg and used in April.
    /// </summary>
    public static async Task LeaveHeapAsync(Story story)
    {
        var made = story.Trader.Organisation;
        var (first, second) = (await story.BagAsync(1_000m), await story.BagAsync(900m));
        await RunAsync(
            "2026-03-10", "H-1", [Line(1_000, first.LotId, 45m)], Out(900, $"{made}:out-1", "product", 45m),
            Out(100, $"{made}:heap", "leftover", 45m));
        var heap = Line(101, $"{made}:heap", 45m);
        heap["mineral"] = "cassiterite";
        await story.TellAsync(story.Trader, "stock-counted", new()
        {
            ["eventTime"] = "2026-03-31T18:00:00+02:00", ["complete"] = true, ["heaps"] = new JsonArray(heap),
        });
        await RunAsync(
            "2026-04-10", "H-2", [Line(101, $"{made}:heap", 45m), Line(900, second.LotId, 45m)],
            Out(1_000, $"{made}:out-2", "product", 45m));

        Task RunAsync(string day, string run, JsonNode[] inputs, params JsonNode[] outputs) =>
            story.TellAsync(story.Trader, "processed", new()
        {
            ["eventTime"] = $"{day}T10:00:00+02:00", ["runId"] = $"{made}:{run}", ["operation"] = "blending", ["holder"] = made,
            ["final"] = true, ["inputs"] = new JsonArray(inputs), ["outputs"] = new JsonArray(outputs),
        });
    }

    public static string RunId(Story story, int month, int run) => $"{story.Trader.Organisation}:G-{month:00}-{run}";

    /// <summary>A run of that many bags on several sheets, none of which is the last, without moisture. Returns its id.</summary>
    public static async Task<string> RunManyAsync(Story story, int bags)
    {
        var run = story.Trader.Organisation + ":a-run-of-many-bags-with-a-long-name-as-some-plants-write-them-2026-05";
        foreach (var sheet in Enumerable.Range(0, bags).Chunk(100))
            await story.TellAsync(story.Trader, "processed", new()
            {
                ["eventTime"] = "2026-05-04T10:00:00+02:00", ["runId"] = run, ["operation"] = "combine",
                ["holder"] = story.Trader.Organisation, ["final"] = false,
                ["inputs"] = new JsonArray([.. sheet.Select(bag => Stated(45m + (bag % 9), $"{story.Trader.Organisation}:bag-{bag:000}"))]),
                ["outputs"] = new JsonArray(),
            });
        return run;
    }

    /// <summary>The miner sells bags under a sale's own id, and the trader weighs them in. Returns the sale.</summary>
    public static async Task<string> SellAsync(Story story, params (Bag Bag, decimal SoldKg, decimal ReceivedKg)[] lots)
    {
        var sale = story.Miner.Organisation + ":S-1";
        await story.TellAsync(story.Miner, "sold", new()
        {
            ["saleId"] = sale, ["seller"] = story.Miner.Organisation, ["buyer"] = story.Trader.Organisation, ["titlePasses"] = "delivered",
            ["lots"] = new JsonArray([.. lots.Select(lot => Stated(lot.SoldKg, lot.Bag.LotId))]),
        });
        await story.TellAsync(story.Trader, "received", new()
        {
            ["saleId"] = sale, ["receiver"] = story.Trader.Organisation, ["from"] = story.Miner.Organisation, ["basis"] = "sale",
            ["lots"] = new JsonArray([.. lots.Select(lot => Stated(lot.ReceivedKg, lot.Bag.LotId))]),
        });
        return sale;
    }

    /// <summary>The miner sends bags off under seal; all but the last arrive, and one seal is broken. Returns the movement.</summary>
    public static async Task<string> SendAsync(Story story, params Bag[] bags)
    {
        var movement = story.Miner.Organisation + ":M-1";
        await story.TellAsync(story.Miner, "dispatched", new()
        {
            ["movementId"] = movement, ["from"] = story.Miner.Organisation, ["to"] = story.Trader.Organisation,
            ["lots"] = new JsonArray([.. bags.Select(bag => Stated(50m, bag.LotId))]),
            ["seals"] = new JsonArray(Seal("7701"), Seal("7702")),
        });
        await story.TellAsync(story.Trader, "arrived", new()
        {
            ["movementId"] = movement, ["from"] = story.Miner.Organisation, ["to"] = story.Trader.Organisation,
            ["lots"] = new JsonArray([.. bags.SkipLast(1).Select(bag => Stated(49.9m, bag.LotId))]),
            ["seals"] = new JsonArray(Seal("7701", isIntact: true), Seal("7702", isIntact: false)),
        });
        return movement;
    }

    /// <summary>Closes the day, so that rules over months speak; returns the finding about the trader's balance.</summary>
    public static Task<Guid> CloseAsync(Story story, LedgerServer server) =>
        CloseAsync(story, server, $"subject=holder-balance:{story.Trader.Organisation}/2026");

    /// <summary>Closes a day that was not closed yet; returns the finding that a query asks for.</summary>
    public static async Task<Guid> CloseAsync(Story story, LedgerServer server, string query)
    {
        var calendar = server.App.Services.GetRequiredService<CalendarKeeper>();
        var day = calendar.Yesterday.PlusDays(1);
        while (!await calendar.CloseAsync(day, TestContext.Current.CancellationToken)) day = day.PlusDays(1);
        var found = await Eventually.IsAsync(
            async () => (await story.Trader.GetAsync("/v1/findings?" + query)).Body["items"]!.AsArray(), items => items.Count > 0);
        return (Guid)found[0]!["findingId"]!;
    }

    private static JsonObject Seal(string number, bool? isIntact = null)
    {
        var seal = new JsonObject { ["issuer"] = "customs", ["number"] = number };
        if (isIntact is { } intact) seal["intact"] = intact;
        return seal;
    }

    private static JsonObject Stated(decimal netKg, string lot) => new() { ["lotId"] = lot, ["netKg"] = netKg, ["method"] = "measured" };

    private static JsonObject Line(decimal netKg, string lot, decimal gradePct)
    {
        var line = Stated(decimal.Round(netKg, 1), lot);
        line["moisturePct"] = MoisturePct;
        line["analytes"] = new JsonArray(new JsonObject { ["name"] = "Sn", ["pct"] = gradePct });
        return line;
    }

    private static JsonObject Out(decimal netKg, string lot, string kind, decimal gradePct)
    {
        var line = Line(netKg, lot, gradePct);
        (line["kind"], line["mineral"]) = (kind, "cassiterite");
        return line;
    }
}
