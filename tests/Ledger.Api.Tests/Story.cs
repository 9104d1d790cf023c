using System.Net;
using System.Text.Json.Nodes;

namespace Ledger.Api.Tests;

/// <summary>A miner, a trader who washes, and those who look on: names and tags nobody else uses, so that tests share one ledger.</summary>
internal sealed class Story : IDisposable
{
    private readonly string _name = Guid.NewGuid().ToString("N")[..12];
    private int _tags, _minutes;

    private Story(LedgerClient programme) => Programme = programme;

    public LedgerClient Miner { get; private set; } = null!;

    /// <summary>Buys the bags and processes them.</summary>
    public LedgerClient Trader { get; private set; } = null!;

    public LedgerClient Stranger { get; private set; } = null!;

    public LedgerClient Programme { get; }

    public static async Task<Story> BeginAsync(LedgerServer server)
    {
        var story = new Story(await server.AsAsync("demo-programme", "programme"));
        story.Miner = await server.AsAsync($"miner-{story._name}", "miner");
        story.Trader = await server.AsAsync($"trader-{story._name}", "trader");
        story.Stranger = await server.AsAsync($"stranger-{story._name}", "trader");
        return story;
    }

    /// <summary>A tag of this story, as posted.</summary>
    public JsonObject Tag(string number) => new() { ["series"] = _name, ["kind"] = "mine", ["number"] = number };

    /// <summary>A tag of this story, as in paths.</summary>
    public string TagPath(string number) => $"/v1/tags/{_name}/mine/{number}";

    /// <summary>The miner fills, tags and weighs a bag.</summary>
    public async Task<Bag> BagAsync(decimal netKg = 50m, string site = "RW-0412", string? tag = null)
    {
        tag ??= $"{++_tags:0000000}";
        var posted = await TellAsync(Miner, "bagged", new()
        {
            ["mineral"] = "cassiterite", ["siteId"] = site, ["holder"] = Miner.Organisation,
            ["tag"] = Tag(tag), ["weighing"] = Measured(netKg),
        });
        return new($"{Miner.Organisation}:{posted}", tag, posted);
    }

    /// <summary>The miner sells it by its id, the trader receives it by its tag. Returns the receipt's id.</summary>
    public async Task<Guid> HandOverAsync(Bag bag, decimal soldKg, decimal receivedKg)
    {
        var lot = Measured(soldKg);
        lot["lotId"] = bag.LotId;
        await TellAsync(Miner, "sold", new()
        {
            ["seller"] = Miner.Organisation, ["buyer"] = Trader.Organisation,
            ["lots"] = new JsonArray(lot), ["titlePasses"] = "delivered",
        });
        return await TellAsync(Trader, "received", Receipt(bag, receivedKg));
    }

    /// <summary>
    /// A bag is taken in by its tag; then the miner ties that tag on another one, and the trader reads it there too. The tying on is
    /// recorded last: then rules have all of it before them, and need no day's close to say so.
    /// </summary>
    public async Task TieTwiceAsync(string tag)
    {
        await TakeInAsync(await BagAsync(50m, tag: tag));
        var other = await BagAsync(45m);
        var tied = NextMinute();
        await TakeInAsync(other with { Tag = tag });
        await TellAsync(Miner, "tagged", new() { ["lotId"] = other.LotId, ["tag"] = Tag(tag), ["eventTime"] = tied });
    }

    private Task<Guid> TakeInAsync(Bag bag) => TellAsync(Trader, "received", new()
    {
        ["receiver"] = Trader.Organisation, ["from"] = Miner.Organisation, ["basis"] = "deposit",
        ["lots"] = new JsonArray(new JsonObject { ["tag"] = Tag(bag.Tag) }),
    });

    public JsonObject Receipt(Bag bag, decimal netKg)
    {
        var lot = Measured(netKg);
        lot["tag"] = Tag(bag.Tag);
        return new()
        {
            ["receiver"] = Trader.Organisation, ["from"] = Miner.Organisation, ["basis"] = "sale", ["lots"] = new JsonArray(lot),
        };
    }

