using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Ledger.Cli.Http;

/// <summary>Gives commands to the ledger's registers, one a request, and counts how each was decided.</summary>
internal sealed class CommandPoster(HttpClient http, LinePoster counts)
{
    /// <param name="path">Where commands of that kind are posted, such as <c>v1/sites</c>.</param>
    /// <param name="command">The command.</param>
    /// <param name="key">Whose command it is.</param>
    /// <param name="cancellation">Stops.</param>
    /// <param name="isThere">Codes of refusals that say no more than that somebody entered it before.</param>
    public async Task PostAsync(
        string path, PostLine command, string key, CancellationToken cancellation, params IReadOnlyList<string> isThere)
    {
        for (var attempt = 1; ; attempt++)
        {
            var answer = await Attempts.SendAsync(http, () => Request(path, command, key), cancellation, mayRefuse: true);
            if (StatusOf(answer, isThere) is { } status)
            {
                counts.Count(status, status == "refused" ? $"{command.Label}: {Attempts.Explain(answer)}" : null);
                return;
            }

            if (attempt == Attempts.Most) throw new CliException($"{command.Label} is still undecided after {attempt} attempts");
            await Task.Delay(Attempts.Backoff(attempt), cancellation);
        }
    }

    // Null where the answer broke off: then it is asked again.
    private static string? StatusOf(Answer answer, IReadOnlyList<string> isThere)
    {
        if ((int)answer.Status >= 400)
            return isThere.Any(code => answer.Body.Contains($"/problems/{code}\"", StringComparison.Ordinal)) ? "duplicate" : "refused";
        try
        {
            return (string?)JsonNode.Parse(answer.Body)?["status"];
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static HttpRequestMessage Request(string path, PostLine command, string key) => new(HttpMethod.Post, path)
    {
        Headers = { Authorization = new AuthenticationHeaderValue("Bearer", key) },
        Content = new ReadOnlyMemoryContent(command.Json) { Headers = { ContentType = new("application/json") } },
    };
}
