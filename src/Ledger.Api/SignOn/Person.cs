using System.Text.Json;
using System.Text.Json.Serialization;
using Ledger.Api.Auth;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Ledger.Api.SignOn;

/// <summary>Somebody the provider vouches for, in the provider's words: what they mean here is looked up each time.</summary>
/// <param name="Issuer">The provider.</param>
/// <param name="Subject">Unique there.</param>
/// <param name="Organisation">Value of the organisation claim.</param>
/// <param name="Roles">Values of the roles claim, those that mean something here.</param>
internal sealed record Person(string Issuer, string Subject, string Organisation, IReadOnlyList<string> Roles)
{
    // OpenID Connect Core, 2: no more than 255 ASCII characters.
    private const int LongestSubject = 255;

    /// <summary>What a checked token says; null where it names nobody, or not one organisation.</summary>
    public static Person? Of(JsonWebToken token, OidcOptions options)
    {
        var organisations = ValuesOf(token, options.OrganisationClaim);
        if (organisations.Count != 1 || !IsSubject(token.Subject)) return null; // of several, it is not ours to choose

        // A person may be in hundreds of groups, and a cookie must stay small.
        var roles = ValuesOf(token, options.RolesClaim).Where(options.Roles.ContainsKey);
        return new(options.Issuer, token.Subject, organisations[0], [.. roles]);
    }

    /// <summary>For whom that is here; null where the organisation is unknown, or none of the roles gives any.</summary>
    public Caller? CallerBy(OidcOptions options)
    {
        if (Issuer != options.Issuer || !options.Organisations.TryGetValue(Organisation, out var party)) return null;
        var roles = Roles.Aggregate(Auth.Roles.None, (sum, role) => sum | options.Roles.GetValueOrDefault(role));
        return roles == Auth.Roles.None ? null : new(party, roles, "oidc:" + Subject);
    }

    public string ToJson() => JsonSerializer.Serialize(this, SignOnJson.Default.Person);

    private static IReadOnlyList<string> ValuesOf(JsonWebToken token, string claim) =>
        [.. token.Claims.Where(each => each.Type == claim).Select(each => each.Value).Distinct(StringComparer.Ordinal)];

    private static bool IsSubject(string? subject) =>
        subject is { Length: > 0 and <= LongestSubject } && subject.All(letter => letter is >= ' ' and <= '~');
}

[JsonSerializable(typeof(Person))]
[JsonSerializable(typeof(PendingSignIn))]
[JsonSerializable(typeof(TokenAnswer))]
internal sealed partial class SignOnJson : JsonSerializerContext;
