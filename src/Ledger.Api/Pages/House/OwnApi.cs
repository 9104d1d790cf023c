using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Ledger.Api.Auth;
using Ledger.Api.Http;

namespace Ledger.Api.Pages.House;

/// <summary>
/// The service's own API, asked in this process by the address any client would use. A page learns nothing but what the API answers
/// whoever reads the page: the same rights, the same veils, the same refusals (decision 0017).
/// </summary>
internal sealed class OwnApi
{
    private RequestDelegate? _pipeline;

    /// <summary>Everything behind this point of the pipeline is what a page asks.</summary>
    public void StandBefore(RequestDelegate pipeline) => _pipeline = pipeline;

    /// <summary>One request in the name of the page's reader.</summary>
    /// <param name="page">The request the page answers.</param>
    /// <param name="language">What the API puts into words, it says in this one.</param>
    /// <param name="credential">The reader's; null for the public.</param>
    /// <param name="method">GET, POST, DELETE.</param>
    /// <param name="address">Path and query, escaped.</param>
    /// <param name="body">JSON, where one is sent.</param>
    /// <param name="prefer">The Prefer header.</param>
    /// <param name="type">The body's media type.</param>
    public async Task<ApiAnswer> SendAsync(
        HttpContext page, Language language, Credential? credential, string method, string address, ReadOnlyMemory<byte>? body = null,
        string? prefer = null, string type = Outcomes.Json)
    {
        using var received = new MemoryStream();
        var inner = new DefaultHttpContext { RequestServices = page.RequestServices, RequestAborted = page.RequestAborted };
        inner.Connection.RemoteIpAddress = page.Connection.RemoteIpAddress;
        inner.Request.Method = method;
        Aim(inner, credential, address);
        inner.Request.Headers.Accept = Outcomes.Json;
        inner.Request.Headers.AcceptLanguage = language.Code;
        if (prefer is not null) inner.Request.Headers["Prefer"] = prefer;
        if (body is { } sent)
        {
            (inner.Request.ContentType, inner.Request.ContentLength) = (type, sent.Length);
            inner.Request.Body = new MemoryStream(sent.ToArray());
        }

        inner.Response.Body = received;
        await _pipeline!(inner);
        await inner.Response.BodyWriter.FlushAsync(page.RequestAborted);
        return new(inner.Response.ContentType ?? "", received.ToArray(), inner.Response.Headers.Link.ToString());
    }

    /// <summary>Lets the API answer the browser itself: a file to keep.</summary>
    /// <exception cref="RefusedException">It refuses, which is to be a page.</exception>
    public async Task ForwardAsync(HttpContext page, Credential credential, string address)
    {
        var (path, query) = (page.Request.Path, page.Request.QueryString);
        page.SetEndpoint(null);
        page.Features.Set(new AskedByPage());
        Aim(page, credential, address);
        try
        {
            await _pipeline!(page);
        }
        catch (RefusedException)
        {
            (page.Request.Path, page.Request.QueryString) = (path, query);
            throw;
        }
    }

    private static void Aim(HttpContext context, Credential? credential, string address)
    {
        var request = context.Request;
        var question = address.IndexOf('?', StringComparison.Ordinal);
        request.Path = PathString.FromUriComponent(question < 0 ? address : address[..question]);
        request.QueryString = new(question < 0 ? null : address[question..]);
        if (credential?.Key is { } key) request.Headers.Authorization = ApiKey.Scheme + key;
        if (credential?.Caller is { } caller) context.Features.Set(new VouchedFor(caller));
    }
}

/// <summary>What the API answered.</summary>
/// <param name="Link">The Link header; empty where there is none.</param>
internal sealed record ApiAnswer(string ContentType, byte[] Body, string Link)
{
    /// <summary>Why it was refused; null where it was not.</summary>
    public Refusal? Refusal
    {
        get
        {
            if (!ContentType.StartsWith("application/problem+json", StringComparison.Ordinal)) return null;
            using var problem = JsonDocument.Parse(Body);
            var root = problem.RootElement;
            var type = root.GetProperty("type").GetString();
            return new(
                Problem.All.First(known => known.Type == type), root.TryGetProperty("detail", out var detail) ? detail.GetString() : null,
                root.TryGetProperty("errors", out var errors) ? errors.Deserialize(PageJson.Default.IReadOnlyListFieldError) : null,
                root.TryGetProperty("reference", out var reference) ? reference.GetString() : null);
        }
    }

    public T Read<T>(JsonTypeInfo<T> type) => JsonSerializer.Deserialize(Body, type)!;
}
