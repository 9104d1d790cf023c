using System.Text.Json.Serialization;
using Ledger.Api.Auth;
using Ledger.Api.Hosting;
using Ledger.Api.Http;
using Ledger.Domain.Json;
using Ledger.Projections.Views;
using NodaTime;

namespace Ledger.Api.Admin;

/// <summary>How far a rebuild is.</summary>
/// <param name="State">waiting, running, finished or failed.</param>
/// <param name="Progress">0 to 1.</param>
internal sealed record RebuildAnswer(
    Guid Id, string State, string RequestedBy, DateTimeOffset RequestedAt, DateTimeOffset? EndedAt, long TargetSequence,
    long ReachedSequence, int Attempts, double Progress)
{
    [JsonIgnore]
    public string Address => $"/v1/admin/rebuild/{Id}";

    public static RebuildAnswer Of(RebuildJob job) => new(
        job.Id, Code<RebuildState>.Name(job.State), job.RequestedBy.Value, job.RequestedAt.ToDateTimeOffset(),
        job.EndedAt?.ToDateTimeOffset(), job.TargetSequence, job.ReachedSequence, job.Attempts,
        job.State == RebuildState.Finished ? 1
            : job.TargetSequence == 0 ? 0 : Math.Round(Math.Min(0.9999, (double)job.ReachedSequence / job.TargetSequence), 4));
}

/// <summary>POST /v1/admin/rebuild: makes the views anew in the background; where one is under way, answers with that one.</summary>
internal static class PostRebuild
{
    public static async Task Handle(HttpContext context, RebuildJobs jobs, Database database, IClock clock)
    {
        if (database.OwnerConnectionString is null)
            throw new RefusedException(new(Problem.NoOwner, "Start a node with ConnectionStrings:LedgerOwner and ask that one."));
        var now = Instant.FromUnixTimeMilliseconds(clock.GetCurrentInstant().ToUnixTimeMilliseconds());
        var answer = RebuildAnswer.Of(await jobs.RequestAsync(
            Guid.CreateVersion7(), context.Caller().Organisation, now, context.RequestAborted));
        await Outcomes.AcceptedAsync(context, answer.Address, answer, ApiJson.Default.RebuildAnswer);
    }
}

/// <summary>GET /v1/admin/rebuild/{id}: how far it is, whichever node works on it.</summary>
internal static class GetRebuild
{
    public static async Task Handle(HttpContext context, Guid id, RebuildJobs jobs)
    {
        var job = await jobs.FindAsync(id, context.RequestAborted)
            ?? throw new RefusedException(new(Problem.NotFound, "There is no rebuild with this id."));
        await Outcomes.OkAsync(context, RebuildAnswer.Of(job), ApiJson.Default.RebuildAnswer);
    }
}
