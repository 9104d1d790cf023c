using System.Text;
using System.Text.Json.Nodes;
using Ledger.Cli.Http;
using Ledger.EventStore.PrivatePostgres;
using Ledger.Simulation;
using NodaTime;
using Npgsql;

namespace Ledger.Api.Tests.Dossiers;

/// <summary>
/// A world of 500 bags over three months, posted as its organisations would, with their mistakes and frauds: whatever the rules find in
/// it, no dossier of it raises any doubt about the ledger.
/// </summary>
public sealed class CleanDossiersTests(PostedWorld world) : IClassFixture<PostedWorld>
{
    private const int Dossiers = 200;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_hundred_dossiers_of_lots_tags_and_export_lots_raise_nothing()
    {
        using var auditor = await world.Server.AsAsync("demo-auditor", "auditor");
        var keys = (await LogTests.KeysAsync(auditor)).Keys;
        var (posted, exportLots) = (world.Posted, world.ExportLots);
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

    /// <summary>Where the proofs cannot be read for a while, what comes before them has arrived already.</summary>
    [Fact]
    public async Task A_large_one_is_sent_while_it_is_made()
    {
        const int bytesFirst = 1 << 15;
        using var auditor = await world.Server.AsAsync("demo-auditor", "auditor");
        var path = world.ExportLots[0];
        await auditor.DownloadAsync(path); // heads are taken
        await world.Server.SettledAsync(); // what is recorded from here on could not be published
        var keys = (await LogTests.KeysAsync(auditor)).Keys;

        using var http = Connection.Client(world.Server.Address, auditor.Key!);
        await using var superuser = NpgsqlDataSource.Create(world.Database.ConnectionString(ClusterRoles.Superuser));
        await using var hold = await superuser.OpenConnectionAsync(Cancellation);
        await ExecuteAsync("BEGIN; LOCK TABLE ledger.log_tile IN ACCESS EXCLUSIVE MODE");
        using var answer = await http.GetAsync(path.TrimStart('/'), HttpCompletionOption.ResponseHeadersRead, Cancellation);
        Assert.True(answer.IsSuccessStatusCode, $"{answer}");
        await using var body = await answer.Content.ReadAsStreamAsync(Cancellation);
        var first = new byte[bytesFirst];
        await body.ReadExactlyAsync(first, Cancellation);
        await Eventually.IsAsync(IsWaitingAsync, isWaiting => isWaiting);
        await ExecuteAsync("ROLLBACK");
        using var whole = new MemoryStream();
        whole.Write(first);
        await body.CopyToAsync(whole, Cancellation);

        var report = new DossierFiles(whole.ToArray()).Verified(keys);
        Assert.True(report.Verified, $"{report}");

        async Task ExecuteAsync(string sql)
        {
            await using var command = new NpgsqlCommand(sql, hold);
            await command.ExecuteNonQueryAsync(Cancellation);
        }

        async Task<bool> IsWaitingAsync()
        {
            await using var command = superuser.CreateCommand(
                "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND relation = 'ledger.log_tile'::regclass)");
            return (bool)(await command.ExecuteScalarAsync(Cancellation))!;
        }
    }

    private static string LotPath(string lot) => PostedWorld.LotPath(lot);

    private static IEnumerable<string> PathsOf(JsonNode bagged)
    {
        if ((string?)bagged["lotId"] is { } lot) yield return LotPath(lot);
        if (bagged["tag"] is { } tag) yield return $"/v1/tags/{tag["series"]}/{tag["kind"]}/{tag["number"]}/dossier.zip";
    }
}

/// <summary>Class fixture: a small simulated world, posted by its organisations.</summary>
public sealed class PostedWorld : IAsyncLifetime
{
    private const int Window = 500;
    private readonly RunningLedger _ledger = new();

    internal LedgerServer Server => _ledger.Server;

    internal TestDatabase Database => _ledger.Database;

    internal IReadOnlyList<JsonNode> Posted { get; private set; } = [];

    /// <summary>The paths of their dossiers.</summary>
    internal IReadOnlyList<string> ExportLots =>
        [.. Posted.Where(each => (string)each["type"]! == "consigned").Select(each => LotPath((string)each["lotId"]!))];

    public async ValueTask InitializeAsync()
    {
        await _ledger.InitializeAsync();
        try
        {
            await PostAsync(_ledger.Server, World.Generate(new(7, WorldSize.Small, new LocalDate(2026, 3, 31))));
        }
        catch (Xunit.Sdk.SkipException)
        {
            // said again by each test
        }
    }

    public ValueTask DisposeAsync() => _ledger.DisposeAsync();

    internal static string LotPath(string lot) => $"/v1/lots/{lot}/dossier.zip";

    private async Task PostAsync(LedgerServer server, World world)
    {
        var clients = new Dictionary<string, LedgerClient>(StringComparer.Ordinal);
        foreach (var participant in world.Participants)
            clients[participant.Id.Value] = await server.AsAsync(participant.Id.Value, [.. participant.Roles]);
        foreach (var window in world.Postings.Chunk(Window))
            foreach (var batch in window.GroupBy(posting => posting.PostedBy.Value))
            {
                var answer = await clients[batch.Key].PostLinesAsync(batch.Select(posting => Encoding.UTF8.GetString(posting.Json.Span)));
                Assert.All(answer.Lines, line => Assert.Equal("created", (string?)line["status"]));
            }

        foreach (var client in clients.Values) client.Dispose();
        Posted = [.. world.Postings.Select(posting => JsonNode.Parse(posting.Json.Span)!)];
    }
}
