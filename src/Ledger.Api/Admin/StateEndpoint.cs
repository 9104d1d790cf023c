using System.Diagnostics;
using System.Reflection;
using Ledger.Api.Hosting;
using Ledger.Api.Http;
using Ledger.Api.Imports;
using Ledger.Api.Proofs;
using Ledger.EventStore;
using Ledger.Projections.Hosting;
using Ledger.Projections.Integration;
using Ledger.Projections.Views;
using NodaTime;

namespace Ledger.Api.Admin;

/// <summary>How far one is that follows the events.</summary>
/// <param name="BehindSeconds">Since the first event that it does not reflect was recorded; 0 where it reflects all.</param>
/// <param name="IsKeptHere">This node moves it.</param>
internal sealed record FollowerAnswer(long Sequence, long BehindEvents, double BehindSeconds, bool IsKeptHere)
{
    public static FollowerAnswer Of(FollowerStanding standing, long newest, Instant now, bool isKeptHere) => new(
        standing.Sequence, Math.Max(0, newest - standing.Sequence),
        standing.OldestWaiting is { } since && now > since ? Math.Round((now - since).TotalSeconds, 1) : 0, isKeptHere);
}

/// <param name="Bytes">On disk.</param>
/// <param name="Server">Version of PostgreSQL.</param>
/// <param name="MayRebuild">This node takes a rebuild.</param>
internal sealed record DatabaseAnswer(long Bytes, string Server, bool MayRebuild);

/// <summary>A witness of the log.</summary>
/// <param name="CosignedSize">Of the tree it cosigned last; absent where it is not known to have cosigned.</param>
/// <param name="CosignedAt">By its own clock.</param>
internal sealed record WitnessAnswerLine(string Name, string Vkey, bool IsAsked, long? CosignedSize, DateTimeOffset? CosignedAt);

/// <summary>The state of the service, on the node that was asked.</summary>
/// <param name="Sequence">The newest event's; 0 before the first.</param>
/// <param name="LogProblem">Why the log does not sign, and what to do.</param>
/// <param name="Rebuild">The newest, under way or over; absent where none was ever asked for.</param>
internal sealed record StateAnswer(
    string Version, DateTimeOffset StartedAt, DateTimeOffset Now, long Sequence, DateTimeOffset? RecordedAt, DatabaseAnswer Database,
    FollowerAnswer Views, FollowerAnswer Rules, FollowerAnswer Log, string? LogProblem, IReadOnlyList<WitnessAnswerLine> Witnesses,
    QueueState Queue, int WaitingImports, RebuildAnswer? Rebuild);

/// <summary>GET /v1/admin/state: for who runs the service.</summary>
internal sealed class StateEndpoint(
    StandingReader standings, RebuildJobs rebuilds, IEventStore store, ImportStore imports, PublishedLog log, LogWitnesses witnesses,
    Database database, LedgerOptions options, IClock clock)
{
    private static readonly string Version =
        typeof(StateEndpoint).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    private static readonly DateTimeOffset StartedAt = Process.GetCurrentProcess().StartTime.ToUniversalTime();

    public static Task Get(HttpContext context, StateEndpoint endpoint) => endpoint.GetAsync(context);

    private async Task GetAsync(HttpContext context)
    {
        var standing = await standings.ReadAsync(context.RequestAborted);
        var rebuild = await rebuilds.LatestAsync(context.RequestAborted);
        var now = clock.GetCurrentInstant();
        await Outcomes.OkAsync(
            context, new StateAnswer(
                Version, StartedAt, now.ToDateTimeOffset(), standing.Sequence, standing.RecordedAt?.ToDateTimeOffset(),
                new(standing.DatabaseBytes, standing.ServerVersion, database.OwnerConnectionString is not null && options.Views),
                FollowerAnswer.Of(standing.Views, standing.Sequence, now, options.Views),
                FollowerAnswer.Of(standing.Rules, standing.Sequence, now, options.Views),
                FollowerAnswer.Of(standing.Log, standing.Sequence, now, options.Log.Keep), log.Problem,
                [.. witnesses.Standing(log.Current).Select(each => new WitnessAnswerLine(
                    each.Name, each.Vkey, each.IsAsked, each.CosignedSize, each.CosignedAt?.ToDateTimeOffset()))],
                store.Queue, imports.WaitingCount, rebuild is null ? null : RebuildAnswer.Of(rebuild)), ApiJson.Default.StateAnswer);
    }
}
