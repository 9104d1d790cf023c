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

    private Connection(Uri address, string secret) =>
        (Http, Secret) = (new() { BaseAddress = address, Timeout = TimeSpan.FromMinutes(2) }, secret);

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
        var isAddress = Uri.TryCreate(given.EndsWith('/') ? given : given + "/", UriKind.Absolute, out var uri)
            && uri.Scheme is "http" or "https";
        if (!isAddress) throw new CliException($"{address.Name} must be an http or https address, not '{given}'");
        return new(uri!, parsed.GetValue(Key) ?? throw new CliException("a key is needed: --key, or LEDGER_KEY"));
    }

    public HttpRequestMessage Request(HttpMethod method, string path, HttpContent? content = null) => new(method, path)
    {
        Headers = { Authorization = new AuthenticationHeaderValue("Bearer", Secret) }, Content = content,
    };

    /// <summary>The organisation the key speaks for.</summary>
    /// <exception cref="CliException">The key is not valid there, or nobody answers.</exception>
    public async Task<PartyId> OrganisationAsync(CancellationToken cancellation)
    {
        var answer = await Attempts.SendAsync(Http, () => Request(HttpMethod.Get, "v1/caller"), cancellation);
        var organisation = JsonNode.Parse(answer.Body)?["organisation"]?.GetValue<string>();
        return organisation is not null && PartyId.TryParse(organisation) is { } party
            ? party : throw new CliException($"{Http.BaseAddress} does not answer as a ledger does");
    }

    public void Dispose() => Http.Dispose();
}
