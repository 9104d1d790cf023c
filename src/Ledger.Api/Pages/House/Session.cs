using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using NodaTime;

namespace Ledger.Api.Pages.House;

/// <summary>
/// A reader's session: the API key itself, encrypted, in a cookie that no script reads. Nothing is kept here, so a restart ends no
/// session, and a revoked key ends it within seconds.
/// </summary>
internal sealed class Session(IDataProtectionProvider protection, IClock clock)
{
    public const string Cookie = "ledger-session";

    /// <summary>A long working day.</summary>
    public static readonly Duration Length = Duration.FromHours(12);

    private readonly IDataProtector _protector = protection.CreateProtector("pages.session.v1");

    public void Begin(HttpContext context, string key)
    {
        var ends = (clock.GetCurrentInstant() + Length).ToUnixTimeSeconds();
        var value = _protector.Protect(string.Create(CultureInfo.InvariantCulture, $"{ends} {key}"));
        context.Response.Cookies.Append(Cookie, value, OptionsFor(context.Request));
    }

    public static void End(HttpContext context) => context.Response.Cookies.Delete(Cookie, OptionsFor(context.Request));

    /// <summary>The key of the session; null where there is none, or it is over.</summary>
    public string? KeyOf(HttpContext context)
    {
        if (context.Request.Cookies[Cookie] is not { Length: > 0 } value) return null;
        try
        {
            var parts = _protector.Unprotect(value).Split(' ', 2);
            var ends = Instant.FromUnixTimeSeconds(long.Parse(parts[0], CultureInfo.InvariantCulture));
            return clock.GetCurrentInstant() < ends ? parts[1] : null;
        }
        catch (CryptographicException)
        {
            return null; // another ledger's, or tampered with
        }
    }

    // Lax: a link in a message may lead to a page; what changes something carries a form token besides.
    private static CookieOptions OptionsFor(HttpRequest request) => new()
    {
        HttpOnly = true, SameSite = SameSiteMode.Lax, Path = "/", IsEssential = true, Secure = IsEncrypted(request),
    };

    // The proxy that does TLS says so. Who lies here gets a cookie its own browser will not send.
    public static bool IsEncrypted(HttpRequest request) => request.IsHttps || request.Headers["X-Forwarded-Proto"] == "https";
}
