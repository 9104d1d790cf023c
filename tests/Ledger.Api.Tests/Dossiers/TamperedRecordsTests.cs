using System.Net;
using System.Text.Json.Nodes;
using Ledger.Cli.Fsck;
using Ledger.EventStore;
using Ledger.EventStore.PrivatePostgres;
using Ledger.Projections.Heads;
using Ledger.Transparency.Audit;
using Ledger.Transparency.Notes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using Npgsql;

namespace Ledger.Api.Tests.Dossiers;

/// <summary>What a superuser does to the tables beside the events: whose an event is, what was sealed, tiles, heads.</summary>
public sealed class TamperedRecordsTests(RunningLedger ledger) : IClassFixture<RunningLedger>, IAsyncDisposable
{
    private const int BagsForATile = 130; // of four events each: two full tiles, and more than 256 streams
    private readonly NpgsqlDataSource _superuser =
        NpgsqlDataSource.Create(ledger.Database.ConnectionString(ClusterRoles.Superuser));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _superuser.DisposeAsync();

    [Fact]
    public async Task Every_column_beside_the_events_names_the_event_it_was_changed_for()
    {
        using var agent = await ledger.Server.AsAsync("demo-agent", "agent");
        using var auditor = await ledger.Server.AsAsync("demo-auditor", "auditor");
        var first = await PostAsync(agent);
        await PublishedAsync();
        await using (var root = await EditAsync("log_tile", "UPDATE ledger.log_tile SET root = sha256(root) WHERE level = 0 AND index = 0"))
            Assert.Equal(1, (await CheckAsync(auditor))?.Sequence);
        await PostAsync(agent); // a wider tile above, which nobody has read yet
        await PublishedAsync();
        Assert.Null(await CheckAsync(auditor));

        var (id, at) = ((string)first["id"]!, (long)first["events"]![0]!["sequence"]!);
        (string Table, string Change, string Where, long Named)[] changes =
        [
            ("custody_event", "id = gen_random_uuid()", $"id = '{id}'", at),
            ("custody_event", "organisation = 'somebody-else'", $"id = '{id}'", at),
            ("custody_event", "first_seq = first_seq + 1", $"id = '{id}'", at),
            ("custody_event", "event_count = event_count + 1", $"id = '{id}'", at),
            ("sealed", "event_id = gen_random_uuid()", $"event_id = {EventId(at)}", at),
            ("sealed", "kind = 'people'", $"event_id = {EventId(at)}", at),
            ("sealed", "salt = sha256(salt)", $"event_id = {EventId(at)}", at),
            ("sealed", "body = '\"another note\"'", $"event_id = {EventId(at)}", at),
            ("log_tile", "hashes = set_byte(hashes, 40, get_byte(hashes, 40) # 1)", "level = 0 AND index = 1", 256 + 2),
            ("log_tile", "level = 5", "level = 0 AND index = 1", 256 + 1),
            ("log_tile", "index = 999", "level = 0 AND index = 1", 256 + 1),
        ];
        foreach (var (table, change, where, named) in changes)
        {
            await using var edit = await EditAsync(table, $"UPDATE ledger.{table} SET {change} WHERE {where}");
            Assert.True(edit.IsAnEdit, change);
            Assert.True((await CheckAsync(auditor))?.Sequence == named, $"{table}: {change}");
        }

        foreach (var (table, where) in ((string, string)[])[("custody_event", $"id = '{id}'"), ("sealed", $"event_id = {EventId(at)}")])
            await using (await EditAsync(table, $"DELETE FROM ledger.{table} WHERE {where}"))
                Assert.Equal(at, (await CheckAsync(auditor))?.Sequence);
        Assert.Null(await CheckAsync(auditor));
    }

