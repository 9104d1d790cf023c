using System.Security.Cryptography;
using System.Text.Json;
using Ledger.Api.Pages.House;

namespace Ledger.Api.Tests.Pages.Walks;

/// <summary>
/// An auditor who looks into one tag of the demo world: finds it, reads its lots as they were, and takes away what can be verified without
/// the service.
/// </summary>
[Collection(WorldWalks.Name)]
public sealed class AuditorWalkTests(PostedWorld world, RunningBrowser browser)
{
    private static readonly Language English = Language.English;

    [Fact]
    public async Task An_auditor_finds_a_tag_on_two_lots_replays_them_and_verifies_dossier_leaf_heads_and_log_by_itself()
    {
        using var auditor = await world.Server.AsAsync("demo-auditor", "auditor");
        var planted = world.Planted("tag-on-two-lots");
        var (tag, lots) = (planted.Subjects[0]["tag:".Length..], planted.Subjects.Skip(1).Select(lot => lot["lot:".Length..]).ToList());
        await using var visitor = await browser.VisitAsync(world.Server);
        await visitor.SignInAsync(auditor);

        await SearchRunsAsync(visitor, auditor);
        await SearchPartiesAsync(visitor, auditor);
        await ReadFindingAsync(visitor, auditor);
        await ReadTagAsync(visitor, tag, lots);
        await ReplayAsync(visitor, auditor, lots[0]);
        await TakeDossierAwayAsync(visitor, lots[0]);
        var (sequence, leafHash) = await ReadEventsAsync(visitor, lots[0]);
        await TakeHeadsAsync(visitor, auditor, lots[0]);
        await ProveAsync(visitor, auditor, sequence, leafHash);
        await CompareLogsAsync(visitor, auditor);
    }

    private static async Task SearchRunsAsync(Visitor visitor, LedgerClient auditor)
    {
        await visitor.GoAsync("/en/runs");
        (string Name, string Value)[] asked =
            [("holder", "demo-trader-02"), ("sort", "-input"), ("endedFrom", "2026-05-01"), ("endedTo", "2026-05-31")];
        await visitor.FillAsync(asked);
        await visitor.PressAsync("form.beside button");
        var query = string.Join('&', asked.Select(each => $"{each.Name}={each.Value}"));
        var runs = (await PostedWorld.AllAsync(auditor, "/v1/runs?" + query))
            .Select(run => run.GetProperty("runId").GetString()!).ToList();
        Assert.NotEmpty(runs);
        Assert.Equal(runs.Take(20), await visitor.TextsAsync("main table a"));
        await visitor.Page.TypeAsync("#find", runs[0]);
        await visitor.SubmitAsync();
        Assert.Equal(runs[0], await visitor.HeadingAsync());
    }

    private async Task SearchPartiesAsync(Visitor visitor, LedgerClient auditor)
    {
        await visitor.TurnToAsync("/en/parties");
        await visitor.FillAsync(("role", "exporter"));
        await visitor.PressAsync("form.beside button");
        var exporters = world.World.Participants.Where(each => each.Roles.Contains("exporter")).ToList();
        Assert.Equal(exporters.Select(each => each.Id.Value), await visitor.TextsAsync($"td[data-head='{English["party"]}'] a"));
        await visitor.PressAsync($"td[data-head='{English["party"]}'] a");
        Assert.Equal(exporters[0].Id.Value, await visitor.HeadingAsync());
        var held = (await auditor.GetAsync($"/v1/parties/{exporters[0].Id}/holdings")).Body["holdings"]!.AsArray();
        await visitor.SeesAsync([exporters[0].Name, .. held.Select(each => English.Kg((decimal)each!["remainingKg"]!))]);
    }

    // It stands in the queue, names what betrays it, and each record it rests on was planted.
    private async Task ReadFindingAsync(Visitor visitor, LedgerClient auditor)
    {
        var planted = world.Planted("tag-on-two-lots");
        await visitor.TurnToAsync("/en/findings");
        await visitor.FillAsync(("rule", planted.ExpectedRules.Single()), ("subject", planted.Subjects[0]));
        await visitor.PressAsync("form[role=search] button");
        Assert.Equal(1, await visitor.CountAsync("article.finding"));
        await visitor.PressAsync("article h2 a");
        var finding = (await auditor.GetAsync("/v1" + (await visitor.PathAsync())["/en".Length..])).Body;
        await visitor.SeesAsync((string)finding["explanation"]!["observed"]!, (string)finding["explanation"]!["innocent"]!);
        var evidence = await visitor.TextsAsync($"td[data-head='{English["finding.record"]}']");
        Assert.Equal(finding["content"]!["evidence"]!["ids"]!.AsArray().Select(id => (string)id!).Order(), evidence.Order());
        Assert.Empty(evidence.Except(planted.CustodyEvents.Select(id => id.ToString())));
        await visitor.PressAsync($"td[data-head='{English["finding.record"]}'] a");
        await visitor.SeesAsync(evidence[0]);

        await visitor.GoAsync("/en/incidents");
        var incidents = await PostedWorld.AllAsync(auditor, "/v1/incidents");
        Assert.NotEmpty(incidents);
        Assert.Equal(incidents.Count, await visitor.CountAsync("main tbody tr"));
    }

