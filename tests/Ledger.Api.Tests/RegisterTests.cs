using System.Net;
using System.Text.Json.Nodes;

namespace Ledger.Api.Tests;

public sealed class RegisterTests(RunningLedger ledger) : IClassFixture<RunningLedger>
{
    [Fact]
    public async Task A_site_is_read_with_every_decision_about_it()
    {
        using var office = await ledger.Server.AsAsync("demo-programme", "programme");
        using var authority = await ledger.Server.AsAsync("demo-authority-01", "authority");
        using var reader = await ledger.Server.AsAsync("demo-associate", "associate");
        await office.DoneAsync("/v1/sites", Commands.Site("S-LIFE"));
        await office.DoneAsync("/v1/site-changes", Commands.Site("S-LIFE", mineral: "coltan"));
        await authority.DoneAsync("/v1/site-statuses", With("/v1/site-statuses", "siteId", "S-LIFE"));
        await authority.DoneAsync("/v1/site-activities", With("/v1/site-activities", "siteId", "S-LIFE"));

        var answer = await reader.GetAsync("/v1/sites/S-LIFE");
        var site = answer.Body;

        Assert.Equal(("yellow", "2026-03-01", "2026-09-01", "active", 4), (
            (string)site["status"]!, (string)site["statusFrom"]!, (string)site["cureBy"]!,
            (string)site["activity"]!, (int)site["version"]!));
        Assert.Equal("coltan", (string)site["minerals"]![0]!);
        Assert.Equal(
            ["site_registered", "site_changed", "site_status_determined", "site_activity_changed"],
            site["history"]!.AsArray().Select(entry => (string)entry!["type"]!));
        Assert.Equal("demo-authority-01", (string)site["history"]![2]!["recordedBy"]!);
        Assert.Equal("\"v4\"", answer.Message.Headers.ETag!.Tag);
        var unchanged = await reader.SendAsync(
            HttpMethod.Get, "/v1/sites/S-LIFE", adjust: request => request.Headers.TryAddWithoutValidation("If-None-Match", "\"v4\""));
        Assert.Equal((HttpStatusCode.NotModified, ""), (unchanged.Status, unchanged.Text));
        Assert.Equal("not-found", (await reader.GetAsync("/v1/sites/S-UNHEARD-OF")).Problem);
    }

    [Fact]
    public async Task Sites_are_listed_by_country_mineral_status_activity_and_name_page_by_page()
    {
        using var office = await ledger.Server.AsAsync("demo-programme", "programme");
        foreach (var (id, country, mineral) in (List<(string, string, string)>)
            [("L-1", "BI", "coltan"), ("L-2", "BI", "wolframite"), ("L-3", "UG", "coltan"), ("L-4", "BI", "coltan")])
            await office.DoneAsync("/v1/sites", Commands.Site(id, country, mineral));
        await office.DoneAsync("/v1/site-statuses", With("/v1/site-statuses", "siteId", "L-4"));
        await office.DoneAsync("/v1/site-activities", With("/v1/site-activities", "siteId", "L-2"));
        await ledger.Server.CaughtUpAsync();

        Assert.Equal(["L-1", "L-2", "L-4"], await IdsAsync(office, "/v1/sites?country=BI", "siteId"));
        Assert.Equal(["L-1", "L-4"], await IdsAsync(office, "/v1/sites?country=BI&mineral=coltan", "siteId"));
        Assert.Equal(["L-4"], await IdsAsync(office, "/v1/sites?country=BI&status=yellow", "siteId"));
        Assert.Equal(["L-2"], await IdsAsync(office, "/v1/sites?country=BI&activity=active", "siteId"));
        Assert.Equal(["L-3"], await IdsAsync(office, "/v1/sites?name=hill%20OF%20l-3", "siteId"));
        Assert.Empty(await IdsAsync(office, "/v1/sites?name=%25", "siteId"));
        var first = (await office.GetAsync("/v1/sites?country=BI&limit=2")).Body;
        var rest = (await office.GetAsync((string)first["next"]!)).Body;
        Assert.Equal(["L-1", "L-2", "L-4"],
            first["items"]!.AsArray().Concat(rest["items"]!.AsArray()).Select(site => (string)site!["siteId"]!));
        Assert.Null(rest["next"]);
    }

