using System.Text;
using System.Text.Json.Nodes;
using Ledger.Simulation;
using NodaTime;

namespace Ledger.Api.Tests.Dossiers;

/// <summary>
/// A world of 500 bags over three months, posted as its organisations would, with their mistakes and frauds: whatever the rules find in
/// it, no dossier of it raises any doubt about the ledger.
/// </summary>
public sealed class CleanDossiersTests(RunningLedger ledger) : IClassFixture<RunningLedger>
{
    private const int Dossiers = 200;
    private const int Window = 500;

    [Fact]
    public async Task Two_hundred_dossiers_of_lots_tags_and_export_lots_raise_nothing()
    {
        var world = World.Generate(new(7, WorldSize.Small, new LocalDate(2026, 3, 31)));
        await PostAsync(world);
        using var auditor = await ledger.Server.AsAsync("demo-auditor", "auditor");
        var keys = (await LogTests.KeysAsync(auditor)).Keys;

        var posted = world.Postings.Select(posting => JsonNode.Parse(posting.Json.Span)!).ToList();
        List<string> exportLots =
            [.. posted.Where(each => (string)each["type"]! == "consigned").Select(each => LotPath((string)each["lotId"]!))];
        Assert.NotEmpty(exportLots);
        List<string> others =
        [
            .. posted.Where(each => (string)each["type"]! == "bagged").SelectMany(each => PathsOf(each)),
            .. posted.SelectMany(each => each["outputs"]?.AsArray().Select(output => (string?)output!["lotId"]) ?? [])
                .OfType<string>().Select(LotPath),
        ];
        var step = others.Count / (Dossiers - exportLots.Count);
        var paths = exportLots.Concat(others.Where((_, place) => place % step == 0)).Distinct().Take(Dossiers).ToList();
        Assert.Equal(Dossiers, paths.Count);

        var (largest, findings) = (0, 0);
        foreach (var path in paths)
        {
            var report = new DossierFiles(await auditor.DownloadAsync(path)).Verified(keys);
            Assert.True(report.Verified, $"{path}: {report}");
            Assert.True(report is { ProvenanceTraced: true, Withheld.Count: 0 }, $"{path}: {report}");
            (largest, findings) = (Math.Max(largest, report.Leaves), findings + report.FindingsConfirmed);
        }

        Assert.True(largest > 300 && findings > 0, $"{largest} leaves at most, {findings} findings: the world says too little");
    }

    private static string LotPath(string lot) => $"/v1/lots/{lot}/dossier.zip";

    private static IEnumerable<string> PathsOf(JsonNode bagged)
    {
        if ((string?)bagged["lotId"] is { } lot) yield return LotPath(lot);
        if (bagged["tag"] is { } tag) yield return $"/v1/tags/{tag["series"]}/{tag["kind"]}/{tag["number"]}/dossier.zip";
    }

    private async Task PostAsync(World world)
    {
        var clients = new Dictionary<string, LedgerClient>(StringComparer.Ordinal);
        foreach (var participant in world.Participants)
            clients[participant.Id.Value] = await ledger.Server.AsAsync(participant.Id.Value, [.. participant.Roles]);
        foreach (var window in world.Postings.Chunk(Window))
            foreach (var batch in window.GroupBy(posting => posting.PostedBy.Value))
            {
                var answer = await clients[batch.Key].PostLinesAsync(batch.Select(posting => Encoding.UTF8.GetString(posting.Json.Span)));
                Assert.All(answer.Lines, line => Assert.Equal("created", (string?)line["status"]));
            }

        foreach (var client in clients.Values) client.Dispose();
    }
}
