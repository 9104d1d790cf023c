namespace Ledger.Api.Tests.Pages;

public sealed class LogPageTests(RunningLedger ledger, RunningBrowser browser)
    : IClassFixture<RunningLedger>, IClassFixture<RunningBrowser>
{
    [Fact]
    public async Task Anyone_checks_a_receipt_without_a_key_and_without_script()
    {
        using var trader = await ledger.Server.AsAsync("log-trader", "trader");
        var receipt = (await trader.PostBaggedAsync()).Body["events"]![0]!;
        var (sequence, hash) = ((long)receipt["sequence"]!, (string)receipt["leafHash"]!);
        await using var visitor = await browser.VisitAsync(ledger.Server, "/en/log", hasScript: false);

        await visitor.Page.TypeAsync("#sequence", $"{sequence}");
        await visitor.Page.TypeAsync("#hash", hash.ToUpperInvariant());
        await visitor.SubmitAsync();
        Assert.Contains("In the log, unchanged", await visitor.MainAsync(), StringComparison.Ordinal);

        await visitor.GoAsync($"/en/log?sequence={sequence}&hash={hash[..^1]}{(hash[^1] == '0' ? '1' : '0')}");
        Assert.Contains("The log holds something else here", await visitor.MainAsync(), StringComparison.Ordinal);
        await visitor.GoAsync("/fr/log?sequence=12345678");
        Assert.Contains("Pas au journal", await visitor.MainAsync(), StringComparison.Ordinal);
        await visitor.GoAsync("/en/log?sequence=first");
        Assert.Contains("Type a whole number from 1", await visitor.MainAsync(), StringComparison.Ordinal);
    }
}