    private static async Task ReadTagAsync(Visitor visitor, string tag, List<string> lots)
    {
        await visitor.GoAsync("/en/tags/" + tag);
        Assert.Equal(lots.Order(), (await visitor.TextsAsync("main li a[href*='/lots/']:not([href*='provenance'])")).Order());
        await visitor.TurnToAsync("/en/lots");
        await visitor.Page.TypeAsync("#find", lots[0]);
        await visitor.SubmitAsync();
        Assert.Equal(lots[0], await visitor.HeadingAsync());
    }

    // As it had happened by the day it was bagged, whoever knew; and as it was known yesterday, which was nothing.
    private async Task ReplayAsync(Visitor visitor, LedgerClient auditor, string lot)
    {
        var history = (await auditor.GetAsync($"/v1/lots/{Uri.EscapeDataString(lot)}/history")).Body["entries"]!.AsArray();
        var times = history.Select(entry => (string)entry!["eventTime"]!).Select(time => (Day: time[..10], Time: time[11..16])).ToList();
        var first = times.Min();
        Assert.True(times.Max().Day.CompareTo(first.Day) > 0, "something happened later");
        await visitor.GoAsync("/en/lots/" + Uri.EscapeDataString(lot));
        Assert.Equal(history.Count, await visitor.CountAsync(".timeline > li"));

        var tomorrow = $"{NodaTime.SystemClock.Instance.GetCurrentInstant() + NodaTime.Duration.FromDays(2):uuuu-MM-dd}";
        await visitor.FillAsync(("happenedBy", first.Day), ("knownAt", tomorrow));
        await visitor.PressAsync("form[action$='" + Uri.EscapeDataString(lot) + "'] button");
        Assert.Equal(times.Count(time => time.Day == first.Day), await visitor.CountAsync(".timeline > li"));
        Assert.NotEqual(0, await visitor.CountAsync("main .notice"));
        await visitor.GoAsync($"/en/lots/{Uri.EscapeDataString(lot)}?knownAt=2026-06-30");
        Assert.Equal("There is nothing here for you", await visitor.HeadingAsync());
    }

