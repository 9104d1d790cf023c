using Ledger.Projections.Views;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace Ledger.Projections.Hosting;

/// <summary>
/// Works on rebuilds that were asked for, whichever node was asked. One node at a time is at it; where it was stopped or cut off, the next
/// to look begins again.
/// </summary>
public sealed class RebuildWorker(RebuildJobs jobs, Rebuild rebuild, IClock clock, ILogger<RebuildWorker> log)
{
    private const int MostAttempts = 5;
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    /// <summary>Looks once a second whether one is asked for, until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                await StepAsync(cancellation);
            }
            catch (Exception exception) when (!cancellation.IsCancellationRequested)
            {
                // What is not ended is begun again: an outage must not leave a rebuild half done.
                Log.LoopFailed(log, exception, "rebuild", Look.TotalSeconds);
            }

            await Task.Delay(Look, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Carries out the rebuild that is asked for; false where none is, or another node is at it.</summary>
    public async Task<bool> StepAsync(CancellationToken cancellation)
    {
        if (await jobs.UnderWayAsync(cancellation) is not { } job) return false;
        if (job.Attempts >= MostAttempts)
        {
            await jobs.EndAsync(job, RebuildState.Failed, clock.GetCurrentInstant(), cancellation);
            return false;
        }

        return await rebuild.TryRunAsync(
            new(stopping => BeginAsync(job, stopping), (sequence, stopping) => jobs.ReachAsync(job, sequence, stopping),
                stopping => jobs.EndAsync(job, RebuildState.Finished, clock.GetCurrentInstant(), stopping)), cancellation);
    }

    // Another node may have ended it between the look and the lock.
    private async Task<bool> BeginAsync(RebuildJob job, CancellationToken cancellation)
    {
        if (await jobs.FindAsync(job.Id, cancellation) is not { State: RebuildState.Waiting or RebuildState.Running }) return false;
        await jobs.BeginAsync(job, cancellation);
        return true;
    }
}
