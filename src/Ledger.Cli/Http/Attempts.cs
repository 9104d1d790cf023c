using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Ledger.Cli.Http;

/// <summary>What the ledger answered.</summary>
/// <param name="Body">As text, whole: a body that breaks off is no answer.</param>
/// <param name="Sequence">What it reflects, where it says so.</param>
internal sealed record Answer(HttpStatusCode Status, string Body, long? Sequence = null);

/// <summary>
/// Sends until it is answered: again after 503 and 429 as the server asks, and after a connection was cut, since every custody
/// event has its id and is stored once however often it is sent.
/// </summary>
internal static class Attempts
{
    public const int Most = 8;
    private const int LongestWaitSeconds = 30;
    private static readonly TimeSpan LongestAsked = TimeSpan.FromMinutes(2);

    /// <param name="http">Where to.</param>
    /// <param name="request">A new request for each attempt.</param>
    /// <param name="cancellation">Stops.</param>
    /// <param name="mayRefuse">True where a refusal of this one request is an answer, and no reason to stop.</param>
    /// <exception cref="CliException">Refused, or not answered in <see cref="Most"/> attempts.</exception>
    public static async Task<Answer> SendAsync(
        HttpClient http, Func<HttpRequestMessage> request, CancellationToken cancellation, bool mayRefuse = false)
    {
        for (var attempt = 1; ; attempt++)
        {
            var (answer, reason, wait) = await TryAsync(http, request, mayRefuse, cancellation);
            if (answer is not null) return answer;
            if (attempt == Most) throw new CliException($"gave up after {Most} attempts: {reason}");
            await Task.Delay(wait is { } asked && asked < LongestAsked ? asked : Backoff(attempt), cancellation);
        }
    }

    private static async Task<(Answer? Answer, string Reason, TimeSpan? Wait)> TryAsync(
        HttpClient http, Func<HttpRequestMessage> request, bool mayRefuse, CancellationToken cancellation)
    {
        try
        {
            using var message = request();
            using var response = await http.SendAsync(message, cancellation);
            var answer = new Answer(
                response.StatusCode, await response.Content.ReadAsStringAsync(cancellation), SequenceOf(response.Headers));
            var isRefusal = mayRefuse
                && answer.Status is HttpStatusCode.BadRequest or HttpStatusCode.Conflict or HttpStatusCode.UnprocessableEntity;
            if (response.IsSuccessStatusCode || isRefusal) return (answer, "", null);
            var reason = $"{message.Method} {message.RequestUri}: {Explain(answer)}";
            return answer.Status is HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests
                ? (null, reason, response.Headers.RetryAfter?.Delta)
                : throw new CliException(reason);
        }
        catch (Exception cut) when (cut is HttpRequestException or IOException || IsTimeout(cut, cancellation))
        {
            return (null, $"{http.BaseAddress}: {cut.Message}", null);
        }
    }

    private static long? SequenceOf(HttpResponseHeaders headers) =>
        headers.TryGetValues("Ledger-Sequence", out var values)
        && long.TryParse(values.First(), CultureInfo.InvariantCulture, out var sequence) ? sequence : null;

    private static bool IsTimeout(Exception exception, CancellationToken cancellation) =>
        exception is TaskCanceledException && !cancellation.IsCancellationRequested;

    /// <summary>How long to wait before the attempt after this one.</summary>
    public static TimeSpan Backoff(int attempt) => TimeSpan.FromSeconds(Math.Min(LongestWaitSeconds, 0.25 * (1 << Math.Min(attempt, 8))));

    /// <summary>The problem in one line (problem+json, RFC 9457, if the server speaks it).</summary>
    public static string Explain(Answer answer)
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
