using System.Net;
using System.Text.Json.Nodes;

namespace Ledger.Api.Tests;

/// <summary>One custody event of the chain: who posted it, what it became known as, and the answer.</summary>
internal sealed record Told(string Id, string By, string Text, Answer Answer);

/// <summary>
/// Ore on its way from a mine over two traders and an exporter to a smelter, every lot named by its tag as long as it has one after the
/// first sale: so that nobody is told a lot's maker by its id. One tag is used twice, and so an incident is flagged.
/// </summary>
internal sealed class TradeChain(LedgerServer server)
{
    private readonly string _name = Guid.NewGuid().ToString("N")[..8];
    private readonly List<Told> _told = [];
    private int _minutes;

    /// <summary>Who is in it, by role, and whom each deals with.</summary>
    public static IReadOnlyDictionary<string, (string Role, string[] Knows)> Parties { get; } = new Dictionary<string, (string, string[])>
    {
        ["agent"] = ("agent", ["miner"]),
        ["miner"] = ("miner", ["agent", "first"]),
        ["first"] = ("trader", ["agent", "miner", "second", "carrier"]),
        ["carrier"] = ("carrier", ["first", "second"]),
        ["second"] = ("trader", ["first", "carrier", "exporter"]),
        ["exporter"] = ("exporter", ["second", "smelter"]),
        ["smelter"] = ("smelter", ["exporter"]),
        ["stranger"] = ("trader", []),
    };

    public const string SmelterNumber = "CID001105";

    public IReadOnlyList<Told> Told => _told;

    public string Series => _name;

    /// <summary>Ids of lots, runs, sales and movements, each beginning with its maker.</summary>
    public IReadOnlyList<string> Ids => [$"{Org("agent")}:{_told[0].Id}", .. ((string[])
    [
        "first:R-1", "first:P-1", "first:S-1", "first:M-1", "second:S-2", "second:B-9", "exporter:R-2", "exporter:X-1",
        "smelter:H-1",
    ]).Select(Own)];

    public string Org(string name) => $"{name}-{_name}";

    public string Own(string id) => $"{Org(id.Split(':')[0])}:{id.Split(':')[1]}";

    /// <summary>It recorded the event, or is named in it, or the event's id is in one of those: a lot's id was made from it.</summary>
    public bool MayKnow(string name, Told told) =>
        HasPart(name, told) || _told.Exists(other => HasPart(name, other) && other.Text.Contains(told.Id, StringComparison.Ordinal));

    private bool HasPart(string name, Told told) => told.By == name || told.Text.Contains($"\"{Org(name)}\"", StringComparison.Ordinal);

    public Task<LedgerClient> AsAsync(string name) => server.AsAsync(Org(name), Parties[name].Role);

