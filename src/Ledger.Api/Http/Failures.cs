using System.Security.Cryptography;
using Ledger.Api.SignOn;
using Npgsql;

namespace Ledger.Api.Http;

/// <summary>What escapes an endpoint becomes a problem: a fault of the sender, an outage, or a bug of ours.</summary>
internal static class Failures
{
    private const int ReferenceBytes = 6;

    public static IApplicationBuilder UseProblems(this IApplicationBuilder app) => app.Use(next => context => RunAsync(context, next));

    /// <summary>
    /// What to answer where answering was broken off, with nothing of that answer left. A failure of ours is in the log, under the
    /// reference that is answered.
    /// </summary>
    public static Refusal Begin(HttpContext context, Exception exception)
    {
        context.Response.Clear();
        SecurityHeaders.Write(context);
        var refusal = RefusalFor(exception);
        if (exception is RefusedException || !refusal.Problem.IsOurs) return refusal;

        var reference = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(ReferenceBytes));
        var log = context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("Ledger.Api");
        if (exception is ProviderException) Log.ProviderFailed(log, exception, reference);
        else if (refusal.Problem == Problem.Unavailable) Log.DatabaseUnreachable(log, exception, reference);
        else Log.RequestFailed(log, exception, context.Request.Method, context.Request.Path, reference);
        return refusal with { Reference = reference };
    }

    private static async Task RunAsync(HttpContext context, RequestDelegate next)
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
            await Outcomes.RefuseAsync(context, Begin(context, exception));
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
        ProviderException => new(Problem.Unavailable),
        NpgsqlException and not PostgresException => new(Problem.Unavailable),
        _ => new(Problem.Internal),
    };
}

/// <summary>Marks a request that the API answers in the place of a page: what it refuses is thrown back to the page.</summary>
internal sealed class AskedByPage;

/// <summary>A refusal found where no answer can be returned, such as amid reading a body.</summary>
internal sealed class RefusedException(Refusal refusal) : Exception(refusal.Detail)
{
    public Refusal Refusal { get; } = refusal;
}
