using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Ledger.Api.Http;
using Ledger.Api.SignOn;
using Microsoft.AspNetCore.DataProtection;
using NodaTime;

namespace Ledger.Api.Pages.House;

/// <summary>
/// A reader's session, encrypted, in a cookie that no script reads: the API key itself, or whom the identity provider vouched for.
/// Nothing is kept here, so a restart ends no session; a revoked key ends it within seconds, and so does a changed configuration.
/// </summary>
internal sealed class Session(IDataProtectionProvider protection, IClock clock, LedgerOptions options)
{
    public const string Cookie = "ledger-session";

    /// <summary>A long working day.</summary>
    public static readonly Duration Length = Duration.FromHours(12);

    /// <summary>Of who came from the provider: what happens to them there is seen when they sign in again.</summary>
    public static readonly Duration LengthOfPerson = Duration.FromHours(4);

    // Before the JSON of a person; no key begins like this.
    private const char PersonMark = '{';

    private readonly IDataProtector _protector = protection.CreateProtector("pages.session.v1");

    public void Begin(HttpContext context, string key) => Begin(context, key, Length);

    public void Begin(HttpContext context, Person person) => Begin(context, person.ToJson(), LengthOfPerson);

    public static void End(HttpContext context) => context.Response.Cookies.Delete(Cookie, OptionsFor(context.Request));

    /// <summary>In whose name the session asks; null where there is none, or it is over.</summary>
    public Credential? CredentialOf(HttpContext context)
    {
        if (context.Request.Cookies[Cookie] is not { Length: > 0 } value) return null;
        try
        {
            var parts = _protector.Unprotect(value).Split(' ', 2);
            var ends = Instant.FromUnixTimeSeconds(long.Parse(parts[0], CultureInfo.InvariantCulture));
            return clock.GetCurrentInstant() >= ends ? null : parts[1][0] == PersonMark ? OfPerson(parts[1]) : new(parts[1], null);
        }
        catch (CryptographicException)
        {
            return null; // another ledger's, or tampered with
        }
    }

    private Credential? OfPerson(string json) => options.Oidc is { } oidc
        && JsonSerializer.Deserialize(json, SignOnJson.Default.Person)!.CallerBy(oidc) is { } caller ? new(null, caller) : null;

    private void Begin(HttpContext context, string content, Duration length)
    {
        var ends = (clock.GetCurrentInstant() + length).ToUnixTimeSeconds();
        var value = _protector.Protect(string.Create(CultureInfo.InvariantCulture, $"{ends} {content}"));
        context.Response.Cookies.Append(Cookie, value, OptionsFor(context.Request));
    }

    // Lax: a link in a message may lead to a page; what changes something carries a form token besides.
    public static CookieOptions OptionsFor(HttpRequest request) => new()
    {
        HttpOnly = true, SameSite = SameSiteMode.Lax, Path = "/", IsEssential = true, Secure = request.IsEncrypted(),
    };
}
