using Ledger.Projections.Integration;

namespace Ledger.Api.Hosting;

/// <summary>Keeps the transparency log while the service runs, or shows what other nodes publish.</summary>
internal sealed class LogService(LogHost host, LedgerOptions options) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        options.Log.Keep ? host.RunAsync(stoppingToken) : host.WatchAsync(stoppingToken);
}