    [Fact]
    public async Task A_changed_head_or_tree_of_heads_is_found_out()
    {
        using var agent = await ledger.Server.AsAsync("demo-agent", "agent");
        using var auditor = await ledger.Server.AsAsync("demo-auditor", "auditor");
        var posted = await PostAsync(agent);
        await PostAsync(agent); // more than 256 lots, so that proofs of tags go through a tile above
        await TakeHeadsAsync();
        var lot = (string)posted["events"]!.AsArray().Select(receipt => receipt!["stream"]).First(
            stream => ((string)stream!).StartsWith("lot:", StringComparison.Ordinal))!;
        var path = $"/v1/lots/{lot["lot:".Length..]}/dossier.zip";
        var keys = (await LogTests.KeysAsync(auditor)).Keys;
        foreach (var (table, change) in ((string, string)[])[
            ("heads_page", "heads = set_byte(heads, octet_length(heads) - 3, get_byte(heads, octet_length(heads) - 3) # 1)"),
            ("heads_tile", "hashes = decode(reverse(encode(hashes, 'hex')), 'hex')")])
            await using (var edit = await EditAsync(table, $"UPDATE ledger.{table} SET {change}"))
            {
                Assert.True(edit.IsAnEdit, table);
                Assert.False(await IsVerifiedAsync(auditor, path, keys), table);
            }

        Assert.True(await IsVerifiedAsync(auditor, path, keys));
        await using (await EditAsync("head", $"UPDATE ledger.head SET leaf_hash = sha256(leaf_hash) WHERE stream = '{lot}'"))
        {
            var taken = await TakeHeadsAsync(); // for good: what is wrong then stands in the ledger
            await PublishedAsync();
            Assert.Equal(taken.Event.Sequence, (await CheckAsync(auditor))?.Sequence);
        }
    }

    private static async Task<bool> IsVerifiedAsync(LedgerClient auditor, string path, IReadOnlyCollection<NoteVerifier> keys)
    {
        try
        {
            var answer = await Eventually.IsAsync(
                () => auditor.GetAsync(path), answer => answer.Status != HttpStatusCode.ServiceUnavailable);
            return answer.Status == HttpStatusCode.OK
                && new DossierFiles(await answer.Message.Content.ReadAsByteArrayAsync(Cancellation)).Verified(keys).Verified;
        }
        catch (HttpRequestException)
        {
            return false; // begun, and broken off where the service saw it
        }
    }

    private static async Task<JsonNode> PostAsync(LedgerClient agent)
    {
        var bags = Enumerable.Range(0, BagsForATile).Select(_ => Sample.Bagged(Guid.NewGuid())).ToList();
        foreach (var bag in bags) bag["note"] = "wet";
        var answer = await agent.PostLinesAsync(bags.Select(bag => bag.ToJsonString()));
        Assert.All(answer.Lines, line => Assert.Equal("created", (string?)line["status"]));
        return answer.Lines[0];
    }

    private async Task PublishedAsync()
    {
        using var nobody = ledger.Server.Anonymous();
        await LogTests.PublishedAsync(nobody, await ledger.Server.HeadAsync());
    }

    private async Task<TakenHeads> TakeHeadsAsync()
    {
        var services = ledger.Server.App.Services;
        using var taker = new HeadsTaker(
            services.GetRequiredService<IEventStore>(), services.GetRequiredService<HeadsStore>(), new MinutesLater(),
            NullLogger<HeadsTaker>.Instance);
        return (await taker.TakeAsync(Cancellation)).Taken;
    }

    private async Task<AuditProblem?> CheckAsync(LedgerClient auditor)
    {
        using var http = ServerSource.Client(ledger.Server.Address, auditor.Key!);
        var source = new ServerSource(http);
        using var nobody = ledger.Server.Anonymous();
        var check = new LogCheck(source, [await LogTests.PublishedAsync(nobody, 0)], _ => { }, new RecordCheck(source));
        return await check.RunAsync(Cancellation);
    }

    private Task<SuperuserEdit> EditAsync(string table, string sql) => SuperuserEdit.MakeAsync(_superuser, table, sql);

    private static string EventId(long sequence) => $"(SELECT id FROM ledger.event WHERE seq = {sequence})";

    /// <summary>The heads are taken at most once a minute.</summary>
    private sealed class MinutesLater : IClock
    {
        public Instant GetCurrentInstant() => SystemClock.Instance.GetCurrentInstant() + Duration.FromMinutes(5);
    }
}
