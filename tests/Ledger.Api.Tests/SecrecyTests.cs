using System.Net;
using System.Text.Json.Nodes;

namespace Ledger.Api.Tests;

/// <summary>A lot that went from a miner over two traders to an exporter: who sees it, and whom by name.</summary>
public sealed class SecrecyTests(RunningLedger ledger) : IClassFixture<RunningLedger>
{
    private readonly string _name = Guid.NewGuid().ToString("N")[..8];
    private int _minutes;

    /// <summary>Reader; its role; whose names it may read. Nobody else's, and null where it may not see the lot at all.</summary>
    private static readonly (string Reader, string Role, string? Knows)[] Table =
    [
        ("miner", "miner", "miner first agent"),
        ("first", "trader", "miner first second carrier"),
        ("second", "trader", "first second exporter carrier misled"),
        ("exporter", "exporter", "second exporter consignee bank guest late"),
        ("carrier", "carrier", "first second carrier"),
        ("laboratory", "laboratory", "laboratory"),
        ("agent", "agent", "miner agent"),
        ("consignee", "smelter", "exporter consignee"),
        ("bank", "trader", "exporter bank"),
        ("guest", "trader", "exporter guest"),
        ("late", "trader", null),
        ("misled", "trader", null),
        ("stranger", "trader", null),
        ("office", "associate", null),
        ("control", "authority", null),
        ("programme", "programme", "miner first second exporter carrier laboratory agent consignee bank guest late misled"),
        ("auditor", "auditor", "miner first second exporter carrier laboratory agent consignee bank guest late misled"),
    ];

    [Fact]
    public async Task Each_reader_sees_by_name_whom_it_dealt_with_and_everybody_else_under_another_name()
    {
        var (lot, tag) = await TellAsync();
        foreach (var (name, role, knows) in Table)
        {
            using var reader = await ledger.Server.AsAsync(Org(name), role);
            var (known, tagPath) = (knows?.Split(' ') ?? [], $"/v1/tags/{_name}/mine/{tag}");
            if (knows is null)
            {
                foreach (var path in PathsOf(lot, tag))
                    Assert.True(
                        (await reader.GetAsync(path)).Status is HttpStatusCode.NotFound or HttpStatusCode.Forbidden, $"{name} {path}");
                continue;
            }

            // By its own name only who knows whose name it is finds it.
            Assert.Equal(known.Contains("agent"), (await reader.GetAsync($"/v1/lots/{lot}")).Status == HttpStatusCode.OK);
            var given = (string)(await reader.GetAsync(tagPath)).Body["lots"]![0]!;
            foreach (var path in (string[])[$"/v1/lots/{given}", $"/v1/lots/{given}/history", tagPath])
            {
                var answer = await reader.GetAsync(path);
                Assert.True(answer.Status == HttpStatusCode.OK, $"{name} {path}: {answer.Text}");
                foreach (var (other, _, _) in Table.Where(row => !known.Contains(row.Reader)))
                    Assert.False(answer.Text.Contains(Org(other), StringComparison.Ordinal), $"{name} reads {other} in {path}");
                if (path.EndsWith("/history", StringComparison.Ordinal))
                    foreach (var other in known)
                        Assert.True(answer.Text.Contains(Org(other), StringComparison.Ordinal), $"{name} does not read {other}");
            }
        }
    }

