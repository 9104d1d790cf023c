using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;

namespace Ledger.Api.Hosting;

/// <summary>Makes the first keys, and tells the operator where the service listens.</summary>
internal sealed class Greeting(FirstKeys keys, IServer server, IHostApplicationLifetime lifetime, LedgerOptions options)
    : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var lines = await keys.EnsureAsync(cancellationToken);
        lifetime.ApplicationStarted.Register(() => Print(lines));
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Print(IReadOnlyList<string> lines)
    {
        foreach (var line in lines) Console.WriteLine(line);
        foreach (var address in server.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses)
            Console.WriteLine($"{options.Name} listens on {address} (API at {address}/docs)");
    }
}
