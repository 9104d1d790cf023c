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
    public static Connection Open(ParseResult parsed)
    {
        var address = ReadAddress(parsed.GetValue(To) ?? throw new CliException("--to is needed: the ledger's address"));
        return new(address, parsed.GetValue(Key) ?? throw new CliException("a key is needed: --key, or LEDGER_KEY"));
    }

    /// <exception cref="CliException">Neither http nor https.</exception>
    public static Uri ReadAddress(string to) =>
        Uri.TryCreate(to.EndsWith('/') ? to : to + "/", UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? address : throw new CliException($"--to must be an http or https address, not '{to}'");

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
