using Ledger.Api.Http;
using Ledger.Projections.Integration;
using Npgsql;

namespace Ledger.Api.Hosting;

/// <param name="Status">live, ready or not-ready.</param>
/// <param name="Reason">Why it is not ready.</param>
/// <param name="Log">Why the transparency log does not sign, and what to do; capture goes on meanwhile.</param>
internal sealed record Health(string Status, string? Reason = null, string? Log = null);

/// <summary>GET /health/live: the process answers.</summary>
internal static class GetLive
{
    public static Task Handle(HttpContext context) => Outcomes.OkAsync(context, new("live"), ApiJson.Default.Health);
}

/// <summary>GET /health/ready: the database answers and its schema is of this version.</summary>
internal static class GetReady
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public static async Task Handle(HttpContext context, Database database, PublishedLog log)
    {
        if (await ReasonAsync(database, context.RequestAborted) is { } reason)
            await Outcomes.UnreadyAsync(context, new("not-ready", reason), ApiJson.Default.Health);
        else
            await Outcomes.OkAsync(context, new("ready", Log: log.Problem), ApiJson.Default.Health);
    }

    private static async Task<string?> ReasonAsync(Database database, CancellationToken aborted)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        patience.CancelAfter(Patience);
        try
        {
            return await database.IsCurrentAsync(patience.Token) ? null : "migrations are missing";
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException or OperationCanceledException)
        {
            return "the database does not answer";
        }
    }
}
