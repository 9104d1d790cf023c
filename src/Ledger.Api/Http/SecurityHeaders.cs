namespace Ledger.Api.Http;

/// <summary>Headers every answer carries: nothing is sniffed, framed, cached by default, or loaded from elsewhere.</summary>
internal static class SecurityHeaders
{
    // No inline script and no inline style: what a name or a note smuggles into a page does nothing.
    private const string Policy =
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; media-src 'self'; connect-src 'self'; " +
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    // The interactive documentation styles itself inline.
    private const string PolicyOfDocs =
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; base-uri 'none'; " +
        "form-action 'self'; frame-ancestors 'none'";

    private const string OneYear = "max-age=31536000";

    /// <summary>
    /// True where the caller reached us by TLS; a proxy that does it says so. Who lies here gets a cookie its own browser will not send.
    /// </summary>
    public static bool IsEncrypted(this HttpRequest request) => request.IsHttps || request.Headers["X-Forwarded-Proto"] == "https";

    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app) => app.Use(next => context =>
    {
        Write(context);
        return next(context);
    });

    public static void Write(HttpContext context)
    {
        var (headers, isDocs) = (context.Response.Headers, context.Request.Path.StartsWithSegments("/docs", StringComparison.Ordinal));
        headers.XContentTypeOptions = "nosniff";
        headers.ContentSecurityPolicy = isDocs ? PolicyOfDocs : Policy;
        headers.CacheControl = "no-store";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        // Only by TLS does it count (RFC 6797, 7.2); the names below ours are not ours to speak for.
        if (context.Request.IsEncrypted()) headers.StrictTransportSecurity = OneYear;
        headers["Permissions-Policy"] = "camera=(self), geolocation=(), microphone=()";
    }
}
