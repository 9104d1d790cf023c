using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Runtime.Versioning;
using System.Text;
using Ledger.Api.Auth;
using Ledger.Api.Capture;
using Ledger.Api.Hosting;
using Ledger.EventStore;
using Ledger.EventStore.PrivatePostgres;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Ledger.Api.Tests;

public sealed class StartTests(StoreDatabase database) : IClassFixture<StoreDatabase>
{
    [Theory]
    [InlineData(ClusterRoles.Owner)]
    [InlineData(ClusterRoles.Superuser)]
    public async Task It_does_not_start_as_a_role_that_could_undo_what_protects_the_events(string role)
    {
        var options = LedgerServer.OptionsFor(database.Database) with { ConnectionString = database.Database.ConnectionString(role) };
        var refused = await Assert.ThrowsAsync<StartException>(() => LedgerApp.BuildAsync(options, TestContext.Current.CancellationToken));
        Assert.Contains("name ledger_app", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_does_not_start_on_a_schema_that_is_not_there()
    {
        var options = LedgerServer.OptionsFor(database.Database) with { OwnerConnectionString = null, Schema = "elsewhere" };
        var refused = await Assert.ThrowsAsync<StartException>(() => LedgerApp.BuildAsync(options, TestContext.Current.CancellationToken));
        Assert.Contains("LedgerOwner", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task Secrets_are_in_files_that_only_its_user_may_read()
    {
        await using var server = await LedgerServer.StartAsync(LedgerServer.OptionsFor(database.Database));
        var files = Directory.GetFiles(Path.Combine(server.Data, "keys"));
        Assert.Contains(files, file => file.EndsWith("content-mac", StringComparison.Ordinal));
        Assert.All(files, file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file)));
    }

    [Fact]
    public async Task A_full_queue_answers_503_with_a_time_to_wait_and_loses_nothing_it_took()
    {
        await using var server = await LedgerServer.StartAsync(LedgerServer.OptionsFor(database.Database));
        using var agent = await server.AsAsync("demo-agent", "agent");
        var store = server.App.Services.GetRequiredService<IEventStore>();
        var intake = server.App.Services.GetRequiredService<Intake>();
        var caller = new Caller(new("demo-agent"), Roles.Agent, "none");
        Assert.Equal(HttpStatusCode.Created, (await agent.PostBaggedAsync()).Status);
        var before = await server.StoredAsync();
        // Read ahead: filling the queue must be over long before the first in it loses patience.
        List<AppendRequest> requests = [.. Enumerable.Range(0, 10_000).Select(_ => new AppendRequest(
            intake.Read(Encoding.UTF8.GetBytes(Sample.Weighed(Guid.NewGuid()).ToJsonString()), caller).Units))];

        await using var blocker = new NpgsqlConnection(database.Database.ConnectionString(ClusterRoles.Superuser));
        await blocker.OpenAsync(TestContext.Current.CancellationToken);
        var block = await blocker.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using (var hold = new NpgsqlCommand("SELECT seq FROM ledger.ledger_head FOR UPDATE", blocker))
            await hold.ExecuteScalarAsync(TestContext.Current.CancellationToken);
        var taken = requests.Select(request => store.AppendAsync(request, TestContext.Current.CancellationToken)).ToList();
        var refused = await agent.PostBaggedAsync();
        await block.RollbackAsync(TestContext.Current.CancellationToken);
        var outcomes = await Task.WhenAll(taken);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "overloaded"), (refused.Status, refused.Problem));
        Assert.NotNull(refused.Message.Headers.RetryAfter);
        Assert.Contains(outcomes, outcome => outcome.Status == AppendStatus.Overloaded);
        // On a slow machine some wait longer than the store has patience: those may be stored or not, all others are as answered.
        var (created, unknown) = (Count(AppendStatus.Created), Count(AppendStatus.Unknown));
        Assert.InRange(await server.StoredAsync(), before + created, before + created + unknown);
        Assert.Equal(taken.Count, created + unknown + Count(AppendStatus.Overloaded));

        int Count(AppendStatus status) => outcomes.Count(outcome => outcome.Status == status);
    }

    [Fact]
    public async Task When_PostgreSQL_dies_it_lives_on_and_a_retry_makes_exactly_one()
    {
        _ = database.Database; // skips where there is no PostgreSQL
        var options = new LedgerOptions { Port = 0, Data = ThrowAwayCluster.NewFolder(), Demo = false };
        await using var server = await LedgerServer.StartAsync(options);
        using var agent = await server.AsAsync("demo-agent", "agent");
        Assert.Equal(HttpStatusCode.Created, (await agent.PostBaggedAsync()).Status);
        Assert.Equal(HttpStatusCode.OK, (await agent.GetAsync("/health/ready")).Status);

        KillPostgres(options.Data);
        var id = Guid.NewGuid();
        var refused = await agent.PostBaggedAsync(id);
        Assert.Contains(refused.Problem, (string[])["unknown-outcome", "unavailable"]);
        Assert.NotNull(refused.Message.Headers.RetryAfter);
        Assert.Equal(HttpStatusCode.OK, (await agent.GetAsync("/health/live")).Status);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await agent.GetAsync("/health/ready")).Status);

        await using (await PrivateCluster.StartAsync(new(options.Data), TestContext.Current.CancellationToken))
        {
            Assert.Equal(HttpStatusCode.Created, (await agent.PostBaggedAsync(id)).Status);
            Assert.Equal("duplicate", (string)(await agent.PostBaggedAsync(id)).Body["status"]!);
            using var auditor = await server.AsAsync("demo-auditor", "auditor");
            var stored = (await auditor.GetAsync("/v1/events")).Lines;
            Assert.Equal(2, stored.Count(leaf => (string)leaf["type"]! == "lot_bagged"));
            await server.StopAsync();
        }

        Assert.True(await PrivateCluster.DeleteAsync(new(options.Data), TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Options_come_from_the_command_line_and_wrong_ones_are_named()
    {
        var options = LedgerOptions.Read(
            ["--port", "9001", "--data", "/somewhere", "--no-demo", "--Ledger:TimeZone", "Africa/Lubumbashi"]);
        Assert.Equal((9001, "/somewhere", false, "Africa/Lubumbashi"), (options.Port, options.Data, options.Demo, options.TimeZone.Id));
        var port = Assert.Throws<FormatException>(() => LedgerOptions.Read(["--port", "many"]));
        var zone = Assert.Throws<FormatException>(() => LedgerOptions.Read(["--Ledger:TimeZone", "Mars"]));
        Assert.Contains("LEDGER_PORT", port.Message, StringComparison.Ordinal);
        Assert.Contains("Ledger:TimeZone", zone.Message, StringComparison.Ordinal);
    }

    internal static void KillPostgres(string data)
    {
        using var postmaster = Process.GetProcessById(int.Parse(
            File.ReadLines(Path.Combine(data, "postgres", "data", "postmaster.pid")).First(), CultureInfo.InvariantCulture));
        postmaster.Kill();
        postmaster.WaitForExit();
    }
}
