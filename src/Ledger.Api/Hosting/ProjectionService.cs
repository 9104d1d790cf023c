using Ledger.Projections.Hosting;

namespace Ledger.Api.Hosting;

/// <summary>Keeps views, rules and the calendar going while the service runs.</summary>
internal sealed class ProjectionService(ProjectionHost host, CalendarKeeper calendar) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(host.RunAsync(stoppingToken), calendar.RunAsync(stoppingToken));
}
