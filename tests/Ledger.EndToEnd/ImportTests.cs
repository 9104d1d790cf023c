using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Ledger.Testing;

namespace Ledger.EndToEnd;

/// <summary>The command line against the real service: files become records once, whatever happens on the way.</summary>
public sealed partial class ImportTests(StoreDatabase database) : IClassFixture<StoreDatabase>, IAsyncLifetime
{
    private const string Head = "date;site;mineral;series;tag;kg\r\n";

    private readonly string _folder = Directory.CreateTempSubdirectory("ledger-import-").FullName;
    private ServiceProcess? _service;
    private string _key = "";

    public async ValueTask InitializeAsync()
    {
        var data = Path.Combine(_folder, "data");
        _service = await ServiceProcess.StartAsync(database.Database, data);
        // The database outlives each test's service: only the first one makes an administrator's key.
        _key = AdminKey ??= (await File.ReadAllTextAsync(Path.Combine(data, "keys", "first-admin-key.txt"))).Trim();
        using var admin = new Participant(_service.Address, _key);
        _key = await admin.MakeKeyAsync("demo-programme", "programme");
    }

    private static string? AdminKey { get; set; }

    public async ValueTask DisposeAsync()
    {
        if (_service is not null) await _service.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task All_sites_of_the_list_are_registered_killed_on_the_way_and_again_and_then_nothing_is_added()
    {
        var list = Path.Combine(SharedData.Folder("geo"), "mine-sites.csv");
        using (var killed = Import("--sites", list))
        {
            await Eventually.IsAsync(() => StoredAsync("site_registered"), sites => sites.Count >= 100);
            await killed.KillAsync();
        }

        var stored = (await StoredAsync("site_registered")).Count;
        var second = await RunAsync("--sites", list);
        var third = await RunAsync("--sites", list);

        Assert.InRange(stored, 100, 2_057);
        Assert.True(second.ExitCode == 0, second.Error);
        Assert.Equal((2_058 - stored, stored, 0), Counts(second));
        Assert.Contains("2058 of 2058 sites", second.Error, StringComparison.Ordinal);
        Assert.Equal((0, 2_058, 0), Counts(third));
        var sites = await StoredAsync("site_registered");
        Assert.Equal(2_058, sites.Select(site => (string)site["data"]!["site"]!).Distinct().Count());
        var first = sites.Single(site => (string)site["data"]!["site"]! == "S0001")["data"]!["description"]!;
        Assert.Equal((1.9275m, 27.3362m, "ZZ"), ((decimal)first["lat"]!, (decimal)first["lon"]!, (string)first["country"]!));
    }

    [Fact]
    public async Task Over_a_line_that_breaks_every_row_arrives_once()
    {
        var seed = Environment.TickCount;
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        await using var line = new CuttingProxy(_service!.Address, seed, cuts: 5);
        var rows = Enumerable.Range(1, 3_000).Select(number => $"02/03/2026;CUT-1;coltan;CUT;{number:D7};50,2\r\n");
        var sheet = Write("cut.csv", Encoding.UTF8.GetBytes(Head + string.Concat(rows)));

        var run = await CommandLine.RunAsync(
            _key, "import", "--mine-sheet", sheet, "--to", line.Address.ToString(), "--dates", "day-month-year", "--decimals", "comma");

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.True(line.Cuts > 0);
        var (created, duplicate, refused) = Counts(run);
        Assert.Equal((3_000, 0), (created + duplicate, refused));
        Assert.Equal(3_000, (await StoredAsync("lot_bagged")).Count(leaf => (string)leaf["data"]!["site"]! == "CUT-1"));
    }

    [Fact]
    public async Task Where_a_cell_is_wrong_nothing_is_posted_unless_the_bad_rows_may_be_left_out()
    {
        var sheet = Write("wrong.csv", Encoding.Latin1.GetBytes(
            Head + "02/03/2026;WRONG-1;coltan;WR;1;50,2\r\n31/02/2026;WRONG-1;coltan;WR;2;50.2\r\n;;;;;\r\n"));
        string[] asWritten = ["--dates", "day-month-year", "--decimals", "comma"];

        var refused = await RunAsync(["--mine-sheet", sheet, .. asWritten]);
        var before = await StoredAtAsync("WRONG-1");
        var skipped = await RunAsync(["--mine-sheet", sheet, "--skip-bad", .. asWritten]);
        await File.WriteAllTextAsync(
            sheet, Head + "02/03/2026;WRONG-1;coltan;WR;1;50,2\r\n28/02/2026;WRONG-1;coltan;WR;2;50,2\r\n",
            TestContext.Current.CancellationToken);
        var mended = await RunAsync(["--mine-sheet", sheet, .. asWritten]);
        var again = await RunAsync(["--mine-sheet", sheet, .. asWritten]);

        Assert.Equal((1, 0), (refused.ExitCode, before));
        Assert.Equal(
            [
                "row 3, date: '31/02/2026' must be a date, day first, such as 31/03/2026 (or 2026-03-31)",
                "row 3, kg: '50.2' must be a number such as 50,2, without thousands separators",
                "2 errors: nothing was posted. --skip-bad posts the 1 records without any.",
            ],
            refused.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal((1, (1, 0, 0)), (skipped.ExitCode, Counts(skipped)));
        Assert.Equal((0, (1, 1, 0)), (mended.ExitCode, Counts(mended)));
        Assert.Equal((0, 2, 0), Counts(again));
        Assert.Equal(2, await StoredAtAsync("WRONG-1"));
    }

    [Fact]
    public async Task A_processing_sheet_becomes_runs()
    {
        var sheet = Write("run.csv", """
            sheet,date,operation,mineral,series,mine tag,weight in,negociant tag,weight out,grade
            P-77,2026-03-05,magnetic,cassiterite,RUNS,4410877,50,2200415,41.3,67.9
            P-77,,,cassiterite,RUNS,4410878,49.5,,,
            """u8.ToArray());

        Assert.Equal((1, 0, 0), Counts(await RunAsync("--processing-sheet", sheet)));
        Assert.Equal((0, 1, 0), Counts(await RunAsync("--processing-sheet", sheet)));
        Assert.Equal(2, (await StoredAsync("lot_consumed")).Count(leaf => (string?)leaf["data"]!["lot"]!["tag"]?["series"] == "RUNS"));
    }

    [Fact]
    public async Task A_malformed_file_is_refused_whole_and_a_dry_run_posts_nothing()
    {
        string[] malformed =
        [
            "", "date,site\n", Head + "02/03/2026;MAL-1;coltan;M;1;50,2;7\r\n", Head + "\"02/03/2026;MAL-1;coltan;M;1;50,2\r\n",
            Head + "02/03/2026;MAL-1;coltan;M;1;\"50\",2\r\n",
            Head.Replace("kg", "tag", StringComparison.Ordinal), "\0\0", "PK\u0003\u0004",
        ];
        foreach (var text in malformed)
        {
            var run = await RunAsync("--mine-sheet", Write("malformed.csv", Encoding.UTF8.GetBytes(text)), "--skip-bad");
            Assert.True(run.ExitCode == 1 && run.Error.StartsWith("ledger: malformed.csv: ", StringComparison.Ordinal), run.Error);
            Assert.EndsWith("Nothing was posted.", run.Error.TrimEnd(), StringComparison.Ordinal);
        }

        var good = Write("good.csv", Encoding.UTF8.GetBytes(Head + "2026-03-02;MAL-1;coltan;M;1;50\r\n"));
        var dry = await CommandLine.RunAsync(null, "import", "--mine-sheet", good, "--dry-run", "--as", "demo-programme");
        Assert.Equal((0, "1 records can be posted, 0 errors"), (dry.ExitCode, dry.Error.Trim()));
        Assert.Equal(0, await StoredAtAsync("MAL-1"));
    }

    [Fact]
    public async Task Lines_of_custody_events_are_checked_before_any_is_posted()
    {
        var good = Enumerable.Range(0, 700).Select(number => $$"""
            {"id":"{{Guid.NewGuid()}}","type":"bagged","eventTime":"2026-03-02T09:30:00+02:00","mineral":"coltan","siteId":"LINES-1"}
            """).ToList();
        var file = Write("lines.ndjson", Encoding.UTF8.GetBytes(string.Join('\n', [.. good, "{", "", """{"type":"bagged"}"""])));

        var refused = await RunAsync("--events", file);
        var skipped = await RunAsync("--events", file, "--skip-bad");

        Assert.Contains("line 701: is not JSON", refused.Error, StringComparison.Ordinal);
        Assert.Contains("line 703: siteId is required", refused.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("created", refused.Output, StringComparison.Ordinal);
        Assert.Equal((700, 0, 0), Counts(skipped));
        Assert.Equal(700, await StoredAtAsync("LINES-1"));
    }

    private CommandLine Import(params string[] arguments) =>
        CommandLine.Start(_key, ["import", "--to", _service!.Address.ToString(), .. arguments]);

    private async Task<Ended> RunAsync(params string[] arguments)
    {
        using var import = Import(arguments);
        return await import.EndAsync();
    }

    private string Write(string name, byte[] content)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, content);
        return path;
    }

    private async Task<int> StoredAtAsync(string site) =>
        (await StoredAsync("lot_bagged")).Count(leaf => (string)leaf["data"]!["site"]! == site);

    private async Task<IReadOnlyList<JsonNode>> StoredAsync(string type)
    {
        using var reader = new Participant(_service!.Address, _key);
        return [.. (await reader.ReadAllAsync()).Where(leaf => (string)leaf["type"]! == type)];
    }

    private static (int Created, int Duplicate, int Refused) Counts(Ended run)
    {
        var counts = Report().Match(run.Output);
        Assert.True(counts.Success, run.Output + run.Error);
        int Of(int group) => int.Parse(counts.Groups[group].Value, CultureInfo.InvariantCulture);
        return (Of(1), Of(2), Of(3));
    }

    [GeneratedRegex(@"^(\d+) created, (\d+) duplicate, (\d+) refused\s*$")]
    private static partial Regex Report();
}
