using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Ledger.EndToEnd;

/// <summary>How a post ended, as its sender knows it.</summary>
internal enum Known
{
    Acknowledged,

    /// <summary>No answer, or one that says so: stored or not.</summary>
    Unknown,
}

/// <summary>One line of the history a client keeps of what it did; judged later, against what the ledger holds.</summary>
internal sealed record Sent(Guid Id, string Body, Known Known, string? Receipts);

/// <summary>A client that posts one event after the other and writes down what it was told.</summary>
internal sealed class Participant(Uri address, string key) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = address, Timeout = TimeSpan.FromSeconds(30) };

    public ConcurrentQueue<Sent> History { get; } = [];

    /// <summary>Posts until it is told to stop or the service is gone.</summary>
    public async Task PostUntilAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var id = Guid.NewGuid();
            var sent = await PostAsync(id, Weighed(id));
            History.Enqueue(sent);
            if (sent.Known == Known.Unknown) return;
        }
    }

    public async Task<Sent> PostAsync(Guid id, string body)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/custody-events");
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
            using var response = await _http.SendAsync(request);
            if (response.StatusCode == HttpStatusCode.ServiceUnavailable) return new(id, body, Known.Unknown, null);
            Assert.Contains(response.StatusCode, (HttpStatusCode[])[HttpStatusCode.OK, HttpStatusCode.Created]);
            var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
            return new(id, body, Known.Acknowledged, answer["events"]!.ToJsonString());
        }
        catch (Exception cut) when (cut is HttpRequestException or IOException or JsonException)
        {
            return new(id, body, Known.Unknown, null);
        }
    }

    public async Task<string> MakeKeyAsync(string organisation, string role)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/keys");
        request.Content = new StringContent(
            $$"""{"organisation":"{{organisation}}","roles":["{{role}}"],"name":"test"}""", Encoding.UTF8, "application/json");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using var response = await _http.SendAsync(request);
        return (string)JsonNode.Parse(await response.Content.ReadAsStringAsync())!["key"]!;
    }

    /// <summary>The leaves of the whole ledger.</summary>
    public async Task<IReadOnlyList<JsonNode>> ReadAllAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/events?limit=100000");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using var response = await _http.SendAsync(request);
        var lines = (await response.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return [.. lines.Select(line => JsonNode.Parse(line)!)];
    }

    /// <summary>Saves what a path answers as a file.</summary>
    public async Task DownloadAsync(string path, string file)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using var response = await _http.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        await File.WriteAllBytesAsync(file, await response.Content.ReadAsByteArrayAsync());
    }

    public void Dispose() => _http.Dispose();

    public static string TagNumber(Guid id) => id.ToString("N")[..6];

    public static string Weighed(Guid id) =>
        $$"""
        {"id":"{{id}}","type":"weighed","eventTime":"2026-03-02T15:40:00+02:00","netKg":50.2,"method":"measured","purpose":"gate",
         "tag":{"series":"RW","kind":"mine","number":"{{TagNumber(id)}}"},"note":"sealed"}
        """;
}
