using Ledger.Api.Auth;
using Ledger.Domain.Values;

namespace Ledger.Api.SignOn;

/// <summary>An identity provider (OpenID Connect) whose people may sign in, and what its claims mean here. docs/operations.md.</summary>
public sealed record OidcOptions
{
    private const string Section = "Ledger:Oidc";
    private const string OpenId = "openid";

    /// <summary>As the provider writes it into its tokens; its discovery document lies below.</summary>
    public required string Issuer { get; init; }

    /// <summary>What people know it by: stands on the sign-in page.</summary>
    public required string Name { get; init; }

    /// <summary>This service, as registered with the provider; the audience of what it hands out at sign-in.</summary>
    public required string ClientId { get; init; }

    /// <summary>Null for a public client: PKCE binds the code to the browser either way.</summary>
    public string? ClientSecret { get; init; }

    /// <summary>The audience of bearer tokens for the API; null where none are taken.</summary>
    public string? Audience { get; init; }

    /// <summary>Scopes that are asked for, with spaces between.</summary>
    public string Scope { get; init; } = OpenId;

    /// <summary>The claim that says for which organisation somebody speaks.</summary>
    public required string OrganisationClaim { get; init; }

    /// <summary>The claim with groups or roles.</summary>
    public required string RolesClaim { get; init; }

    /// <summary>The party that a value of the first claim is. Others are unknown here.</summary>
    public required IReadOnlyDictionary<string, PartyId> Organisations { get; init; }

    /// <summary>The role that a value of the second claim gives. Others give none.</summary>
    public required IReadOnlyDictionary<string, Roles> Roles { get; init; }

    /// <summary>True over https. Plain http is taken from this machine alone.</summary>
    public bool IsEncrypted => Issuer.StartsWith("https:", StringComparison.Ordinal);

    /// <summary>Reads the section; null where it names no issuer.</summary>
    /// <exception cref="FormatException">Something is missing or malformed; the message names it.</exception>
    public static OidcOptions? Read(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var section = configuration.GetSection(Section);
        if (section["Issuer"] is not { Length: > 0 } issuer) return null;
        if (!Uri.TryCreate(issuer, UriKind.Absolute, out var address) || address.Query != "" || address.Fragment != ""
            || !(address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback)))
            throw new FormatException($"{Section}:Issuer must be an https address, not '{issuer}'");
        return Checked(new()
        {
            Issuer = issuer, Name = Optional(section, "Name") ?? address.Host, ClientId = Required(section, "ClientId"),
            ClientSecret = Optional(section, "ClientSecret"), Audience = Optional(section, "Audience"),
            Scope = Optional(section, "Scope") ?? OpenId,
            OrganisationClaim = Required(section, "OrganisationClaim"), RolesClaim = Required(section, "RolesClaim"),
            Organisations = Table(section, "Organisations", PartyId.TryParse), Roles = Table(section, "Roles", RoleCodes.Find),
        });
    }

    private static OidcOptions Checked(OidcOptions options)
    {
        if (!options.Scope.Split(' ').Contains(OpenId)) throw new FormatException($"{Section}:Scope must contain {OpenId}");

        // Or what a browser is given to sign in with would open the API too, for whoever gets hold of it.
        if (options.Audience == options.ClientId) throw new FormatException($"{Section}:Audience must be another one than ClientId");
        return options;
    }

    private static string? Optional(IConfigurationSection section, string name) => section[name] is { Length: > 0 } text ? text : null;

    private static string Required(IConfigurationSection section, string name) =>
        Optional(section, name) ?? throw new FormatException($"{Section}:{name} is missing");

    // What a provider says may have colons in it (urn:acme:buyers), and to a configuration those are levels: all that lies below is read.
    private static Dictionary<string, T> Table<T>(IConfigurationSection section, string name, Func<string, T?> read)
        where T : struct
    {
        var table = section.GetSection(name).AsEnumerable(makePathsRelative: true).Where(pair => pair.Value is not null).ToDictionary(
            pair => pair.Key,
            pair => read(pair.Value!) ?? throw new FormatException($"{Section}:{name}:{pair.Key} cannot be '{pair.Value}'"),
            StringComparer.Ordinal);
        return table.Count > 0 ? table : throw new FormatException($"{Section}:{name} is missing");
    }
}
