using System.Text.Json.Nodes;
using Ledger.Cli.Fsck;
using Ledger.Cli.Http;
using Ledger.EventStore.PrivatePostgres;
using Ledger.Transparency.Audit;
using Npgsql;

namespace Ledger.Api.Tests.Dossiers;

/// <summary>A superuser at the tables of a running ledger, and an auditor with <c>ledger fsck --records</c>.</summary>
internal sealed class Tampering(RunningLedger ledger) : IAsyncDisposable
{
    private const int BagsForATile = 130; // of four events each: two full tiles, and more than 256 streams
    private readonly NpgsqlDataSource _superuser =
        NpgsqlDataSource.Create(ledger.Database.ConnectionString(ClusterRoles.Superuser));

    public ValueTask DisposeAsync() => _superuser.DisposeAsync();

    public Task<SuperuserEdit> EditAsync(string table, string sql) => SuperuserEdit.MakeAsync(_superuser, table, sql);

    public static async Task<JsonNode> PostAsync(LedgerClient agent)
    {
        var bags = Enumerable.Range(0, BagsForATile).Select(_ => Sample.Bagged(Guid.NewGuid())).ToList();
        foreach (var bag in bags) bag["note"] = "wet";
        var answer = await agent.PostLinesAsync(bags.Select(bag => bag.ToJsonString()));
        Assert.All(answer.Lines, line => Assert.Equal("created", (string?)line["status"]));
        return answer.Lines[0];
    }

    public async Task PublishedAsync()
    {
        using var nobody = ledger.Server.Anonymous();
        await LogTests.PublishedAsync(nobody, await ledger.Server.HeadAsync());
    }

    public async Task<AuditProblem?> CheckAsync(LedgerClient auditor)
    {
        using var http = Connection.Client(ledger.Server.Address, auditor.Key!);
        var source = new ServerSource(http);
        using var nobody = ledger.Server.Anonymous();
        var check = new LogCheck(source, [await LogTests.PublishedAsync(nobody, 0)], _ => { }, new RecordCheck(source));
        return await check.RunAsync(TestContext.Current.CancellationToken);
    }
}