    [Fact]
    public async Task A_dossier_cannot_veil_a_name_and_is_not_given_where_one_would_be_read()
    {
        var (lot, tag) = await TellAsync();
        foreach (var (name, role, knows) in Table)
        {
            using var reader = await ledger.Server.AsAsync(Org(name), role);
            foreach (var path in (string[])[$"/v1/lots/{lot}/dossier.zip", $"/v1/tags/{_name}/mine/{tag}/dossier.zip"])
            {
                var answer = await Eventually.IsAsync(
                    () => reader.GetAsync(path), got => got.Status != HttpStatusCode.ServiceUnavailable);
                if (name is "programme" or "auditor") Assert.Equal(HttpStatusCode.OK, answer.Status);
                if (answer.Status != HttpStatusCode.OK) continue;
                var files = new Dossiers.DossierFiles(
                    await answer.Message.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
                foreach (var file in Ledger.Transparency.Dossiers.DossierFormat.Files)
                    foreach (var (other, _, _) in Table.Where(row => row.Reader != name && knows?.Split(' ').Contains(row.Reader) != true))
                        Assert.False(files.Text(file).Contains(Org(other), StringComparison.Ordinal), $"{name}: {other} in {path}/{file}");
            }
        }
    }

    [Fact]
    public async Task Another_name_is_always_the_same_for_one_reader_and_not_the_same_for_two()
    {
        var (_, tag) = await TellAsync();
        var registration = Commands.Example("/v1/parties");
        (registration["partyId"], registration["roles"]) = (Org("first"), new JsonArray("trader", "processor"));
        using var office = await ledger.Server.AsAsync("demo-programme", "programme");
        await office.DoneAsync("/v1/parties", registration);
        await ledger.Server.CaughtUpAsync();
        using var exporter = await ledger.Server.AsAsync(Org("exporter"), "exporter");
        using var bank = await ledger.Server.AsAsync(Org("bank"), "trader");

        var (once, again) = (await HistoryAsync(exporter, tag), await HistoryAsync(exporter, tag));
        var other = await HistoryAsync(bank, tag);

        var seller = SellerIn(once);
        Assert.Matches("^~[0-9a-f]{12}$", seller);
        Assert.Equal(seller, SellerIn(again));
        Assert.NotEqual(seller, SellerIn(other));
        Assert.Equal(["trader", "processor"], RolesOf(once, seller));
        Assert.Equal(["trader", "processor"], RolesOf(other, SellerIn(other)));
    }

    [Fact]
    public async Task Sites_masses_and_times_stay_and_the_labels_of_others_papers_go()
    {
        var (_, tag) = await TellAsync();
        using var exporter = await ledger.Server.AsAsync(Org("exporter"), "exporter");
        using var miner = await ledger.Server.AsAsync(Org("miner"), "miner");
        var (ofExporter, ofMiner) = (await HistoryAsync(exporter, tag), await HistoryAsync(miner, tag));

        var bagged = Entry(ofExporter, "lot_bagged");
        Assert.Equal(("S-SECRET", "Tunnel 3", "2026-03-02T08:01:00+02:00"), (
            (string)bagged["data"]!["site"]!, (string)bagged["data"]!["pit"]!, (string)bagged["eventTime"]!));
        Assert.Null(bagged["sheet"]);
        Assert.NotNull(Entry(ofMiner, "lot_bagged")["sheet"]);
        var exported = Entry(ofMiner, "lot_exported");
        Assert.Equal((49.5m, "CD"), ((decimal)exported["data"]!["netKg"]!, (string)exported["data"]!["destination"]!["country"]!));
        Assert.All((string[])["shipmentNo", "billOfLading", "container"], label => Assert.Null(exported["data"]![label]));
        Assert.Equal("BL-77", (string)Entry(ofExporter, "lot_exported")["data"]!["billOfLading"]!);
    }

    [Fact]
    public async Task The_other_name_of_a_lot_leads_its_reader_to_it_and_nobody_else()
    {
        var (lot, tag) = await TellAsync();
        using var exporter = await ledger.Server.AsAsync(Org("exporter"), "exporter");
        using var second = await ledger.Server.AsAsync(Org("second"), "trader");

        var name = (string)(await exporter.GetAsync($"/v1/tags/{_name}/mine/{tag}")).Body["lots"]![0]!;
        var answer = await exporter.GetAsync($"/v1/lots/{name}");

        Assert.StartsWith("~", name, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.OK, name), (answer.Status, (string)answer.Body["lotId"]!));
        Assert.DoesNotContain(Org("agent"), answer.Text, StringComparison.Ordinal);
        Assert.Equal("field-errors", (await second.GetAsync($"/v1/lots/{name}")).Problem);
        Assert.Equal("field-errors", (await exporter.GetAsync($"/v1/lots/{name[..^2]}AA")).Problem);
        Assert.Equal("S-SECRET", (string)(await exporter.GetAsync($"/v1/lots/{name}/provenance")).Body["sites"]![0]!["siteId"]!);
        Assert.Equal("not-found", (await exporter.GetAsync($"/v1/lots/{lot}")).Problem);
        var dossier = await Eventually.IsAsync(
            () => exporter.GetAsync($"/v1/lots/{name}/dossier.zip"), dossier => dossier.Status != HttpStatusCode.ServiceUnavailable);
        Assert.Equal("not-found", dossier.Problem);
    }

    [Fact]
    public async Task Who_was_named_by_mistake_sees_nothing_once_that_is_corrected()
    {
        var (lot, _) = await TellAsync();
        using var exporter = await ledger.Server.AsAsync(Org("exporter"), "exporter");
        using var mistaken = await ledger.Server.AsAsync(Org("mistaken"), "trader");
        var sold = await PostAsync("exporter", "exporter", "sold", new()
        {
            ["seller"] = Org("exporter"), ["buyer"] = Org("mistaken"), ["titlePasses"] = "delivered", ["lots"] = Lots(lot),
        });
        Assert.Equal(HttpStatusCode.OK, (await mistaken.GetAsync($"/v1/lots/{lot}")).Status);

        await PostAsync("exporter", "exporter", "corrected", new() { ["target"] = sold, ["reason"] = "did-not-occur" });
        await ledger.Server.CaughtUpAsync();

        Assert.Equal("not-found", (await mistaken.GetAsync($"/v1/lots/{lot}")).Problem);
        Assert.Equal(HttpStatusCode.OK, (await exporter.GetAsync($"/v1/lots/{lot}")).Status); // who recorded the sale by its id
    }

