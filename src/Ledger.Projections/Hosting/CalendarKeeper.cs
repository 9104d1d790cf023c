using Ledger.Domain;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.EventStore;
using Ledger.Transparency.Leaves;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace Ledger.Projections.Hosting;

/// <summary>
/// Closes days in the ledger's time zone, each once, whichever node is first. Days on which the service was off are not made up for.
/// </summary>
public sealed class CalendarKeeper(IEventStore store, IClock clock, DateTimeZone zone, ILogger<CalendarKeeper> log)
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(30);

    /// <summary>Looks twice a minute whether a day is over, until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            await CloseAsync(Yesterday, cancellation);
            await Task.Delay(Look, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>The last day that is over.</summary>
    public LocalDate Yesterday => clock.GetCurrentInstant().InZone(zone).Date.PlusDays(-1);

    /// <summary>Closes the day unless it or a later one is closed; true when this call did it.</summary>
    public async Task<bool> CloseAsync(LocalDate day, CancellationToken cancellation)
    {
        var (version, last) = await LastAsync(cancellation);
        if (last >= day) return false;
        var closed = new DayClosed(day);
        var name = $"day-closed:{NodaTime.Text.LocalDatePattern.Iso.Format(day)}:{version + 1}";
        var id = Uuid5.Create(Guid.Empty, System.Text.Encoding.UTF8.GetBytes(name));
        var prefix = LeafPrefix.Create(EventTypes.Serialize(closed), "{}"u8, id);
        var result = await store.AppendAsync(
            new([new AppendUnit(null, [new(id, StreamName.Calendar, EventTypes.NameOf(closed), prefix)], [])],
                [new(StreamName.Calendar, version)]), cancellation);
        if (result.Status != AppendStatus.Created) return false;
        Log.DayClosed(log, day);
        return true;
    }

    private async Task<(int Version, LocalDate? Day)> LastAsync(CancellationToken cancellation)
    {
        var (version, day) = (0, (LocalDate?)null);
        while (await store.ReadStreamAsync(StreamName.Calendar, version, 1_000, cancellation) is { Count: > 0 } page)
        {
            version = page[^1].Version;
            day = ((DayClosed)Leaf.Parse(page[^1].Bytes).ReadEvent()).Date;
        }

        return (version, day);
    }
}
