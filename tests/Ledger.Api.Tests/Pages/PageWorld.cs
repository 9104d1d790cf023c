using System.Text.Json.Nodes;
using Ledger.Api.Pages.Desk.Sheets;
using Ledger.Domain.Sheets;
using Microsoft.Extensions.DependencyInjection;

namespace Ledger.Api.Tests.Pages;

/// <summary>A page to look at.</summary>
/// <param name="Path">Behind the language.</param>
/// <param name="Reader">Null for the public.</param>
internal sealed record PageToSee(string Path, LedgerClient? Reader);

/// <summary>Class fixture: a service with something on every page, made once.</summary>
public sealed class PageWorld : IAsyncLifetime
{
    private readonly RunningLedger _ledger = new();
    private readonly Dictionary<string, PageToSee> _pages = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _making = new(1);
    private Story? _story;

    public static IReadOnlyList<string> Names { get; } =
        [
            "front", "tag-in-use", "tag-lost", "tag-unknown", "tag-mistyped", "sign-in", "not-found", "lots", "lots-none", "lot",
            "lot-fine", "lot-made",
            "findings", "findings-none", "finding", "incidents", "incidents-none", "provenance", "provenance-of-bag", "log",
            "log-missing", "log-verify", "desk", "desk-none", "form-bagged", "form-processed", "form-wrong-type", "record", "correct",
            "correct-form",
            "sheet", "preview", "preview-right", "preview-gone", "import", "tag-list", "tag-list-none", "packing-list",
            "balance", "balance-within", "balance-none", "balance-forbidden", "supply", "supply-none",
            "run", "run-open", "run-unknown", "sale",
            "movement", "party", "party-empty", "parties", "parties-none", "sites", "sites-close", "sites-none", "sites-of-country",
            "site",
            "site-of-stranger", "site-unknown", "provenance-close", "provenance-open", "lot-past", "run-past", "sale-past",
            "movement-past", "events", "events-of-type", "events-none", "events-wrong", "events-forbidden",
            "tag", "tag-twice", "tag-past", "runs", "runs-none", "provenance-past",
            "state", "keys", "keys-none", "key-new", "settings", "setting", "setting-changed", "admin-forbidden",
        ];

    internal LedgerServer Server => _ledger.Server;

