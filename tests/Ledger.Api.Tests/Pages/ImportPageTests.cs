using Ledger.Api.Pages.House;
using Ledger.EventStore.PrivatePostgres;
using Npgsql;

namespace Ledger.Api.Tests.Pages;

/// <summary>An import before it has ended.</summary>
public sealed class ImportPageTests(RunningLedger ledger, RunningBrowser browser)
    : IClassFixture<RunningLedger>, IClassFixture<RunningBrowser>
{
    [Fact]
    public async Task An_import_under_way_says_how_far_it_is_and_without_script_goes_on_to_its_end_by_itself()
    {
        const int lines = 40;
        using var story = await Story.BeginAsync(ledger.Server);
        await using var visitor = await browser.VisitAsync(ledger.Server, hasScript: false);
        await visitor.SignInAsync(story.Miner);
        // Whoever appends waits for the head of the ledger, which somebody holds.
        await using var source = NpgsqlDataSource.Create(ledger.Database.ConnectionString(ClusterRoles.Owner));
        await using var connection = await source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var holding = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using var hold = new NpgsqlCommand("SELECT seq FROM ledger.ledger_head FOR UPDATE", connection, holding);
        await hold.ExecuteScalarAsync(TestContext.Current.CancellationToken);
        var accepted = await story.Miner.PostLinesAsync(
            Enumerable.Range(0, lines).Select(_ => Sample.Bagged(Guid.NewGuid()).ToJsonString()), prefer: "respond-async");
        Assert.Equal(202, (int)accepted.Status);

        await visitor.GoAsync("/en/desk/imports/" + (string)accepted.Body["id"]!);
        await visitor.SeesAsync(Language.English.With("import.progress", "0", $"{lines}"), Language.English["import.says"]);
        var bar = await visitor.Page.EvaluateAsync("[document.querySelector('progress').value, document.querySelector('progress').max]");
        Assert.Equal((0, lines), (bar[0].GetInt32(), bar[1].GetInt32()));
        await holding.RollbackAsync(TestContext.Current.CancellationToken);

        await visitor.Page.WaitAsync(
            $"document.querySelector('h1')?.innerText === '{Language.English["import.finished"]}' && document.readyState === 'complete'");
        await visitor.SeesAsync($"{Language.English["import.created"]}\n{lines}");
        Assert.Equal(0, await visitor.CountAsync("progress"));
    }
}
