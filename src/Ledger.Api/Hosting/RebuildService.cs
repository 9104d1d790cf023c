using Ledger.EventStore;
using Ledger.Projections.Hosting;
using Ledger.Projections.Views;
using NodaTime;

namespace Ledger.Api.Hosting;

/// <summary>Works on rebuilds that were asked for, of any node, where this one may make schemas.</summary>
internal sealed class RebuildService(
    RebuildJobs jobs, IEventStore store, Database database, LedgerOptions options, IClock clock, ILogger<RebuildWorker> log)
    : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (database.OwnerConnectionString is not { } owner) return Task.CompletedTask;
        var rebuild = new Rebuild(store, owner, database.AppConnectionString, options.Schema);
        return new RebuildWorker(jobs, rebuild, clock, log).RunAsync(stoppingToken);
    }
}
