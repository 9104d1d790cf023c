using System.Net;
using System.Security.Cryptography;
using System.Text;
using Ledger.Transparency.Notes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using NodaTime;

namespace Ledger.Api.Tests;

/// <summary>A witness is somebody else's machine: whatever it does, the log goes on and nothing wrong is published.</summary>
public sealed class MisbehavingWitnessTests(StoreDatabase database) : IClassFixture<StoreDatabase>
{
    [Theory]
    [InlineData("silent")]
    [InlineData("nonsense")]
    [InlineData("another-key")]
    [InlineData("another-text")]
    [InlineData("endless")]
    [InlineData("error")]
    [InlineData("wrong-size")]
    [InlineData("redirect")]
    public async Task Whatever_a_witness_does_the_log_goes_on_without_it(string manner)
    {
        if (!Ed25519.CanSign) Requirement.Missing("libcrypto");
        var key = new Cosigner("w.example", RandomNumberGenerator.GetBytes(32));
        await using var witness = await WitnessAsync(manner, key);
        var policy = Path.GetTempFileName();
        await File.WriteAllTextAsync(
            policy, $"witness w {key.Verifier} {witness.Urls.Single()}\nquorum none\n", TestContext.Current.CancellationToken);
        var options = LedgerServer.OptionsFor(database.Database) with
        {
            Name = $"ledger.example/{manner}", Log = new() { WitnessPolicy = policy }, // another name, so that its keys are its own
        };
        await using var server = await LedgerServer.StartAsync(options);
        using var agent = await server.AsAsync("demo-agent", "agent");
        var (origin, keys) = await LogTests.KeysAsync(agent);
        Assert.Equal(options.Name, origin);

        for (var post = 0; post < 3; post++)
        {
            // the answer waits 3 seconds at most: longer than the log may be behind
            var answer = await agent.GetAsync((string)(await agent.PostBaggedAsync()).Body["events"]![0]!["proof"]!);
            Assert.Equal(HttpStatusCode.OK, answer.Status);
            var note = TlogProof.Parse(Encoding.UTF8.GetBytes(answer.Text)).Checkpoint;
            Assert.Equal(keys.Count, note.VerifiedBy([.. keys, key.Verifier]).Count);
            Assert.Empty(note.LinesOf(key.Verifier));
        }

        File.Delete(policy);
    }

    private static async Task<WebApplication> WitnessAsync(string manner, Cosigner key)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        app.MapPost("/add-checkpoint", async context =>
        {
            switch (manner)
            {
                case "silent":
                    await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                    break;
                case "error":
                    context.Response.StatusCode = 500;
                    break;
                case "redirect":
                    context.Response.Redirect("/elsewhere");
                    break;
                case "wrong-size":
                    context.Response.StatusCode = 409;
                    await context.Response.WriteAsync("999999999999\n");
                    break;
                case "nonsense":
                    await context.Response.WriteAsync("\u2014 w.example AAAA\n\n\n");
                    break;
                case "endless":
                    for (var line = new string('x', 1_000); !context.RequestAborted.IsCancellationRequested;)
                        await context.Response.WriteAsync(line, context.RequestAborted);
                    break;
                case "another-key":
                    var other = new Cosigner("w.example", RandomNumberGenerator.GetBytes(32));
                    await context.Response.WriteAsync($"{other.Cosign("text\n", Instant.FromUnixTimeSeconds(1))}\n");
                    break;
                default:
                    await context.Response.WriteAsync($"{key.Cosign("another text\n", Instant.FromUnixTimeSeconds(1))}\n");
                    break;
            }
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }
}
