namespace Ledger.Api.Http;

/// <summary>What a client prefers: the parts of its Prefer headers (RFC 7240).</summary>
internal static class Preferences
{
    /// <summary>Each as it was written, such as <c>wait=5</c>; names are compared without case.</summary>
    public static IReadOnlyList<string> Of(HttpContext context) =>
    [
        .. context.Request.Headers["Prefer"]
            .SelectMany(header => (header ?? "").Split([',', ';'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)),
    ];

    public static bool Has(HttpContext context, string preference) =>
        Of(context).Contains(preference, StringComparer.OrdinalIgnoreCase);
}
