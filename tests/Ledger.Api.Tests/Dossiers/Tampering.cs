using System.Text.Json.Nodes;
using Ledger.Cli.Fsck;
using Ledger.Cli.Http;
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

/// <summary>A superuser at the tables of a running ledger, and an auditor with <c>ledger fsck --records</c>.</summary>
internal sealed class Tampering(RunningLedger ledger) : IAsyncDisposable
{
    private const int BagsForATile = 130; // of four events each: two full tiles, and more than 256 streams
    private readonly NpgsqlDataSource _superuser =
        NpgsqlDataSource.Create(ledger.Database.ConnectionString(ClusterRoles.Superuser));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _superuser.DisposeAsync();

    public Task<SuperuserEdit> EditAsync(string table, string sql) => SuperuserEdit.MakeAsync(_superuser, table, sql);

    public async Task<string> TextAsync(string sql)
    {
        await using var command = _superuser.CreateCommand(sql);
        return await command.ExecuteScalarAsync(Cancellation) as string ?? "";
    }

    /// <summary>Changes what is never put back.</summary>
    public Task ExecuteAsync(string sql) => TextAsync($"SET session_replication_role = replica; {sql}; RESET session_replication_role");

    /// <summary>Every column of every table of the ledger, as <c>table.column</c>; its views are made again at will.</summary>
    public async Task<IReadOnlyList<string>> ColumnsAsync() => (await TextAsync(
        """
        SELECT string_agg(c.relname || '.' || a.attname, ' ' ORDER BY c.relname, a.attnum)
        FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        WHERE c.relnamespace = 'ledger'::regnamespace AND c.relkind IN ('r', 'p', 'f', 'm')
        """)).Split(' ');

    public static async Task<JsonNode> PostAsync(LedgerClient agent)
    {
        var bags = Enumerable.Range(0, BagsForATile).Select(_ => Sample.Bagged(Guid.NewGuid())).ToList();
        foreach (var bag in bags) bag["note"] = "wet";
        var answer = await agent.PostLinesAsync(bags.Select(bag => bag.ToJsonString()));
        Assert.All(answer.Lines, line => Assert.Equal("created", (string?)line["status"]));
        return answer.Lines[0];
    }

    /// <summary>Takes the heads now, as if a minute had passed since the last time.</summary>
    public async Task<TakenHeads> TakeHeadsAsync()
    {
        var services = ledger.Server.App.Services;
        using var taker = new HeadsTaker(
            services.GetRequiredService<IEventStore>(), services.GetRequiredService<HeadsStore>(), new MovedClock(Duration.FromMinutes(5)),
            NullLogger<HeadsTaker>.Instance);
        return (await taker.TakeAsync(Cancellation)).Taken;
    }

    public async Task PublishedAsync()
    {
        using var nobody = ledger.Server.Anonymous();
        await LogTests.PublishedAsync(nobody, await ledger.Server.HeadAsync());
    }

    /// <param name="auditor">Whose key is used.</param>
    /// <param name="kept">Checkpoints kept from earlier; the published one is looked at too.</param>
    public async Task<AuditProblem?> CheckAsync(LedgerClient auditor, params Checkpoint[] kept)
    {
        using var http = Connection.Client(ledger.Server.Address, auditor.Key!);
        var source = new ServerSource(http);
        using var nobody = ledger.Server.Anonymous();
        _keys ??= (await LogTests.KeysAsync(nobody)).Keys; // as they were given before anybody tampered
        var check = new LogCheck(source, [await LogTests.PublishedAsync(nobody, 0), .. kept], _ => { }, new RecordCheck(source, _keys));
        return await check.RunAsync(Cancellation);
    }

    private IReadOnlyCollection<NoteVerifier>? _keys;
}
