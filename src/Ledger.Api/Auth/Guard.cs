using Ledger.Api.Http;

namespace Ledger.Api.Auth;

/// <summary>
/// Stands before every endpoint: each says which operation it is, or that it is public. One that says neither answers nobody.
/// </summary>
internal static class Guard
{
    public static T Requires<T>(this T endpoint, Operation operation)
        where T : IEndpointConventionBuilder => endpoint.WithMetadata(new Access(operation));

    public static T IsPublic<T>(this T endpoint)
        where T : IEndpointConventionBuilder => endpoint.WithMetadata(new Access(null));

    public static IApplicationBuilder UseGuard(this IApplicationBuilder app)
    {
        var keys = app.ApplicationServices.GetRequiredService<KeyRing>();
        return app.Use(next => context => CheckAsync(context, keys, next));
    }

    private static async Task CheckAsync(HttpContext context, KeyRing keys, RequestDelegate next)
    {
        if (context.GetEndpoint() is RouteEndpoint endpoint)
        {
            Unescape(context.Request.RouteValues);
            var access = endpoint.Metadata.GetMetadata<Access>()
                ?? throw new InvalidOperationException($"{endpoint.DisplayName} does not say who may call it");
            if (access.Operation is { } operation && await RefusalAsync(context, keys, operation) is { } refusal)
            {
                await Outcomes.RefuseAsync(context, refusal);
                return;
            }
        }

        await next(context);
    }

    // Routing leaves a slash within a segment escaped, and ids of lots, sales, runs and movements may hold one. Paths of files are told
    // apart by theirs.
    private static void Unescape(RouteValueDictionary values)
    {
        if (values.TryGetValue("id", out var value) && value is string id)
            values["id"] = id.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
    }

    private static async ValueTask<Refusal?> RefusalAsync(HttpContext context, KeyRing keys, Operation operation)
    {
        var isPost = HttpMethods.IsPost(context.Request.Method);
        var (verdict, caller) = context.Features.Get<VouchedFor>() is { } known ? keys.Admit(known.Caller, isPost)
            : await keys.CheckAsync(context.Request.Headers.Authorization, context.Connection.RemoteIpAddress, isPost);
        if (caller is null)
            return verdict == KeyVerdict.Invalid ? new(Problem.NotAuthenticated) : new(Problem.TooManyRequests);
        context.Features.Set(caller);
        return Rights.Allows(caller.Roles, operation) ? null : new(Problem.NoRight);
    }

    /// <param name="Operation">Null: public.</param>
    private sealed record Access(Operation? Operation);
}