    [Fact]
    public async Task Who_records_something_about_what_is_not_its_own_is_shown_nothing_for_it()
    {
        var (lot, tag) = await TellAsync();
        using var stranger = await ledger.Server.AsAsync(Org("stranger"), "trader");
        var (byTag, byLot) = (OnTag(tag), new JsonObject { ["lotId"] = lot });
        foreach (var weighed in (JsonObject[])[byTag, byLot])
        {
            (weighed["netKg"], weighed["method"], weighed["purpose"]) = (50, "measured", "check");
            await PostAsync("stranger", "trader", "weighed", weighed);
        }

        foreach (var path in PathsOf(lot, tag))
            Assert.Equal("not-found", (await stranger.GetAsync(path)).Problem);
    }

    [Fact]
    public async Task Whom_a_reader_lists_as_witnesses_of_its_own_record_it_does_not_learn_to_know()
    {
        var (_, tag) = await TellAsync();
        using var exporter = await ledger.Server.AsAsync(Org("exporter"), "exporter");
        var weighed = OnTag(tag);
        (weighed["netKg"], weighed["method"], weighed["purpose"]) = (49.5m, "measured", "stock");
        weighed["countersigned"] = new JsonArray([.. ((string[])["miner", "first", "agent"]).Select(each =>
            new JsonObject { ["party"] = Org(each), ["how"] = "signature" })]);
        await PostAsync("exporter", "exporter", "weighed", weighed);

        var entries = (await HistoryAsync(exporter, tag))["entries"]!.AsArray();

        Assert.Contains(Org("miner"), entries.Single(IsOwnWeighing)!.ToJsonString(), StringComparison.Ordinal);
        Assert.All(entries.Where(entry => !IsOwnWeighing(entry)), entry => Assert.All((string[])["miner", "first", "agent"], each =>
            Assert.DoesNotContain(Org(each), entry!.ToJsonString(), StringComparison.Ordinal)));

        bool IsOwnWeighing(JsonNode? entry) => entry!["countersigned"] is not null;
    }

    [Fact]
    public async Task A_list_names_owners_as_the_lot_itself_does()
    {
        var (lot, _) = await TellAsync();
        await ledger.Server.CaughtUpAsync();
        using var exporter = await ledger.Server.AsAsync(Org("exporter"), "exporter");

        var list = await exporter.GetAsync("/v1/lots");

        Assert.DoesNotContain(Org("agent"), list.Text, StringComparison.Ordinal);
        var item = Assert.Single(list.Body["items"]!.AsArray())!;
        Assert.Equal(item["lotId"]!.ToJsonString(), (await exporter.GetAsync($"/v1/lots/{item["lotId"]}")).Body["lotId"]!.ToJsonString());
        Assert.NotEmpty(list.Body["counterparties"]!.AsArray());
        Assert.NotEqual(lot, (string)item["lotId"]!);
    }

    private string Org(string name) => name is "programme" or "auditor" ? $"demo-{name}" : $"{name}-{_name}";

    /// <summary>The whole way of one bag; returns its lot and its tag.</summary>
    private async Task<(string Lot, string Tag)> TellAsync()
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

    private async Task<string> PostAsync(string by, string role, string type, JsonObject members)
    {
        using var client = await ledger.Server.AsAsync(Org(by), role);
        var id = Guid.NewGuid().ToString();
        (members["id"], members["type"], members["eventTime"]) = (id, type, $"2026-03-02T08:{++_minutes:00}:00+02:00");
        var answer = await client.PostAsync(members);
        Assert.True(answer.Status == HttpStatusCode.Created, $"{type}: {answer.Text}");
        return id;
    }

    private string[] PathsOf(string lot, string tag) =>
    [
        $"/v1/lots/{lot}", $"/v1/lots/{lot}/history", $"/v1/lots/{lot}/provenance", $"/v1/tags/{_name}/mine/{tag}",
        $"/v1/tags/{_name}/mine/{tag}/provenance",
    ];

    private JsonObject OnTag(string number) => new()
    {
        ["tag"] = new JsonObject { ["series"] = _name, ["kind"] = "mine", ["number"] = number },
    };

    private async Task<JsonNode> HistoryAsync(LedgerClient reader, string tag)
    {
        var lot = (string)(await reader.GetAsync($"/v1/tags/{_name}/mine/{tag}")).Body["lots"]![0]!;
        return (await reader.GetAsync($"/v1/lots/{lot}/history")).Body;
    }

    private static JsonArray Lots(string lot) => [new JsonObject { ["lotId"] = lot }];

    private static JsonNode Entry(JsonNode history, string type) =>
        history["entries"]!.AsArray().Single(entry => (string)entry!["type"]! == type)!;

    // The first sale's buyer, with whom neither of the readers dealt.
    private static string SellerIn(JsonNode history) => (string)history["entries"]!.AsArray()
        .First(entry => (string)entry!["type"]! == "lot_sold")!["data"]!["buyer"]!;

    private static IEnumerable<string> RolesOf(JsonNode history, string name) => history["counterparties"]!.AsArray()
        .Single(each => (string)each!["name"]! == name)!["roles"]!.AsArray().Select(role => (string)role!);
}
