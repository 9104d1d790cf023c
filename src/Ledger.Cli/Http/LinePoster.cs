using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Ledger.Cli.Http;

/// <summary>A custody event to post.</summary>
/// <param name="Label">What it is called where it is refused, such as <c>row 7</c>.</param>
internal sealed record PostLine(string Label, ReadOnlyMemory<byte> Json);

/// <summary>Posts custody events as lines until each is decided: what an answer leaves open is sent again, under the same ids.</summary>
internal sealed class LinePoster(HttpClient http)
{
    private const int MostRefusalsShown = 20;

    private static readonly string[] Statuses = ["created", "duplicate", "refused"];

    private readonly Dictionary<string, int> _counts = [];
    private readonly List<string> _refusals = [];

    public async Task PostAsync(IReadOnlyList<PostLine> batch, string key, CancellationToken cancellation)
    {
        for (var attempt = 1; batch.Count > 0; attempt++)
        {
            var sent = batch;
            var answer = await Attempts.SendAsync(http, () => Request(sent, key), cancellation);
            batch = Settle(sent, answer);
            if (batch.Count == 0) return;
            if (attempt == Attempts.Most)
                throw new CliException($"{batch.Count} events are still undecided after {attempt} attempts; run it again");
            await Task.Delay(Attempts.Backoff(attempt), cancellation);
        }
    }

    /// <summary>Counts one that was decided elsewhere.</summary>
    public void Count(string status, string? refusal = null)
    {
        lock (_counts)
        {
            _counts[status] = _counts.GetValueOrDefault(status) + 1;
            if (refusal is not null) _refusals.Add(refusal);
        }
    }

    /// <summary>Says how it went. 0 when all of it is in the ledger, 1 when something was refused.</summary>
    public int Report()
    {
        Console.WriteLine(string.Join(", ", Statuses.Select(status => $"{_counts.GetValueOrDefault(status)} {status}")));
        foreach (var refusal in _refusals.Take(MostRefusalsShown)) Console.Error.WriteLine(refusal);
        if (_refusals.Count > MostRefusalsShown) Console.Error.WriteLine($"and {_refusals.Count - MostRefusalsShown} more");
        return _refusals.Count == 0 ? 0 : 1;
    }

    /// <summary>Counts what is decided; returns what must be sent again.</summary>
    private List<PostLine> Settle(IReadOnlyList<PostLine> sent, Answer answer)
    {
        if (answer.Status != HttpStatusCode.OK) throw new CliException($"unexpected answer {(int)answer.Status}: {answer.Body}");
        var lines = answer.Body.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var again = sent.Skip(lines.Length).ToList(); // an answer that breaks off
        foreach (var (posted, line) in sent.Zip(lines))
        {
            if (Parse(line) is not { } result || IsUndecided(result))
            {
                again.Add(posted);
                continue;
            }

            var status = result["status"]!.GetValue<string>();
            Count(status, status == "refused" ? $"{posted.Label}: {result["detail"]} {result["errors"]?.ToJsonString()}".TrimEnd() : null);
        }

        return again;
    }

    private static JsonNode? Parse(string line)
    {
        try
        {
            return JsonNode.Parse(line);
        }
        catch (JsonException)
        {
            return null; // cut within a line
        }
    }

    private static bool IsUndecided(JsonNode result) => result["status"]?.GetValue<string>() switch
    {
        "created" or "duplicate" => false,
        "refused" => result["type"]?.GetValue<string>() is { } type
            && (type.EndsWith("/overloaded", StringComparison.Ordinal) || type.EndsWith("/unavailable", StringComparison.Ordinal)),
        _ => true,
    };

    private static HttpRequestMessage Request(IReadOnlyList<PostLine> batch, string key)
    {
        var body = new MemoryStream();
        foreach (var line in batch)
        {
            body.Write(line.Json.Span);
            body.WriteByte((byte)'\n');
        }

        body.Position = 0;
        return new(HttpMethod.Post, "v1/custody-events")
        {
            Headers = { Authorization = new AuthenticationHeaderValue("Bearer", key) },
            Content = new StreamContent(body) { Headers = { ContentType = new("application/x-ndjson") } },
        };
    }
}