    public async Task TellAsync()
    {
        var (mine, product) = (Tag("mine", "0000001"), Tag("negociant", "0000002"));
        await PostAsync("agent", "bagged", $$"""
            "mineral":"cassiterite","siteId":"S-1","holder":"{{Org("miner")}}",{{mine}},"weighing":{"netKg":50,"method":"measured"}
            """);
        await SellAsync("miner", "first", $"\"lotId\":\"{Ids[0]}\"", sale: null, receivedAs: mine);
        await PostAsync("first", "processed", $$"""
            "runId":"{{Own("first:R-1")}}","operation":"washing","holder":"{{Org("first")}}","facility":"Shed of the first","final":true,
            "inputs":[{{{mine}},"netKg":50,"method":"measured","moisturePct":5}],
            "outputs":[{"lotId":"{{Own("first:P-1")}}",{{product}},"kind":"product","mineral":"cassiterite",
                "netKg":80,"method":"measured","moisturePct":5}]
            """);
        await SellAsync("first", "second", product, "first:S-1");
        await PostAsync("first", "dispatched", $$"""
            "movementId":"{{Own("first:M-1")}}","from":"{{Org("first")}}","to":"{{Org("second")}}","carrier":"{{Org("carrier")}}",
            "lots":[{{{product}}}]
            """);
        await PostAsync("second", "bagged", $$"""
            "lotId":"{{Own("second:B-9")}}","mineral":"cassiterite","siteId":"S-2","holder":"{{Org("second")}}",
            "weighing":{"netKg":45,"method":"measured"}
            """);
        await SellAsync("second", "exporter", product, "second:S-2", receivedKg: 60);
        var tied = ++_minutes; // recorded after the receipt: an incident is flagged at once, a changed tier at a day's close
        await SellAsync("second", "exporter", $"\"lotId\":\"{Own("second:B-9")}\"", sale: null, receivedAs: mine);
        await PostAsync("second", "tagged", $$"""
            "lotId":"{{Own("second:B-9")}}",{{mine}}
            """, tied);
        await PostAsync("exporter", "processed", $$"""
            "runId":"{{Own("exporter:R-2")}}","operation":"combine","holder":"{{Org("exporter")}}","final":true,
            "inputs":[{{{product}},"netKg":60,"method":"measured"}],
            "outputs":[{"lotId":"{{Own("exporter:X-1")}}","kind":"product","mineral":"cassiterite","netKg":60,"method":"measured"}]
            """);
        await PostAsync("exporter", "exported", $$"""
            "lotId":"{{Own("exporter:X-1")}}","exporter":"{{Org("exporter")}}","netKg":60,"method":"measured",
            "exitPoint":"Rusumo","mode":"road","shippedOn":"2026-03-02","destination":{"country":"MY","consignee":"{{Org("smelter")}}"}
            """);
        await PostAsync("smelter", "smelter-received", $$"""
            "smelter":"{{SmelterNumber}}","receiver":"{{Org("smelter")}}","from":"{{Org("exporter")}}","lotId":"{{Own("exporter:X-1")}}",
            "netKg":60,"method":"measured"
            """);
        await PostAsync("smelter", "smelted", $$"""
            "heatId":"{{Own("smelter:H-1")}}","smelter":"{{SmelterNumber}}","holder":"{{Org("smelter")}}",
            "inputs":[{"lotId":"{{Own("exporter:X-1")}}","netKg":60}],"outputs":[{"product":"tin-metal","kg":30,"gradePct":99.9}]
            """);
        await PostAsync("miner", "corrected", $$"""
            "target":"{{_told[1].Id}}","reason":"did-not-occur"
            """);
    }

    private async Task SellAsync(string seller, string buyer, string tag, string? sale, decimal receivedKg = 50, string? receivedAs = null)
    {
        var named = sale is null ? "" : $"\"saleId\":\"{Own(sale)}\",";
        await PostAsync(seller, "sold", $$"""
            {{named}}"seller":"{{Org(seller)}}","buyer":"{{Org(buyer)}}","titlePasses":"delivered",
            "lots":[{{{tag}},"netKg":50,"method":"measured"}]
            """);
        await PostAsync(buyer, "received", $$"""
            {{named}}"receiver":"{{Org(buyer)}}","from":"{{Org(seller)}}","basis":"sale",
            "lots":[{{{receivedAs ?? tag}},"netKg":{{receivedKg}},"method":"measured"}]
            """);
    }

    private string Tag(string kind, string number) => $$"""
        "tag":{"series":"{{_name}}","kind":"{{kind}}","number":"{{number}}"}
        """;

    private async Task PostAsync(string by, string type, string members, int? minute = null)
    {
        using var client = await AsAsync(by);
        var id = Guid.NewGuid().ToString();
        var body = JsonNode.Parse($$"""
            {"id":"{{id}}","type":"{{type}}","eventTime":"2026-03-02T08:{{minute ?? ++_minutes:00}}:00+02:00",{{members}}}
            """)!;
        var answer = await client.PostAsync(body.ToJsonString(), prefer: "wait=30");
        Assert.True(answer.Status == HttpStatusCode.Created, $"{type}: {answer.Text}");
        _told.Add(new(id, by, body.ToJsonString(), answer));
    }
}
