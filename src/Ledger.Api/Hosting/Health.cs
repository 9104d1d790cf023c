using Ledger.Api.Http;
using Npgsql;

namespace Ledger.Api.Hosting;

/// <param name="Status">live, ready or not-ready.</param>
/// <param name="Reason">Why it is not ready.</param>
internal sealed record Health(string Status, string? Reason = null);

/// <summary>GET /health/live: the process answers.</summary>
internal static class GetLive
{
    public static Task Handle(HttpContext context) => Outcomes.OkAsync(context, new("live"), ApiJson.Default.Health);
}

/// <summary>GET /health/ready: the database answers and its schema is of this version.</summary>
internal static class GetReady
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public static async Task Handle(HttpContext context, Database database)
    {
        if (await ReasonAsync(database, context.RequestAborted) is { } reason)
            await Outcomes.UnreadyAsync(context, new("not-ready", reason), ApiJson.Default.Health);
        else
            await Outcomes.OkAsync(context, new("ready"), ApiJson.Default.Health);
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