    [Fact]
    public async Task Sites_are_listed_in_the_order_and_from_the_window_asked_for_also_as_features()
    {
        using var office = await ledger.Server.AsAsync("demo-programme", "programme");
        foreach (var (id, name, country, lon) in (List<(string, string, string, double)>)
            [("W-1", "beta", "UG", 1), ("W-2", "Alpha", "CD", 2), ("W-3", "gamma", "CD", 3), ("W-4", "Alpha", "RW", 4)])
        {
            var site = Commands.Site(id, country);
            (site["name"], site["lon"], site["lat"]) = (name, lon, 0.5);
            await office.DoneAsync("/v1/sites", site);
        }

        await office.DoneAsync("/v1/site-statuses", With("/v1/site-statuses", "siteId", "W-3"));
        await ledger.Server.CaughtUpAsync();
        const string window = "/v1/sites?west=0.5&south=0&east=4.5&north=1";

        foreach (var (sort, expected) in (List<(string, string[])>)
            [("id", ["W-1", "W-2", "W-3", "W-4"]), ("-id", ["W-4", "W-3", "W-2", "W-1"]), ("name", ["W-2", "W-4", "W-1", "W-3"]),
                ("country", ["W-2", "W-3", "W-4", "W-1"]), ("status", ["W-3", "W-1", "W-2", "W-4"])])
        {
            var (found, next) = (new List<string>(), $"{window}&sort={sort}&limit=1");
            while (next is not null)
            {
                var page = (await office.GetAsync(next)).Body;
                found.AddRange(page["items"]!.AsArray().Select(site => (string)site!["siteId"]!));
                next = (string?)page["next"];
            }

            Assert.Equal((sort, string.Join(' ', expected)), (sort, string.Join(' ', found)));
        }

        Assert.Equal(["W-2", "W-3"], await IdsAsync(office, "/v1/sites?west=1.5&south=0&east=3.5&north=1", "siteId"));
        Assert.Equal(["W-1", "W-4"], await IdsAsync(office, "/v1/sites?siteId=W-4&siteId=W-1", "siteId"));
        var answer = await office.GetAsync("/v1/sites.geojson?siteId=W-3");
        Assert.Equal("application/geo+json", answer.Message.Content.Headers.ContentType!.MediaType);
        var feature = answer.Body["features"]!.AsArray().Single()!;
        Assert.Equal("""{"type":"Point","coordinates":[3,0.5]}""",
            new JsonObject
            {
                ["type"] = (string)feature["geometry"]!["type"]!, ["coordinates"] = feature["geometry"]!["coordinates"]!.DeepClone(),
            }.ToJsonString());
        Assert.Equal(("W-3", "yellow"), ((string)feature["id"]!, (string)feature["properties"]!["status"]!));
        foreach (var wrong in (string[])
            ["sort=size", "sort=--id", "west=1", "west=3&south=0&east=2&north=1", "west=x&south=0&east=2&north=1"])
            Assert.Equal((wrong, "field-errors"), (wrong, (await office.GetAsync("/v1/sites?" + wrong)).Problem));
    }

