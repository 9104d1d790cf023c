using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Ledger.Api.Tests;

/// <summary>An answer with its body read.</summary>
internal sealed record Answer(HttpStatusCode Status, HttpResponseMessage Message, string Text)
{
    public JsonNode Body => JsonNode.Parse(Text)!;

    /// <summary>The name at the end of the problem's type; fails when it is no problem.</summary>
    public string Problem
    {
        get
        {
            Assert.Equal("application/problem+json", Message.Content.Headers.ContentType?.MediaType);
            Assert.Equal((int)Status, Body["status"]!.GetValue<int>());
            return Body["type"]!.GetValue<string>()["/problems/".Length..];
        }
    }

    public IReadOnlyList<JsonNode> Lines =>
        [.. Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)];
}

/// <summary>A participant's system: speaks HTTP and nothing else.</summary>
internal sealed class LedgerClient(Uri address, string organisation, string? key) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { PooledConnectionLifetime = Timeout.InfiniteTimeSpan })
    {
        BaseAddress = address, Timeout = TimeSpan.FromMinutes(10), // a stuck service fails the test, a busy machine does not
    };

    public string Organisation { get; } = organisation;

    public string? Key { get; } = key;

    public Task<Answer> PostAsync(JsonNode custodyEvent) => PostAsync(custodyEvent.ToJsonString());

    public Task<Answer> PostAsync(string body, string mediaType = "application/json", string? prefer = null) =>
        PostAsync(Encoding.UTF8.GetBytes(body), mediaType, prefer);

    public Task<Answer> PostAsync(byte[] body, string mediaType = "application/json", string? prefer = null, string? encoding = null)
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(mediaType);
        if (encoding is not null) content.Headers.ContentEncoding.Add(encoding);
        return SendAsync(HttpMethod.Post, "/v1/custody-events", content, request =>
        {
            if (prefer is not null) request.Headers.Add("Prefer", prefer);
        });
    }

    public Task<Answer> PostLinesAsync(IEnumerable<string> lines, string? prefer = null) =>
        PostAsync(string.Join('\n', lines), "application/x-ndjson", prefer);

    /// <summary>Bags 50.2 kg under a tag nobody else uses.</summary>
    public Task<Answer> PostBaggedAsync(Guid? id = null) => PostAsync(Sample.Bagged(id ?? Guid.NewGuid()));

    public Task<Answer> GetAsync(string path, string? accept = null) => SendAsync(HttpMethod.Get, path, null, request =>
    {
        if (accept is not null) request.Headers.Add("Accept", accept);
    });

    public async Task<Answer> SendAsync(
        HttpMethod method, string path, HttpContent? content = null, Action<HttpRequestMessage>? adjust = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (Key is not null) request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + Key);
        adjust?.Invoke(request);
        var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        return new(response.StatusCode, response, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>An answer that does not end; the caller reads it line by line.</summary>
    public async Task<StreamReader> OpenAsync(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + Key);
        var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        response.EnsureSuccessStatusCode();
        return new(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>A file as it is sent; asked for again while the newest events are not published, and fails when it is refused.</summary>
    public async Task<byte[]> DownloadAsync(string path)
    {
        var answer = await Eventually.IsAsync(() => GetAsync(path), answer => answer.Status != HttpStatusCode.ServiceUnavailable);
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);
        return await answer.Message.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
    }

    public void Dispose() => _http.Dispose();
}
