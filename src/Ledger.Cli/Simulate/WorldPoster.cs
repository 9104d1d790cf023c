using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ledger.Cli.Http;
using Ledger.Simulation;
using Spectre.Console;

namespace Ledger.Cli.Simulate;

/// <summary>Posts a world through the API as its organisations would: lines in the order of arrival, each under its own key.</summary>
internal sealed class WorldPoster(HttpClient http, OrganisationKeys keys)
{
    // The order of arrival is kept between windows; within one, an organisation's lines go together.
    private const int Window = 500;
    private const int MostRefusalsShown = 20;

    private static readonly string[] Statuses = ["created", "duplicate", "refused"];

    private readonly IAnsiConsole _console = AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(Console.Error) });
    private readonly Dictionary<string, int> _counts = [];
    private readonly List<string> _refusals = [];

    /// <summary>0 when all of it is in the ledger, 1 when something was refused.</summary>
    public async Task<int> PostAsync(World world, CancellationToken cancellation)
    {
        var keyOf = await keys.ForAsync(world.Participants, cancellation);
        await _console.Progress().StartAsync(async context =>
        {
            var task = context.AddTask("custody events", maxValue: world.Postings.Count);
            foreach (var window in world.Postings.Chunk(Window))
                foreach (var batch in window.GroupBy(posting => posting.PostedBy))
                {
                    await PostAsync([.. batch], keyOf[batch.Key.Value], cancellation);
                    task.Increment(batch.Count());
                }
        });
        return Report();
    }

    private async Task PostAsync(IReadOnlyList<Posting> batch, string key, CancellationToken cancellation)
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

    /// <summary>Counts what is decided; returns what must be sent again.</summary>
    private List<Posting> Settle(IReadOnlyList<Posting> sent, Answer answer)
    {
        if (answer.Status != HttpStatusCode.OK) throw new CliException($"unexpected answer {(int)answer.Status}: {answer.Body}");
        var lines = answer.Body.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var again = sent.Skip(lines.Length).ToList(); // an answer that breaks off
        foreach (var (posting, line) in sent.Zip(lines))
        {
            if (Parse(line) is not { } result || IsUndecided(result))
            {
                again.Add(posting);
                continue;
            }

            var status = result["status"]!.GetValue<string>();
            _counts[status] = _counts.GetValueOrDefault(status) + 1;
            if (status == "refused")
                _refusals.Add($"{posting.PostedBy} {posting.Id}: {result["detail"]} {result["errors"]?.ToJsonString()}".TrimEnd());
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

    private static HttpRequestMessage Request(IReadOnlyList<Posting> batch, string key)
    {
        var body = new MemoryStream();
        foreach (var posting in batch)
        {
            body.Write(posting.Json.Span);
            body.WriteByte((byte)'\n');
        }

        body.Position = 0;
        return new(HttpMethod.Post, "v1/custody-events")
        {
            Headers = { Authorization = new AuthenticationHeaderValue("Bearer", key) },
            Content = new StreamContent(body) { Headers = { ContentType = new("application/x-ndjson") } },
        };
    }

    private int Report()
    {
        var counts = string.Join(", ", Statuses.Select(status => $"{_counts.GetValueOrDefault(status)} {status}"));
        Console.WriteLine(counts);
        foreach (var refusal in _refusals.Take(MostRefusalsShown)) Console.Error.WriteLine(refusal);
        if (_refusals.Count > MostRefusalsShown) Console.Error.WriteLine($"and {_refusals.Count - MostRefusalsShown} more");
        return _refusals.Count == 0 ? 0 : 1;
    }
}