    [Fact]
    public async Task What_a_party_is_called_is_for_itself_the_programme_and_auditors()
    {
        using var office = await ledger.Server.AsAsync("demo-programme", "programme");
        await office.DoneAsync("/v1/parties", Party("P-1", "Demo Metals", "exporter"));
        await office.DoneAsync("/v1/party-changes", Party("P-1", "Demo Metals and Sons", "trader"));

        foreach (var (organisation, role, sees) in (List<(string, string, bool)>)
            [("P-1", "trader", true), ("demo-programme", "programme", true), ("demo-auditor", "auditor", true),
                ("P-2", "trader", false), ("demo-authority-01", "authority", false)])
        {
            using var reader = await ledger.Server.AsAsync(organisation, role);
            var (party, details) = (await reader.GetAsync("/v1/parties/P-1"), await reader.GetAsync("/v1/parties/P-1/details"));
            Assert.Equal("trader", (string)party.Body["roles"]![0]!);
            Assert.DoesNotContain("Metals", party.Text, StringComparison.Ordinal);
            if (sees) Assert.Equal("Demo Metals and Sons", (string)details.Body["name"]!);
            else Assert.Equal("not-found", details.Problem);
        }

        using var auditor = await ledger.Server.AsAsync("demo-auditor", "auditor");
        Assert.DoesNotContain("Metals", (await auditor.GetAsync("/v1/events?limit=10000")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_membership_goes_from_application_to_readmission()
    {
        using var office = await ledger.Server.AsAsync("demo-programme", "programme");
        using var miner = await ledger.Server.AsAsync("P-MEMBER", "miner");
        using var another = await ledger.Server.AsAsync("P-OTHER", "miner");
        var application = With("/v1/membership-applications", "partyId", "P-MEMBER");

        var forAnother = await another.CommandAsync("/v1/membership-applications", application);
        await miner.DoneAsync("/v1/membership-applications", application);
        foreach (var step in (string[])["reviews", "suspensions"])
            await office.DoneAsync($"/v1/membership-{step}", With($"/v1/membership-{step}", "partyId", "P-MEMBER"));
        await office.DoneAsync("/v1/parties", Party("P-MEMBER", "Demo Miners", "miner"));
        await ledger.Server.CaughtUpAsync();
        var suspended = (await another.GetAsync("/v1/memberships/P-MEMBER")).Body;
        var listed = await IdsAsync(another, "/v1/parties?membership=suspended&role=miner&country=RW", "partyId");
        await office.DoneAsync("/v1/membership-readmissions", With("/v1/membership-readmissions", "partyId", "P-MEMBER"));

        Assert.Equal((HttpStatusCode.Forbidden, "not-acting-party"), (forAnother.Status, forAnother.Problem));
        Assert.Equal(("suspended", "licence-expired", 3), (
            (string)suspended["state"]!, (string)suspended["ground"]!, (int)suspended["version"]!));
        Assert.Equal(["P-MEMBER"], listed);
        var now = (await another.GetAsync("/v1/memberships/P-MEMBER")).Body;
        Assert.Equal(("member", 4), ((string)now["state"]!, now["history"]!.AsArray().Count));
        Assert.Null(now["ground"]);
    }

    [Fact]
    public async Task Parties_are_sorted_as_asked_page_by_page()
    {
        using var office = await ledger.Server.AsAsync("demo-programme", "programme");
        foreach (var (id, country) in ((string, string)[])[("P-SORT-1", "UG"), ("P-SORT-2", "BI"), ("P-SORT-3", "UG")])
        {
            var party = Party(id, "Demo " + id, "transporter");
            party["country"] = country;
            await office.DoneAsync("/v1/parties", party);
        }

        await office.DoneAsync("/v1/membership-reviews", With("/v1/membership-reviews", "partyId", await AppliedAsync("P-SORT-1")));
        await AppliedAsync("P-SORT-3");
        await ledger.Server.CaughtUpAsync();

        Assert.Equal(["P-SORT-1", "P-SORT-2", "P-SORT-3"], await PagedAsync(""));
        Assert.Equal(["P-SORT-3", "P-SORT-1", "P-SORT-2"], await PagedAsync("&sort=-country"));
        Assert.Equal(["P-SORT-2", "P-SORT-3", "P-SORT-1"], await PagedAsync("&sort=membership"));
        Assert.Equal(["P-SORT-2"], await PagedAsync("&membership=none"));
        Assert.Equal("field-errors", (await office.GetAsync("/v1/parties?sort=size")).Problem);

        async Task<string> AppliedAsync(string id)
        {
            using var party = await ledger.Server.AsAsync(id, "smelter");
            await party.DoneAsync("/v1/membership-applications", With("/v1/membership-applications", "partyId", id));
            return id;
        }

        async Task<List<string>> PagedAsync(string query)
        {
            var (ids, path) = (new List<string>(), "/v1/parties?limit=1&role=transporter" + query);
            while (path is not null)
            {
                var page = (await office.GetAsync(path)).Body;
                ids.AddRange(page["items"]!.AsArray().Select(party => (string)party!["partyId"]!));
                path = (string?)page["next"];
            }

            return ids;
        }
    }

    [Fact]
    public async Task An_authority_determines_a_status_in_its_own_name_only()
    {
        using var office = await ledger.Server.AsAsync("demo-programme", "programme");
        using var stranger = await ledger.Server.AsAsync("another-authority", "authority");
        await office.DoneAsync("/v1/sites", Commands.Site("S-NAME"));
        var refused = await stranger.CommandAsync("/v1/site-statuses", With("/v1/site-statuses", "siteId", "S-NAME"));
        Assert.Equal((HttpStatusCode.Forbidden, "not-acting-party"), (refused.Status, refused.Problem));
    }

    private static JsonObject With(string path, string name, string value)
    {
        var example = Commands.Example(path);
        example[name] = value;
        return example;
    }

    private static JsonObject Party(string id, string name, string role) => new()
    {
        ["id"] = Guid.NewGuid().ToString(), ["partyId"] = id, ["country"] = "RW", ["roles"] = new JsonArray(role),
        ["details"] = new JsonObject { ["name"] = name },
    };

    private static async Task<IEnumerable<string>> IdsAsync(LedgerClient client, string path, string id) =>
        (await client.GetAsync(path)).Body["items"]!.AsArray().Select(item => (string)item![id]!);
}
