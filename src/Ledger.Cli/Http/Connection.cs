using System.CommandLine;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Ledger.Domain.Values;

namespace Ledger.Cli.Http;

/// <summary>A ledger's address and a key to it, as the command line gives them.</summary>
internal sealed class Connection : IDisposable
{
    public static readonly Option<string?> To = new("--to") { Description = "The ledger's address, such as http://localhost:8080." };

    public static readonly Option<string?> Key = new("--key")
    {
        Description = "The key to post or read with. Also LEDGER_KEY.",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable("LEDGER_KEY"),
    };

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private Connection(Uri address, string secret) => (Http, Secret) = (Client(address, secret), secret);

    /// <summary>Sends the key with each request that brings no other.</summary>
    public HttpClient Http { get; }

    /// <summary>The key itself.</summary>
    public string Secret { get; }

    /// <exception cref="CliException">No address, none that is one, or no key.</exception>
    public static Connection Open(ParseResult parsed) => Open(parsed, To);

    /// <param name="parsed">The command line.</param>
    /// <param name="address">The option that names the ledger.</param>
    /// <exception cref="CliException">No address, none that is one, or no key.</exception>
    public static Connection Open(ParseResult parsed, Option<string?> address)
    {
        var given = parsed.GetValue(address) ?? throw new CliException($"{address.Name} is needed: the ledger's address");
        return new(Address(given, address), parsed.GetValue(Key) ?? throw new CliException("a key is needed: --key, or LEDGER_KEY"));
    }

    /// <param name="key">Sent with each request that brings no other; null where each brings its own.</param>
    public static HttpClient Client(Uri address, string? key = null)
    {
        var http = new HttpClient { BaseAddress = address, Timeout = Patience };
        if (key is not null) http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return http;
    }

    /// <summary>A ledger's address as it was given.</summary>
    /// <exception cref="CliException">None that is one.</exception>
    public static Uri Address(string given, Option option) =>
        Uri.TryCreate(given.EndsWith('/') ? given : given + "/", UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? address : throw new CliException($"{option.Name} must be an http or https address, not '{given}'");

    /// <summary>The organisation the key speaks for.</summary>
    /// <exception cref="CliException">The key is not valid there, or nobody answers.</exception>
    public async Task<PartyId> OrganisationAsync(CancellationToken cancellation)
    {
        var answer = await Attempts.SendAsync(Http, () => new(HttpMethod.Get, "v1/caller"), cancellation);
        var organisation = JsonNode.Parse(answer.Body)?["organisation"]?.GetValue<string>();
        return organisation is not null && PartyId.TryParse(organisation) is { } party
            ? party : throw new CliException($"{Http.BaseAddress} does not answer as a ledger does");
    }

    public void Dispose() => Http.Dispose();
}