    /// <summary>
    /// The trader washes all of the bags into one product, moisture known on every line. Returns the names of run and product.
    /// </summary>
    public async Task<(string RunId, string LotId)> WashAsync(decimal outputKg, params (Bag Bag, decimal NetKg)[] inputs)
    {
        var (run, product) = ($"{Trader.Organisation}:R-{++_tags}", $"{Trader.Organisation}:P-{++_tags}");
        await TellAsync(Trader, "processed", new()
        {
            ["runId"] = run, ["operation"] = "washing", ["holder"] = Trader.Organisation, ["final"] = true,
            ["inputs"] = new JsonArray([.. inputs.Select(input => Line(input.NetKg, "lotId", input.Bag.LotId))]),
            ["outputs"] = new JsonArray(Line(outputKg, "lotId", product, kind: "product")),
        });
        return (run, product);
    }

    /// <summary>Posts one custody event, minutes after the one before, and returns its id.</summary>
    public async Task<Guid> TellAsync(LedgerClient teller, string type, JsonObject members)
    {
        var (id, answer) = await PostAsync(teller, type, members, prefer: null);
        Assert.True(answer.Status == HttpStatusCode.Created, answer.Text);
        return id;
    }

    /// <summary>Posts one custody event and returns the answer once rules have looked at it and views show it.</summary>
    public async Task<JsonNode> TellAndWaitAsync(LedgerClient teller, string type, JsonObject members)
    {
        var (id, answer) = await PostAsync(teller, type, members, prefer: "wait=5");
        Assert.True(answer.Status == HttpStatusCode.Created, answer.Text);
        if ((bool)answer.Body["isEvaluated"]!) return answer.Body;
        return (await Eventually.IsAsync(
            () => SendAsync(teller, id, type, members, "wait=5"), again => (bool)again.Body["isEvaluated"]!)).Body;
    }

    /// <summary>Waits until views show all that was told; the newest record is a sheet nobody else has.</summary>
    public Task SettleAsync() => TellAndWaitAsync(Miner, "sheet-voided", new()
    {
        ["book"] = _name, ["number"] = $"{++_tags}", ["reason"] = "spoiled",
    });

    public void Dispose()
    {
        foreach (var client in (LedgerClient[])[Miner, Trader, Stranger, Programme]) client.Dispose();
    }

    private async Task<(Guid Id, Answer Answer)> PostAsync(LedgerClient teller, string type, JsonObject members, string? prefer)
    {
        var id = Guid.NewGuid();
        members["eventTime"] ??= NextMinute();
        return (id, await SendAsync(teller, id, type, members, prefer));
    }

    private string NextMinute() => $"2026-03-02T{8 + (++_minutes / 60):00}:{_minutes % 60:00}:00+02:00";

    private static Task<Answer> SendAsync(LedgerClient teller, Guid id, string type, JsonObject members, string? prefer)
    {
        (members["id"], members["type"]) = (id.ToString(), type);
        return teller.PostAsync(members.ToJsonString(), prefer: prefer);
    }

    private static JsonObject Measured(decimal netKg) => new() { ["netKg"] = netKg, ["method"] = "measured" };

    private static JsonObject Line(decimal netKg, string name, string value, string? kind = null)
    {
        var line = Measured(netKg);
        (line[name], line["moisturePct"]) = (value, 5);
        if (kind is not null) (line["kind"], line["mineral"]) = (kind, "cassiterite");
        return line;
    }
}

/// <summary>A bag of the miner's.</summary>
/// <param name="Tag">The number of its tag.</param>
/// <param name="BaggedBy">The custody event.</param>
internal sealed record Bag(string LotId, string Tag, Guid BaggedBy)
{
    public string Path => "/v1/lots/" + LotId;
}
