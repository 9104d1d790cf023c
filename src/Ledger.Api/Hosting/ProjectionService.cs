using Ledger.Api.Http;
using Ledger.Projections.Hosting;

namespace Ledger.Api.Hosting;

/// <summary>
/// Keeps views and rules going while the service runs, and closes days. In the demo the first day is closed when its world is
/// there, so that what waits for a day's close is to be seen at once.
/// </summary>
internal sealed class ProjectionService(
    ProjectionHost host, CalendarKeeper calendar, DemoWorld demo, IHostApplicationLifetime lifetime, ILogger<ProjectionService> log)
    : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(host.RunAsync(stoppingToken), CloseDaysAsync(stoppingToken));

    private async Task CloseDaysAsync(CancellationToken stopping)
    {
        // The world is posted to this service's own address: from when that opens until it begins to close. The next start goes on.
        using var open = CancellationTokenSource.CreateLinkedTokenSource(stopping, lifetime.ApplicationStopping);
        try
        {
            var started = new TaskCompletionSource();
            await using var _ = lifetime.ApplicationStarted.Register(started.SetResult);
            await started.Task.WaitAsync(open.Token);
            await demo.EnsureAsync(open.Token);
        }
        catch (Exception) when (open.IsCancellationRequested)
        {
            return;
        }
        catch (Exception exception)
        {
            Log.DemoWorldFailed(log, exception);
        }

        await calendar.RunAsync(stopping);
    }
}
