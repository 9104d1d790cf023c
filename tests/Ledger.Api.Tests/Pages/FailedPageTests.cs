using System.Net;
using Ledger.EventStore.PrivatePostgres;
using Npgsql;

namespace Ledger.Api.Tests.Pages;

/// <summary>A page that breaks is a page: in its reader's language, with what an operator finds it by, nothing of the inside.</summary>
public sealed class FailedPageTests(StoreDatabase database, RunningBrowser browser)
    : IClassFixture<StoreDatabase>, IClassFixture<RunningBrowser>
{
    [Fact]
    public async Task What_breaks_behind_a_page_or_in_it_is_said_on_a_page_and_found_in_the_log_by_its_reference()
    {
        await using var server = await LedgerServer.StartAsync(LedgerServer.OptionsFor(database.Database));
        var log = HeardLog.Of(server);
        using var trader = await server.AsAsync("broken-trader", "trader");
        await using var visitor = await browser.VisitAsync(server);
        await visitor.SignInAsync(trader, "fr");

        await ExecuteAsync("ALTER TABLE ledger.api_key RENAME last_used_on TO lost");
        await Eventually.IsAsync(() => trader.GetAsync("/v1/caller"), answer => answer.Status == HttpStatusCode.InternalServerError);
        await visitor.GoAsync("/fr/lots"); // its API call breaks
        await IsToldAsync(visitor, log, "Quelque chose ne va pas de notre côté", "GET /v1/caller failed");

        await visitor.Page.SendAsync("Network.clearBrowserCookies");
        await visitor.GoAsync("/en/sign-in");
        await visitor.Page.TypeAsync("#key", trader.Key!);
        await visitor.SubmitAsync(); // the page's own code breaks
        await IsToldAsync(visitor, log, "Something is wrong on our side", "POST /en/sign-in failed");
        Assert.DoesNotContain("last_used_on", await visitor.Page.TextAsync(), StringComparison.Ordinal);
        Assert.Empty(await visitor.BarriersAsync());
        await ExecuteAsync("ALTER TABLE ledger.api_key RENAME lost TO last_used_on");
    }

    [Fact]
    public async Task With_the_database_stopped_under_it_pages_say_so_and_come_back_with_it()
    {
        _ = database.Database; // skips where there is no PostgreSQL
        var options = new LedgerOptions { Port = 0, Data = ThrowAwayCluster.NewFolder(), Demo = false };
        await using var server = await LedgerServer.StartAsync(options);
        var log = HeardLog.Of(server);
        using var agent = await server.AsAsync("demo-agent", "agent");
        await using (var visitor = await browser.VisitAsync(server))
        {
            await visitor.SignInAsync(agent);
            Assert.Equal("Lots", await AtAsync(visitor, "/en/lots"));

            StartTests.KillPostgres(options.Data);
            Assert.Equal("The ledger cannot be reached just now", await AtAsync(visitor, "/en/tag-check?number=1234567"));
            await IsToldAsync(visitor, log, "The ledger cannot be reached just now", "The database cannot be reached");
            await visitor.GoAsync("/fr/tag-check?number=1234567");
            await IsToldAsync(visitor, log, "Le registre n’est pas joignable pour l’instant", "The database cannot be reached");
            using var nobody = server.Anonymous();
            var answer = await nobody.GetAsync("/en/tag-check?number=1234567");
            Assert.Equal((HttpStatusCode.ServiceUnavailable, "text/html"), (
                answer.Status, answer.Message.Content.Headers.ContentType?.MediaType));
            Assert.NotNull(answer.Message.Headers.RetryAfter);

            await using (await PrivateCluster.StartAsync(new(options.Data), TestContext.Current.CancellationToken))
            {
                await Eventually.IsAsync(() => AtAsync(visitor, "/en/lots"), heading => heading == "Lots");
                await server.StopAsync();
            }
        }

        Assert.True(await PrivateCluster.DeleteAsync(new(options.Data), TestContext.Current.CancellationToken));
    }

    private static async Task<string> AtAsync(Visitor visitor, string path)
    {
        await visitor.GoAsync(path);
        return await visitor.HeadingAsync();
    }

    private static async Task IsToldAsync(Visitor visitor, HeardLog log, string heading, string logged)
    {
        Assert.Equal(heading, await visitor.HeadingAsync());
        var reference = await visitor.Page.TextAsync("main .code");
        Assert.Matches("^[0-9a-f]{12}$", reference);
        Assert.Contains(log.Lines, line =>
            line.Contains(reference, StringComparison.Ordinal) && line.Contains(logged, StringComparison.Ordinal));
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(database.Database.ConnectionString(ClusterRoles.Superuser));
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}
