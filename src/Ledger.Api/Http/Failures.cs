using Npgsql;

namespace Ledger.Api.Http;

/// <summary>What escapes an endpoint becomes a problem: a fault of the sender, an outage, or a bug of ours.</summary>
internal static class Failures
{
    public static IApplicationBuilder UseProblems(this IApplicationBuilder app)
    {
        var log = app.ApplicationServices.GetRequiredService<ILoggerFactory>().CreateLogger("Ledger.Api");
        return app.Use(next => context => RunAsync(context, next, log));
    }

    private static async Task RunAsync(HttpContext context, RequestDelegate next, ILogger log)
    {
        try
        {
            await next(context);
            if (IsBareError(context.Response))
                await Outcomes.RefuseAsync(context, new(Problem.OfStatus(context.Response.StatusCode)));
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            // nobody is there to answer
        }
        catch (Exception exception) when (!context.Response.HasStarted)
        {
            var refusal = RefusalFor(exception);
            if (refusal.Problem == Problem.Internal) Log.RequestFailed(log, exception, context.Request.Method, context.Request.Path);
            if (refusal.Problem == Problem.Unavailable) Log.DatabaseUnreachable(log, exception);
            context.Response.Clear();
            SecurityHeaders.Write(context);
            await Outcomes.RefuseAsync(context, refusal);
        }
    }

    private static bool IsBareError(HttpResponse response) =>
        response is { HasStarted: false, StatusCode: >= 400, ContentLength: null, ContentType: null };

    private static Refusal RefusalFor(Exception exception) => exception switch
    {
        RefusedException refused => refused.Refusal,
        BadHttpRequestException bad => new(Problem.OfStatus(bad.StatusCode), bad.Message),
        InvalidDataException => new(Problem.BadRequest, "The body is not valid gzip."), // from GZipStream
        NpgsqlException { IsTransient: true } or TimeoutException => new(Problem.Unavailable),
        PostgresException { SqlState: PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown
            or PostgresErrorCodes.CannotConnectNow } => new(Problem.Unavailable),
        NpgsqlException and not PostgresException => new(Problem.Unavailable),
        _ => new(Problem.Internal),
    };
}

/// <summary>A refusal found where no answer can be returned, such as amid reading a body.</summary>
internal sealed class RefusedException(Refusal refusal) : Exception(refusal.Detail)
{
    public Refusal Refusal { get; } = refusal;
}
