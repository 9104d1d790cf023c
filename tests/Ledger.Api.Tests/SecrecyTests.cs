using System.Net;
using System.Text.Json.Nodes;

namespace Ledger.Api.Tests;

/// <summary>A lot that went from a miner over two traders to an exporter: who sees it, and whom by name.</summary>
public sealed class SecrecyTests(RunningLedger ledger) : IClassFixture<RunningLedger>
{
    private readonly BagOnItsWay _bag = new(ledger.Server);

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
        var (lot, tag) = await _bag.TellAsync();
        foreach (var (name, role, knows) in Table)
        {
            using var reader = await ledger.Server.AsAsync(_bag.Org(name), role);
            var (known, tagPath) = (knows?.Split(' ') ?? [], $"/v1/tags/{_bag.Series}/mine/{tag}");
            if (knows is null)
            {
                foreach (var path in _bag.PathsOf(lot, tag))
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
                    Assert.False(answer.Text.Contains(_bag.Org(other), StringComparison.Ordinal), $"{name} reads {other} in {path}");
                if (path.EndsWith("/history", StringComparison.Ordinal))
                    foreach (var other in known)
                        Assert.True(answer.Text.Contains(_bag.Org(other), StringComparison.Ordinal), $"{name} does not read {other}");
            }
        }
    }

    [Fact]
    public async Task A_dossier_cannot_veil_a_name_and_is_not_given_where_one_would_be_read()
    {
        var (lot, tag) = await _bag.TellAsync();
        foreach (var (name, role, knows) in Table)
        {
            using var reader = await ledger.Server.AsAsync(_bag.Org(name), role);
            foreach (var path in (string[])[$"/v1/lots/{lot}/dossier.zip", $"/v1/tags/{_bag.Series}/mine/{tag}/dossier.zip"])
            {
                var answer = await Eventually.IsAsync(
                    () => reader.GetAsync(path), got => got.Status != HttpStatusCode.ServiceUnavailable);
                if (name is "programme" or "auditor") Assert.Equal(HttpStatusCode.OK, answer.Status);
                if (answer.Status != HttpStatusCode.OK) continue;
                var files = new Dossiers.DossierFiles(
                    await answer.Message.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
                foreach (var file in Ledger.Transparency.Dossiers.DossierFormat.Files)
                    foreach (var (other, _, _) in Table.Where(row => row.Reader != name && knows?.Split(' ').Contains(row.Reader) != true))
                        Assert.False(
                            files.Text(file).Contains(_bag.Org(other), StringComparison.Ordinal), $"{name}: {other} in {path}/{file}");
            }
        }
    }

    [Fact]
    public async Task Another_name_is_always_the_same_for_one_reader_and_not_the_same_for_two()
    {
        var (_, tag) = await _bag.TellAsync();
        var registration = Commands.Example("/v1/parties");
        (registration["partyId"], registration["roles"]) = (_bag.Org("first"), new JsonArray("trader", "processor"));
        using var office = await ledger.Server.AsAsync("demo-programme", "programme");
        await office.DoneAsync("/v1/parties", registration);
        await ledger.Server.CaughtUpAsync();
        using var exporter = await ledger.Server.AsAsync(_bag.Org("exporter"), "exporter");
        using var bank = await ledger.Server.AsAsync(_bag.Org("bank"), "trader");

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
        var (_, tag) = await _bag.TellAsync();
        using var exporter = await ledger.Server.AsAsync(_bag.Org("exporter"), "exporter");
        using var miner = await ledger.Server.AsAsync(_bag.Org("miner"), "miner");
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
        var (lot, tag) = await _bag.TellAsync();
        using var exporter = await ledger.Server.AsAsync(_bag.Org("exporter"), "exporter");
        using var second = await ledger.Server.AsAsync(_bag.Org("second"), "trader");

        var name = (string)(await exporter.GetAsync($"/v1/tags/{_bag.Series}/mine/{tag}")).Body["lots"]![0]!;
        var answer = await exporter.GetAsync($"/v1/lots/{name}");

        Assert.StartsWith("~", name, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.OK, name), (answer.Status, (string)answer.Body["lotId"]!));
        Assert.DoesNotContain(_bag.Org("agent"), answer.Text, StringComparison.Ordinal);
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
        var (lot, _) = await _bag.TellAsync();
        using var exporter = await ledger.Server.AsAsync(_bag.Org("exporter"), "exporter");
        using var mistaken = await ledger.Server.AsAsync(_bag.Org("mistaken"), "trader");
        var sold = await _bag.PostAsync("exporter", "exporter", "sold", new()
        {
            ["seller"] = _bag.Org("exporter"), ["buyer"] = _bag.Org("mistaken"), ["titlePasses"] = "delivered", ["lots"] = Lots(lot),
        });
        Assert.Equal(HttpStatusCode.OK, (await mistaken.GetAsync($"/v1/lots/{lot}")).Status);

        await _bag.PostAsync("exporter", "exporter", "corrected", new() { ["target"] = sold, ["reason"] = "did-not-occur" });
        await ledger.Server.CaughtUpAsync();

        Assert.Equal("not-found", (await mistaken.GetAsync($"/v1/lots/{lot}")).Problem);
        Assert.Equal(HttpStatusCode.OK, (await exporter.GetAsync($"/v1/lots/{lot}")).Status); // who recorded the sale by its id
    }

    [Fact]
    public async Task Who_records_something_about_what_is_not_its_own_is_shown_nothing_for_it()
    {
        var (lot, tag) = await _bag.TellAsync();
        using var stranger = await ledger.Server.AsAsync(_bag.Org("stranger"), "trader");
        var (byTag, byLot) = (_bag.OnTag(tag), new JsonObject { ["lotId"] = lot });
        foreach (var weighed in (JsonObject[])[byTag, byLot])
        {
            (weighed["netKg"], weighed["method"], weighed["purpose"]) = (50, "measured", "check");
            await _bag.PostAsync("stranger", "trader", "weighed", weighed);
        }

        foreach (var path in _bag.PathsOf(lot, tag))
            Assert.Equal("not-found", (await stranger.GetAsync(path)).Problem);
    }

    [Fact]
    public async Task Whom_a_reader_lists_as_witnesses_of_its_own_record_it_does_not_learn_to_know()
    {
        var (_, tag) = await _bag.TellAsync();
        using var exporter = await ledger.Server.AsAsync(_bag.Org("exporter"), "exporter");
        var weighed = _bag.OnTag(tag);
        (weighed["netKg"], weighed["method"], weighed["purpose"]) = (49.5m, "measured", "stock");
        weighed["countersigned"] = new JsonArray([.. ((string[])["miner", "first", "agent"]).Select(each =>
            new JsonObject { ["party"] = _bag.Org(each), ["how"] = "signature" })]);
        await _bag.PostAsync("exporter", "exporter", "weighed", weighed);

        var entries = (await HistoryAsync(exporter, tag))["entries"]!.AsArray();

        Assert.Contains(_bag.Org("miner"), entries.Single(IsOwnWeighing)!.ToJsonString(), StringComparison.Ordinal);
        Assert.All(entries.Where(entry => !IsOwnWeighing(entry)), entry => Assert.All((string[])["miner", "first", "agent"], each =>
            Assert.DoesNotContain(_bag.Org(each), entry!.ToJsonString(), StringComparison.Ordinal)));

        bool IsOwnWeighing(JsonNode? entry) => entry!["countersigned"] is not null;
    }

    [Fact]
    public async Task A_list_names_owners_as_the_lot_itself_does()
    {
        var (lot, _) = await _bag.TellAsync();
        await ledger.Server.CaughtUpAsync();
        using var exporter = await ledger.Server.AsAsync(_bag.Org("exporter"), "exporter");

        var list = await exporter.GetAsync("/v1/lots");

        Assert.DoesNotContain(_bag.Org("agent"), list.Text, StringComparison.Ordinal);
        var item = Assert.Single(list.Body["items"]!.AsArray())!;
        Assert.Equal(item["lotId"]!.ToJsonString(), (await exporter.GetAsync($"/v1/lots/{item["lotId"]}")).Body["lotId"]!.ToJsonString());
        Assert.NotEmpty(list.Body["counterparties"]!.AsArray());
        Assert.NotEqual(lot, (string)item["lotId"]!);
    }

    private async Task<JsonNode> HistoryAsync(LedgerClient reader, string tag)
    {
        var lot = (string)(await reader.GetAsync($"/v1/tags/{_bag.Series}/mine/{tag}")).Body["lots"]![0]!;
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