    public ValueTask InitializeAsync() => _ledger.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        _story?.Dispose();
        _making.Dispose();
        await _ledger.DisposeAsync();
    }

    internal async Task<PageToSee> FindAsync(string name)
    {
        await _making.WaitAsync();
        try
        {
            if (_story is null) await MakeAsync();
        }
        finally
        {
            _making.Release();
        }

        return _pages[name];
    }

    private async Task MakeAsync()
    {
        _story = await Story.BeginAsync(Server);
        var bag = await _story.BagAsync(tag: "0012345");
        await _story.HandOverAsync(bag, 50m, 42m);
        await _story.TieTwiceAsync("0012400");
        await WeighWithPapersAsync(_story, bag);
        var fine = await _story.BagAsync(48.2m);
        var (north, south) = (await _story.BagAsync(30m, site: "RW-0413"), await _story.BagAsync(22.5m, site: "RW-0502"));
        foreach (var part in (Bag[])[north, south]) await _story.HandOverAsync(part, 30m, 30m);
        var (_, washed) = await _story.WashAsync(70m, (bag, 42m), (north, 30m), (south, 22.5m));
        await _story.TellAsync(_story.Miner, "tag-lost", new()
        {
            ["series"] = (string)_story.Tag("1")["series"]!, ["kind"] = "mine", ["from"] = "0012399",
        });
        await EnterSitesAsync(_story.Programme);
        await _story.SettleAsync();
        await Server.CaughtUpAsync();
        Add("front", "/");
        Add("tag", TagPath(bag.Tag), _story.Trader);
        Add("tag-twice", TagPath("0012400"), _story.Programme);
        Add("tag-past", TagPath(bag.Tag) + "?happenedBy=2026-03-02&happenedByTime=08:01", _story.Miner);
        Add("provenance-past", $"/lots/{washed}/provenance?knownAt=2099-01-01&knownAtTime=12:30", _story.Programme);
        Add("tag-in-use", "/tag-check?number=" + bag.Tag);
        Add("tag-lost", "/tag-check?number=0012399");
        Add("tag-unknown", "/tag-check?number=7777777");
        Add("tag-mistyped", "/tag-check?number=12-34");
        Add("sign-in", "/sign-in");
        Add("not-found", "/nowhere");
        Add("lots", "/lots", _story.Programme);
        Add("lots-none", "/lots?status=exported", _story.Stranger);
        Add("lot", "/lots/" + bag.LotId, _story.Trader);
        var found = await Eventually.IsAsync(
            async () => (await _story.Trader.GetAsync("/v1/findings?rule=R5")).Body["items"]!.AsArray(), items => items.Count > 0);
        Add("findings", "/findings", _story.Programme);
        Add("findings-none", "/findings?rule=R13", _story.Trader);
        Add("finding", "/findings/" + (string)found[0]!["findingId"]!, _story.Trader);
        Add("incidents", "/incidents", _story.Programme);
        Add("incidents-none", "/incidents", _story.Stranger);
        Add("provenance", $"/lots/{washed}/provenance", _story.Programme);
        Add("lot-made", $"/lots/{washed}", _story.Programme);
        Add("provenance-close", $"/lots/{washed}/provenance?west=29.6&south=-2.1&east=29.9&north=-1.8", _story.Programme);
        Add("provenance-open", $"/lots/{washed}/provenance?up-open=site:RW-0412&up-zoom=1", _story.Programme);
        Add("sites", "/sites", _story.Programme);
        Add("sites-close", "/sites?west=29.4&south=-2.2&east=30&north=-1.6&sort=-status", _story.Miner);
        Add("sites-none", "/sites?country=BI&mineral=gold", _story.Stranger);
        Add("sites-of-country", "/sites?country=RW&year=2026", _story.Programme);
        Add("site", "/sites/RW-0412?year=2026", _story.Programme);
        Add("site-of-stranger", "/sites/RW-0502", _story.Stranger);
        Add("site-unknown", "/sites/NOBODY-KNOWS-IT", _story.Programme);
        Add("events", "/events", _story.Programme);
        Add("events-of-type", "/events?type=lot_received", _story.Programme);
        Add("events-none", "/events?recordedTo=2020-01-01&stream=lot:nobody:1", _story.Programme);
        Add("events-wrong", "/events?recordedFrom=yesterday", _story.Programme);
        Add("events-forbidden", "/events", _story.Miner);
        Add("lot-past", $"/lots/{bag.LotId}?knownAt=2099-01-01", _story.Trader);
        Add("provenance-of-bag", $"/lots/{fine.LotId}/provenance", _story.Miner);
        Add("log", "/log?sequence=1");
        Add("log-verify", "/log/verify?sequence=1");
        Add("log-missing", "/log?sequence=999999");
        await AddDeskAsync(_story, fine);
        Add("lot-fine", $"/lots/{fine.LotId}?happenedBy=2026-03-02", _story.Miner);
        await WeighAsync();
        await AddAdminAsync(_story);
    }

    /// <summary>With a paper sheet, and a photograph of it by its hash. Returns the hash.</summary>
    internal static async Task<string> WeighWithPapersAsync(Story story, Bag bag)
    {
        const string hash = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
        await story.TellAsync(story.Miner, "weighed", new()
        {
            ["lotId"] = bag.LotId, ["netKg"] = 50, ["method"] = "measured", ["purpose"] = "gate",
            ["sheet"] = new JsonObject { ["book"] = "MS-7", ["number"] = "0042" },
            ["documents"] = new JsonArray(new JsonObject
            {
                ["sha256"] = hash, ["mediaType"] = "image/jpeg", ["name"] = "private-name.jpg",
            }),
        });
        return hash;
    }

    private string TagPath(string number) => _story!.TagPath(number)["/v1".Length..];

    private async Task AddAdminAsync(Story story)
    {
        var admin = Server.Admin();
        var change = new JsonObject
        {
            ["id"] = Guid.NewGuid().ToString(), ["name"] = "R4.bagKg", ["value"] = 70,
            ["effectiveFrom"] = NodaTime.Text.InstantPattern.General.Format(
                NodaTime.SystemClock.Instance.GetCurrentInstant() + NodaTime.Duration.FromHours(1)),
        };
        Assert.Equal(201, (int)(await story.Programme.CommandAsync("/v1/setting-changes", change)).Status);
        var job = (string)(await admin.SendAsync(HttpMethod.Post, "/v1/admin/rebuild")).Body["id"]!;
        await Eventually.IsAsync(
            () => admin.GetAsync("/v1/admin/rebuild/" + job), answer => (string)answer.Body["state"]! == "finished");
        Add("state", "/admin", admin);
        Add("keys", "/admin/keys", admin);
        Add("keys-none", "/admin/keys?organisation=nobody", admin);
        Add("key-new", "/admin/keys/new", admin);
        Add("settings", "/admin/settings", admin);
        Add("setting", "/admin/settings/R5.heavierPct", admin);
        Add("setting-changed", "/admin/settings/R4.bagKg", story.Programme);
        Add("admin-forbidden", "/admin", story.Trader);
    }

    // Where the bags come from, with others around, a lake, a border and a park.
    private static async Task EnterSitesAsync(LedgerClient office)
    {
        (string Id, string Name, double Lon, double Lat, string? Status)[] sites =
        [
            ("RW-0412", "Amber Hill", 29.71, -1.96, "green"), ("RW-0413", "Basalt Hill", 29.82, -1.99, "yellow"),
            ("RW-0502", "Cedar Ridge", 29.42, -2.42, "green"), ("RW-0503", "Dry Valley", 29.70, -1.70, "red"),
            ("RW-0504", "Eagle Rock", 29.95, -2.10, "blue"), ("RW-0505", "Fern Slope", 29.955, -2.105, null),
            ("RW-0506", "Granite Field", 30.35, -1.45, "green"),
        ];
        foreach (var (id, name, lon, lat, status) in sites)
        {
            await office.DoneAsync("/v1/sites", SitePageTests.Site(id, name, lon, lat));
            if (status is not null) await office.DoneAsync("/v1/site-statuses", SitePageTests.Status(id, status, "2026-01-10"));
        }

        foreach (var area in (JsonObject[])
            [AreaDrawing.Box("LAKE", "water", 29.05, -2.4, 29.3, -1.8), AreaDrawing.Box("LAND", "border", 29.2, -2.6, 30.6, -1.35),
                AreaDrawing.Box("PARK", "protected", 30.1, -1.7, 30.5, -1.5)])
            await office.DoneAsync("/v1/areas", area);
    }

    // A holder that gains from July on, one that does not, and what they ran and dealt in.
    private async Task WeighAsync()
    {
        using var honest = await Story.BeginAsync(Server);
        var gaining = await Story.BeginAsync(Server);
        await WeighedStory.RunMonthsAsync(gaining, gainFrom: 7);
        await WeighedStory.RunMonthsAsync(honest);
        var many = await WeighedStory.RunManyAsync(gaining, 700);
        var bags = new List<Bag>();
        for (var each = 0; each < 9; each++) bags.Add(await gaining.BagAsync(50m));
        var sale = await WeighedStory.SellAsync(
            gaining, [.. bags.Take(6).Select((bag, each) => (bag, 50m, each == 5 ? 58m : 49.9m + (each * 0.05m)))]);
        var movement = await WeighedStory.SendAsync(gaining, [.. bags.Skip(6)]);
        await gaining.SettleAsync();
        await WeighedStory.CloseAsync(gaining, Server);
        await Server.CaughtUpAsync();
        var (one, other) = (gaining.Trader.Organisation, honest.Trader.Organisation);
        Add("balance", $"/parties/{one}/balance?year=2026", gaining.Trader);
        Add("balance-within", $"/parties/{other}/balance?year=2026", gaining.Programme);
        Add("balance-none", $"/parties/{gaining.Stranger.Organisation}/balance?year=2026", gaining.Stranger);
        Add("supply", $"/parties/{gaining.Miner.Organisation}/supply?month=2026-03", gaining.Programme);
        Add("supply-none", $"/parties/{one}/supply?month=2031-01", gaining.Programme);
        Add("balance-forbidden", $"/parties/{one}/balance", gaining.Stranger);
        Add("run", "/runs/" + WeighedStory.RunId(gaining, 8, 0), gaining.Trader);
        Add("run-open", "/runs/" + many, gaining.Programme);
        Add("runs", "/runs?sort=-input", gaining.Programme);
        Add("runs-none", "/runs?state=open", gaining.Stranger);
        Add("run-unknown", $"/runs/{one}:nobody-ran-it", gaining.Programme);
        Add("sale", "/sales/" + sale, gaining.Trader);
        Add("movement", "/movements/" + movement, gaining.Miner);
        Add("run-past", $"/runs/{WeighedStory.RunId(gaining, 8, 0)}?happenedBy=2026-08-20", gaining.Trader);
        Add("sale-past", $"/sales/{sale}?happenedBy=2026-12-31", gaining.Trader);
        Add("movement-past", $"/movements/{movement}?happenedBy=2026-12-31", gaining.Miner);
        Add("party", "/parties/" + one, gaining.Trader);
        Add("party-empty", "/parties/" + gaining.Stranger.Organisation, gaining.Stranger);
        Add("parties", "/parties", gaining.Programme);
        Add("parties-none", "/parties?role=bank", gaining.Programme);
    }

    private async Task AddDeskAsync(Story story, Bag fine)
    {
        var exporter = await Server.AsAsync("demo-exporter-" + fine.Tag, "exporter");
        Add("desk", "/desk", story.Miner);
        Add("desk-none", "/desk?type=sold", story.Stranger);
        Add("form-bagged", "/desk/record/bagged", story.Miner);
        Add("form-processed", "/desk/record/processed", story.Trader);
        Add("form-wrong-type", "/desk/record/exported", story.Trader);
        Add("record", $"/desk/records/{fine.BaggedBy}?recorded=true", story.Miner);
        Add("correct", $"/desk/records/{fine.BaggedBy}/correct", story.Miner);
        Add("correct-form", $"/desk/records/{fine.BaggedBy}/correct?reason=incorrect-data", story.Miner);
        Add("sheet", "/desk/sheet", story.Miner);
        Add("preview", "/desk/sheet/" + Shelve(story, "kg,50.2,fifty,49,-3"), story.Miner);
        Add("preview-right", "/desk/sheet/" + Shelve(story, "kg,50.2,48"), story.Miner);
        Add("preview-gone", "/desk/sheet/" + Guid.Empty, story.Miner);
        Add("import", "/desk/imports/" + await ImportAsync(story), story.Miner);
        Add("tag-list", "/desk/tag-list", story.Miner);
        Add("tag-list-none", "/desk/tag-list?mineral=gold", story.Stranger);
        Add("packing-list", "/desk/packing-list/" + Uri.EscapeDataString(await ConsignAsync(story, exporter)), exporter);
    }

    // A mine sheet whose first row names the column of masses, as its upload left it.
    private Guid Shelve(Story story, string masses)
    {
        var rows = masses.Split(',').Select((kg, at) => at == 0
            ? "date,site,mineral,series,tag,kg"
            : $"2026-03-0{at},RW-0412,cassiterite,RW,90{at},{kg}");
        var lines = CsvText.Read(string.Join('\n', rows));
        var settings = new SheetSettings(
            new(DateOrder.YearMonthDay, '.', NodaTime.DateTimeZone.Utc), new Dictionary<string, string>(),
            new HashSet<string>());
        var layout = SheetLayout.Find("mine-sheet")!;
        return Server.App.Services.GetRequiredService<SheetShelf>()
            .Put(story.Miner.Organisation, layout, lines, settings.Notation,
                layout.Read(lines, settings, new(story.Miner.Organisation))).Id;
    }

    private static async Task<string> ImportAsync(Story story)
    {
        var lines = new[] { Sample.Bagged(Guid.NewGuid()).ToJsonString(), """{"type":"bagged"}""" };
        var accepted = await story.Miner.PostLinesAsync(lines, prefer: "respond-async");
        Assert.Equal(202, (int)accepted.Status);
        var id = (string)accepted.Body["id"]!;
        await Eventually.IsAsync(() => story.Miner.GetAsync("/v1/imports/" + id), answer => (string?)answer.Body["state"] == "finished");
        return id;
    }

    private static async Task<string> ConsignAsync(Story story, LedgerClient exporter)
    {
        var bag = await story.BagAsync(50m);
        var lot = $"{exporter.Organisation}:X-1";
        await story.TellAsync(exporter, "consigned", new()
        {
            ["lotId"] = lot, ["mineral"] = "cassiterite", ["exporter"] = exporter.Organisation,
            ["lots"] = new JsonArray(new JsonObject { ["tag"] = story.Tag(bag.Tag), ["netKg"] = 50, ["method"] = "measured" }),
            ["packing"] = new JsonArray(new JsonObject
            {
                ["drum"] = "D-1", ["grossKg"] = 52.5, ["netKg"] = 50, ["tag"] = story.Tag("7700001"),
            }),
        });
        await story.SettleAsync();
        await Eventually.IsAsync(() => exporter.GetAsync("/v1/lots/" + Uri.EscapeDataString(lot)), answer => (int)answer.Status == 200);
        return lot;
    }

    private void Add(string name, string path, LedgerClient? reader = null) => _pages[name] = new(path, reader);
}
