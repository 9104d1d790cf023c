using System.Net;

namespace Ledger.Api.Tests;

public sealed class LogRefusalTests(StoreDatabase database) : IClassFixture<StoreDatabase>
{
    [Fact]
    public async Task A_log_that_must_not_sign_says_why_while_capture_goes_on()
    {
        var options = LedgerServer.OptionsFor(database.Database);
        await using var first = await LedgerServer.StartAsync(options);
        using (var nobody = first.Anonymous()) await LogTests.PublishedAsync(nobody, 1); // the first closed day
        await first.StopAsync();
        foreach (var key in Directory.GetFiles(options.Data, "*.pem", SearchOption.AllDirectories)) File.Delete(key);

        await using var server = await LedgerServer.StartAsync(options);
        using var agent = await server.AsAsync("demo-agent", "agent");
        var posted = await agent.PostBaggedAsync();

        Assert.Equal(HttpStatusCode.Created, posted.Status);
        var ready = await Eventually.IsAsync(() => agent.GetAsync("/health/ready"), answer => answer.Body["log"] is not null);
        Assert.Equal((HttpStatusCode.OK, "ready"), (ready.Status, (string)ready.Body["status"]!));
        Assert.Contains("Bring back the keys", (string)ready.Body["log"]!, StringComparison.Ordinal);
        var proof = await agent.GetAsync((string)posted.Body["events"]![0]!["proof"]!);
        Assert.Equal("not-found", proof.Problem);
        Assert.Contains("Bring back the keys", (string)proof.Body["detail"]!, StringComparison.Ordinal);
    }
}
