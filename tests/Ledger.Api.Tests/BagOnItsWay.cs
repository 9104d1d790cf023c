using System.Net;
using System.Text.Json.Nodes;

namespace Ledger.Api.Tests;

/// <summary>One bag's whole way: from a miner over two traders to an exporter and abroad, pledged and shown to others on the way.</summary>
internal sealed class BagOnItsWay(LedgerServer server)
{
    private readonly string _name = Guid.NewGuid().ToString("N")[..8];
    private int _minutes;

    public string Series => _name;

    public string Org(string name) => name is "programme" or "auditor" ? $"demo-{name}" : $"{name}-{_name}";

    /// <summary>Posts it; returns the bag's lot and its tag.</summary>
    public async Task<(string Lot, string Tag)> TellAsync()
    {
        const string Number = "0000001";
        var tag = new JsonObject { ["series"] = _name, ["kind"] = "mine", ["number"] = Number };
        JsonObject OnTag() => this.OnTag(Number);
        var id = await PostAsync("agent", "agent", "bagged", new()
        {
            ["mineral"] = "cassiterite", ["siteId"] = "S-SECRET", ["pit"] = "Tunnel 3", ["holder"] = Org("miner"),
            ["tag"] = tag.DeepClone(),
            ["weighing"] = new JsonObject { ["netKg"] = 50, ["method"] = "measured" },
            ["sheet"] = new JsonObject { ["book"] = "MB-1", ["number"] = "7" },
        });
        var lot = $"{Org("agent")}:{id}";
        await SellAsync("miner", "miner", "first", OnTag());
        await PostAsync("first", "trader", "dispatched", new()
        {
            ["movementId"] = $"{Org("first")}:M-1", ["from"] = Org("first"), ["to"] = Org("second"), ["carrier"] = Org("carrier"),
            ["lots"] = new JsonArray(OnTag()),
        });
        await SellAsync("first", "trader", "second", OnTag());
        var assayed = OnTag();
        foreach (var (name, value) in (List<(string, JsonNode)>)
            [
                ("lab", Org("laboratory")), ("method", "xrf"), ("purpose", "buyer"),
                ("analytes", new JsonArray(new JsonObject { ["name"] = "Sn", ["pct"] = 62 })),
            ])
            assayed[name] = value;
        await PostAsync("laboratory", "laboratory", "assayed", assayed);
        await SellAsync("second", "trader", "exporter", OnTag());
        await PostAsync("exporter", "exporter", "pledged", new()
        {
            ["lots"] = new JsonArray(OnTag()), ["owner"] = Org("exporter"), ["pledgee"] = Org("bank"), ["reason"] = "loan",
        });
        await ShareAsync("exporter", "exporter", "guest", "2199-12-31", OnTag());
        await ShareAsync("exporter", "exporter", "late", "2026-03-03", OnTag());
        await ShareAsync("second", "trader", "misled", "2199-12-31", OnTag()); // it is not theirs any more
        var exported = OnTag();
        foreach (var (name, value) in (List<(string, JsonNode)>)
            [
                ("exporter", Org("exporter")), ("netKg", 49.5m), ("method", "measured"), ("shipmentNo", "SH-77"), ("billOfLading", "BL-77"),
                ("container", "MSCU1234567"), ("exitPoint", "Goma"), ("mode", "road"), ("shippedOn", "2026-03-02"),
                ("destination", new JsonObject { ["country"] = "CD", ["consignee"] = Org("consignee") }),
            ])
            exported[name] = value;
        await PostAsync("exporter", "exporter", "exported", exported);
        return (lot, Number);
    }

    public async Task<string> PostAsync(string by, string role, string type, JsonObject members)
    {
        using var client = await server.AsAsync(Org(by), role);
        var id = Guid.NewGuid().ToString();
        (members["id"], members["type"], members["eventTime"]) = (id, type, $"2026-03-02T08:{++_minutes:00}:00+02:00");
        var answer = await client.PostAsync(members);
        Assert.True(answer.Status == HttpStatusCode.Created, $"{type}: {answer.Text}");
        return id;
    }

    public string[] PathsOf(string lot, string tag) =>
    [
        $"/v1/lots/{lot}", $"/v1/lots/{lot}/history", $"/v1/lots/{lot}/provenance", $"/v1/tags/{_name}/mine/{tag}",
        $"/v1/tags/{_name}/mine/{tag}/provenance",
    ];

    public JsonObject OnTag(string number) => new()
    {
        ["tag"] = new JsonObject { ["series"] = _name, ["kind"] = "mine", ["number"] = number },
    };

    private async Task SellAsync(string seller, string role, string buyer, JsonObject lot)
    {
        await PostAsync(seller, role, "sold", new()
        {
            ["seller"] = Org(seller), ["buyer"] = Org(buyer), ["titlePasses"] = "delivered", ["lots"] = new JsonArray(lot.DeepClone()),
        });
        await PostAsync(buyer, "trader", "received", new()
        {
            ["receiver"] = Org(buyer), ["from"] = Org(seller), ["basis"] = "sale", ["lots"] = new JsonArray(lot.DeepClone()),
        });
    }

    private Task<string> ShareAsync(string by, string role, string to, string until, JsonObject lot)
    {
        (lot["to"], lot["until"]) = (Org(to), until);
        return PostAsync(by, role, "shared", lot);
    }
}