    // As downloaded it is verified on the command line; with one record changed it is not.
    private async Task TakeDossierAwayAsync(Visitor visitor, string lot)
    {
        using var folder = new TemporaryFolder();
        await visitor.GoAsync("/en/lots/" + Uri.EscapeDataString(lot));
        var file = await visitor.Page.DownloadAsync("main a[href$='/dossier.zip']", folder.Folder);
        var verified = await world.VerifyAsync(file);
        Assert.True(verified.ExitCode == 0, verified.Output + verified.Error);
        const string all = Transparency.Dossiers.DossierFormat.Leaves;
        var files = new Dossiers.DossierFiles(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));
        var leaves = files.Lines(all);
        var changed = leaves[0].Replace("\"version\":1", "\"version\":2", StringComparison.Ordinal);
        Assert.NotEqual(leaves[0], changed);
        files.WithLines(all, [changed, .. leaves.Skip(1)]);
        await File.WriteAllBytesAsync(folder.File("changed.zip"), files.Rehashed().Zipped(), TestContext.Current.CancellationToken);
        Assert.Equal(1, (await world.VerifyAsync(folder.File("changed.zip"))).ExitCode);
    }

    // Events of the lot's stream, by the day they were recorded; the raw bytes of one, whose hash is the leaf's.
    private static async Task<(long Sequence, string LeafHash)> ReadEventsAsync(Visitor visitor, string lot)
    {
        await visitor.TurnToAsync("/en/events");
        await visitor.FillAsync(("recordedTo", "2026-06-30"));
        await visitor.SubmitAsync();
        await visitor.SeesAsync(English["events.none"]);
        var today = $"{NodaTime.SystemClock.Instance.GetCurrentInstant():uuuu-MM-dd}";
        await visitor.FillAsync(("recordedTo", ""), ("recordedFrom", today), ("stream", "lot:" + lot));
        await visitor.SubmitAsync();
        Assert.All(await visitor.TextsAsync($"td[data-head='{English["events.stream"]}'] a"), stream => Assert.Equal("lot:" + lot, stream));
        var sequence = (long)Seen.Number(await visitor.Page.TextAsync($"td[data-head='{English["log.sequence"]}']"));
        using var folder = new TemporaryFolder();
        var file = await visitor.Page.DownloadAsync($"main a[href='/en/events/{sequence}']", folder.Folder);
        var leaf = (await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).TrimEnd('\n');
        Assert.Contains($"\"stream\":\"lot:{lot}\"", leaf, StringComparison.Ordinal);
        // RFC 6962, 2.1: a zero byte before the leaf
        return (sequence, Convert.ToHexStringLower(SHA256.HashData([0, .. System.Text.Encoding.UTF8.GetBytes(leaf)])));
    }

    // Where the lot's stream ends, signed: a dossier that leaves out its last record would be seen.
    private static async Task TakeHeadsAsync(Visitor visitor, LedgerClient auditor, string lot)
    {
        var taken = await auditor.SendAsync(HttpMethod.Post, "/v1/log/heads", null);
        Assert.True((int)taken.Status is 200 or 201, taken.Text);
        var head = await Eventually.IsAsync(
            () => auditor.GetAsync("/v1/log/heads?stream=" + Uri.EscapeDataString("lot:" + lot)), answer => (int)answer.Status == 200);
        Assert.Equal("head", (string)head.Body["verdict"]!);
        var unknown = await auditor.GetAsync("/v1/log/heads?stream=lot:nobody:1");
        Assert.Equal("absent", (string)unknown.Body["verdict"]!);
        await visitor.GoAsync($"/en/log?sequence={(long)head.Body["taken"]!["sequence"]!}");
        await visitor.SeesAsync(English["log.result.there.title"]);
    }

    // In the browser, and on the command line: with the hash of the bytes that were taken away, and with no other.
    private async Task ProveAsync(Visitor visitor, LedgerClient auditor, long sequence, string leafHash)
    {
        await visitor.GoAsync($"/en/log?sequence={sequence}&hash={leafHash}");
        await visitor.SeesAsync(English["log.result.same.title"]);
        await visitor.PressAsync(".result a");
        await visitor.Page.WaitAsync("!document.querySelector('#check button').matches(':disabled')");
        await visitor.Page.ClickAsync("#check button");
        await visitor.Page.WaitAsync("document.querySelector('#check-found .result')?.dataset.verdict === 'proved'");

        using var folder = new TemporaryFolder();
        var proof = folder.File("proof.txt");
        await File.WriteAllTextAsync(
            proof, (await auditor.GetAsync($"/v1/log/proof?sequence={sequence}")).Text, TestContext.Current.CancellationToken);
        Assert.Equal(0, (await world.VerifyAsync(proof, "--leaf", leafHash)).ExitCode);
        Assert.Equal(1, (await world.VerifyAsync(proof, "--leaf", new string('0', leafHash.Length))).ExitCode);
    }

    // The log's checkpoint as it was kept is the one of now until something is recorded, and then its beginning.
    private async Task CompareLogsAsync(Visitor visitor, LedgerClient auditor)
    {
        await world.Server.SettledAsync();
        var kept = (await auditor.GetAsync("/checkpoint")).Text;
        Assert.Equal("same", await CompareAsync());
        using var trader = world.As("demo-trader-01");
        var spoiled = await trader.PostAsync(new System.Text.Json.Nodes.JsonObject
        {
            ["id"] = Guid.NewGuid().ToString(), ["type"] = "sheet-voided", ["eventTime"] = "2026-06-30T08:00:00+02:00", ["book"] = "B",
            ["number"] = "1", ["reason"] = "spoiled",
        });
        Assert.True((int)spoiled.Status == 201, spoiled.Text);
        await world.Server.SettledAsync();
        Assert.Equal("grown", await CompareAsync());

        async Task<string> CompareAsync()
        {
            await visitor.GoAsync("/en/log/verify");
            await visitor.Page.WaitAsync("!document.querySelector('#compare button').matches(':disabled')");
            await visitor.Page.TypeAsync("#kept", kept);
            await visitor.Page.ClickAsync("#compare button");
            await visitor.Page.WaitAsync("document.querySelector('#compare-found .result')");
            return (await visitor.Page.EvaluateAsync("document.querySelector('#compare-found .result').dataset.verdict")).GetString()!;
        }
    }
}
