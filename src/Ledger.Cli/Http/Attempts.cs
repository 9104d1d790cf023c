using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Ledger.Cli.Http;

/// <summary>What the ledger answered.</summary>
/// <param name="Body">As text, whole: a body that breaks off is no answer.</param>
internal sealed record Answer(HttpStatusCode Status, string Body);

/// <summary>
/// Sends until it is answered: again after 503 and 429 as the server asks, and after a connection was cut, since every custody
/// event has its id and is stored once however often it is sent.
/// </summary>
internal static class Attempts
{
    public const int Most = 8;
    private const int LongestWaitSeconds = 30;

    /// <exception cref="CliException">Refused, or not answered in <see cref="Most"/> attempts.</exception>
    public static async Task<Answer> SendAsync(HttpClient http, Func<HttpRequestMessage> request, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            TimeSpan wait;
            string reason;
            try
            {
                using var message = request();
                using var response = await http.SendAsync(message, cancellation);
                var answer = new Answer(response.StatusCode, await response.Content.ReadAsStringAsync(cancellation));
                if (response.IsSuccessStatusCode) return answer;
                reason = $"{message.Method} {message.RequestUri}: {Explain(answer)}";
                if (answer.Status is not (HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests)) throw new CliException(reason);
                wait = response.Headers.RetryAfter?.Delta ?? Backoff(attempt);
            }
            catch (Exception cut) when (cut is HttpRequestException or IOException || (cut is TaskCanceledException && !cancellation.IsCancellationRequested))
            {
                (wait, reason) = (Backoff(attempt), $"{http.BaseAddress}: {cut.Message}");
            }

            if (attempt == Most) throw new CliException($"gave up after {Most} attempts: {reason}");
            await Task.Delay(wait < TimeSpan.FromSeconds(LongestWaitSeconds * 3) ? wait : TimeSpan.FromSeconds(LongestWaitSeconds * 3), cancellation);
        }
    }

    /// <summary>How long to wait before the attempt after this one.</summary>
    public static TimeSpan Backoff(int attempt) => TimeSpan.FromSeconds(Math.Min(LongestWaitSeconds, 0.25 * (1 << Math.Min(attempt, 8))));

    // problem+json (RFC 9457), if the server speaks it.
    private static string Explain(Answer answer)
    {
        try
        {
            if (JsonNode.Parse(answer.Body) is JsonObject problem)
                return $"{(int)answer.Status} {problem["title"]} {problem["detail"]} {problem["errors"]?.ToJsonString()}".TrimEnd();
        }
        catch (JsonException)
        {
            // some proxy's page
        }

        return $"{(int)answer.Status} {answer.Status}";
    }
}
