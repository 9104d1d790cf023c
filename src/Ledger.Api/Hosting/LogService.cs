using Ledger.Projections.Heads;
using Ledger.Projections.Integration;

namespace Ledger.Api.Hosting;

/// <summary>Keeps the transparency log while the service runs, and takes heads; or shows what other nodes publish.</summary>
internal sealed class LogService(LogHost host, HeadsTaker heads, LedgerOptions options) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        options.Log.Keep ? Task.WhenAll(host.RunAsync(stoppingToken), heads.RunAsync(stoppingToken)) : host.WatchAsync(stoppingToken);
}
