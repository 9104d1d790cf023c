using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Ledger.Domain.CustodyEvents;

namespace Ledger.Api.Http;

/// <summary>
/// A way in which a request may fail. Names are public and never reused; this file is the only one that knows status codes.
/// </summary>
internal sealed record Problem(string Name, int Status, string Title)
{
    public static readonly Problem FieldErrors = new("field-errors", 400, "Some fields are not as they must be");
    public static readonly Problem MalformedJson = new("malformed-json", 400, "This is not JSON as the ledger takes it");
    public static readonly Problem BadRequest = new("bad-request", 400, "The request is not as it must be");
    public static readonly Problem StrictRefused = new("strict-refused", 400, "Nothing was stored, because not all of it can be");
    public static readonly Problem NotAuthenticated = new("not-authenticated", 401, "A valid key is needed");
    public static readonly Problem NoRight = new("no-right", 403, "The key's roles do not allow this");
    public static readonly Problem NotActing = new("not-acting-party", 403, "Your organisation is none of the parties of this event");
    public static readonly Problem NotFound = new("not-found", 404, "There is nothing here for you");
    public static readonly Problem MethodNotAllowed = new("method-not-allowed", 405, "This method is not offered here");
    public static readonly Problem NotAcceptable = new("not-acceptable", 406, "It is not offered in that form");
    public static readonly Problem SeveralLots = new("several-lots", 409, "Several lots answer to this");
    public static readonly Problem IdInUse = new("id-in-use", 409, "This id is in use with other content");
    public static readonly Problem NoOwner = new("no-owner", 409, "This node may not make views");
    public static readonly Problem StaleVersion = new("stale-version", 412, "It changed since you read it");
    public static readonly Problem TooLarge = new("too-large", 413, "This is larger than one request may be");
    public static readonly Problem UnsupportedMediaType = new("unsupported-media-type", 415, "This kind of content is not taken here");
    public static readonly Problem TooManyRequests = new("too-many-requests", 429, "Too many requests; wait a little");
    public static readonly Problem HeadersTooLarge = new("headers-too-large", 431, "The headers are too large");
    public static readonly Problem Internal = new("internal", 500, "Something is wrong on our side");
    public static readonly Problem Overloaded = new("overloaded", 503, "Busy; nothing was stored: try again");
    public static readonly Problem UnknownOutcome =
        new("unknown-outcome", 503, "Stored or not stored: send the same again with the same id");
    public static readonly Problem Unavailable = new("unavailable", 503, "Something the service needs cannot be reached; try again");

    public static IReadOnlyList<Problem> All { get; } =
    [
        FieldErrors, MalformedJson, BadRequest, StrictRefused, NotAuthenticated, NoRight, NotActing, NotFound, MethodNotAllowed,
        NotAcceptable, SeveralLots, IdInUse, NoOwner, StaleVersion, TooLarge, UnsupportedMediaType, TooManyRequests, HeadersTooLarge,
        Internal, Overloaded, UnknownOutcome, Unavailable, .. Rejections.Titles.Select(pair => new Problem(pair.Key, 422, pair.Value)),
    ];

    /// <summary>Stable; relative to the service's address, where it can be read.</summary>
    public string Type => "/problems/" + Name;

    /// <summary>Seconds after which to try again; null where trying again changes nothing.</summary>
    public int? RetryAfter => Status switch { 429 => 60, 503 => 2, _ => null };

    /// <summary>The service failed, not the request: nothing in it can be mended.</summary>
    public bool IsOurs => Status >= 500;

    /// <summary>The rule of a guarded aggregate says no: the rejection's code is the problem's name.</summary>
    public static Problem Rejected(string code) => All.First(problem => problem.Name == code);

    /// <summary>The problem an HTTP status of the framework stands for.</summary>
    public static Problem OfStatus(int status) =>
        All.FirstOrDefault(problem => problem.Status == status) ?? (status < 500 ? BadRequest : Internal);
}

/// <summary>Why one request or one item of it was refused.</summary>
/// <param name="Detail">What is particular to this case, in plain words.</param>
/// <param name="Reference">Under which the log has what happened; null where it was no failure of ours.</param>
internal sealed record Refusal(
    Problem Problem, string? Detail = null, IReadOnlyList<FieldError>? Errors = null, string? Reference = null);

/// <summary>The body of a refusal: application/problem+json (RFC 9457).</summary>
internal sealed record ProblemBody(
    string Type, string Title, int Status, string? Detail, string? Id, IReadOnlyList<FieldError>? Errors,
    IReadOnlyList<ItemResult>? Results, string? Reference);

/// <summary>How a witness answers add-checkpoint (C2SP tlog-witness).</summary>
internal enum WitnessAnswer
{
    /// <summary>Its cosignature lines.</summary>
    Cosigned,

    /// <summary>It has seen another size than the one asked from, and states it; or, at that size, another root.</summary>
    OtherSize,

    /// <summary>The proof does not hold.</summary>
    NotConsistent,

    Failed,
}

internal static class WitnessAnswers
{
    public static WitnessAnswer Of(HttpResponseMessage response) => (int)response.StatusCode switch
    {
        200 => WitnessAnswer.Cosigned,
        409 => WitnessAnswer.OtherSize,
        422 => WitnessAnswer.NotConsistent,
        _ => WitnessAnswer.Failed,
    };
}

/// <summary>Turns outcomes into HTTP answers.</summary>
internal static class Outcomes
{
    public const string Json = "application/json";
    public const string Lines = "application/x-ndjson";
    private const string ProblemJson = "application/problem+json";

    // Answers are JSON, never HTML: quotes and accents need no escapes.
    public static readonly JsonWriterOptions Relaxed = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true,
    };

    /// <exception cref="RefusedException">A page asked, which says it in its own way.</exception>
    public static Task RefuseAsync(HttpContext context, Refusal refusal, string? id = null, IReadOnlyList<ItemResult>? results = null)
    {
        if (context.Features.Get<AskedByPage>() is not null) throw new RefusedException(refusal);
        var problem = refusal.Problem;
        if (problem.RetryAfter is { } seconds) context.Response.Headers.RetryAfter = seconds.ToString(provider: null);
        if (problem == Problem.NotAuthenticated) context.Response.Headers.WWWAuthenticate = "Bearer";
        var body = new ProblemBody(
            problem.Type, problem.Title, problem.Status, refusal.Detail, id, refusal.Errors, results, refusal.Reference);
        return WriteAsync(context, problem.Status, ProblemJson, body, ApiJson.Default.ProblemBody);
    }

    /// <summary>201 for what is new, 200 for what was there, the problem's status for what was refused.</summary>
    public static Task WriteAsync(HttpContext context, ItemResult result)
    {
        if (result.Refusal is { } refusal) return RefuseAsync(context, refusal, result.Id);
        if (result.Status == ItemStatus.Created) context.Response.Headers.Location = "/v1/custody-events/" + result.Id;
        return WriteAsync(context, result.Status == ItemStatus.Created ? 201 : 200, Json, result, ApiJson.Default.ItemResult);
    }

    /// <summary>The same for a command, with the address and the entity tag of what it changed.</summary>
    public static Task WriteAsync(HttpContext context, ItemResult result, string location, string etag)
    {
        context.Response.Headers.ETag = etag;
        if (result.Status == ItemStatus.Created) context.Response.Headers.Location = location;
        return WriteAsync(context, result.Status == ItemStatus.Created ? 201 : 200, Json, result, ApiJson.Default.ItemResult);
    }

    public static Task OkAsync<T>(HttpContext context, T body, JsonTypeInfo<T> type) => WriteAsync(context, 200, Json, body, type);

    public static Task CreatedAsync<T>(HttpContext context, string location, T body, JsonTypeInfo<T> type)
    {
        context.Response.Headers.Location = location;
        return WriteAsync(context, 201, Json, body, type);
    }

    public static Task AcceptedAsync<T>(HttpContext context, string location, T body, JsonTypeInfo<T> type)
    {
        context.Response.Headers.Location = location;
        return WriteAsync(context, 202, Json, body, type);
    }

    public static Task UnreadyAsync<T>(HttpContext context, T body, JsonTypeInfo<T> type) =>
        WriteAsync(context, 503, Json, body, type);

    /// <summary>JSON with an ETag: 304 without a body where the reader has it.</summary>
    public static async Task TaggedAsync(HttpContext context, string etag, ReadOnlyMemory<byte> json, string type = Json)
    {
        context.Response.Headers.ETag = etag;
        if (context.Request.Headers.IfNoneMatch.Any(known => known is not null && known.Contains(etag, StringComparison.Ordinal)))
        {
            context.Response.StatusCode = 304;
            return;
        }

        (context.Response.ContentType, context.Response.ContentLength) = (type, json.Length);
        if (!HttpMethods.IsHead(context.Request.Method)) await context.Response.BodyWriter.WriteAsync(json, context.RequestAborted);
    }

    /// <param name="context">Whose answer it is.</param>
    /// <param name="html">The whole page.</param>
    /// <param name="problem">Why it is not the page that was asked for; null where it is.</param>
    public static async Task PageAsync(HttpContext context, ReadOnlyMemory<byte> html, Problem? problem)
    {
        context.Response.StatusCode = problem?.Status ?? 200;
        (context.Response.ContentType, context.Response.ContentLength) = ("text/html; charset=utf-8", html.Length);
        if (!HttpMethods.IsHead(context.Request.Method)) await context.Response.BodyWriter.WriteAsync(html, context.RequestAborted);
    }

    /// <summary>The answer is at another address of ours, to be got with GET.</summary>
    public static void SeeOther(HttpContext context, string address) =>
        (context.Response.StatusCode, context.Response.Headers.Location) = (303, address);

    /// <summary>A file that never changes: any cache may keep it.</summary>
    /// <param name="isPublic">False: only the reader's own cache, and only with its key.</param>
    /// <param name="type">Its media type.</param>
    public static async Task FileAsync(
        HttpContext context, ReadOnlyMemory<byte> file, bool isPublic, string type = "application/octet-stream")
    {
        var headers = context.Response.Headers;
        headers.CacheControl = (isPublic ? "public" : "private") + ", max-age=31536000, immutable";
        if (!isPublic) headers.Vary = "Authorization";
        (context.Response.ContentType, context.Response.ContentLength) = (type, file.Length);
        if (!HttpMethods.IsHead(context.Request.Method)) await context.Response.BodyWriter.WriteAsync(file, context.RequestAborted);
    }

    /// <summary>Says that a zip follows, to be kept under that name; it is made while it is sent.</summary>
    /// <param name="sequence">What it reflects.</param>
    public static void BeginZip(HttpContext context, string name, long sequence)
    {
        var headers = context.Response.Headers;
        context.Response.ContentType = "application/zip";
        headers.ContentDisposition = $"attachment; filename=\"{name}\"";
        headers.Vary = "Authorization";
        headers["Ledger-Sequence"] = sequence.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>A sheet to be kept under that name.</summary>
    /// <param name="sequence">What it reflects.</param>
    public static async Task SheetAsync(HttpContext context, string name, ReadOnlyMemory<byte> csv, long sequence)
    {
        var headers = context.Response.Headers;
        (context.Response.ContentType, context.Response.ContentLength) = ("text/csv; charset=utf-8", csv.Length);
        headers.ContentDisposition = $"attachment; filename=\"{name}\"";
        headers.CacheControl = "private, no-cache";
        headers.Vary = "Authorization";
        headers["Ledger-Sequence"] = sequence.ToString(CultureInfo.InvariantCulture);
        await context.Response.BodyWriter.WriteAsync(csv, context.RequestAborted);
    }

    public static Task TextAsync(HttpContext context, string text)
    {
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(text, context.RequestAborted);
    }

    public static void NoContent(HttpContext context) => context.Response.StatusCode = 204;

    /// <summary>The body as JSON bytes, relaxed.</summary>
    public static ReadOnlyMemory<byte> Bytes<T>(T body, JsonTypeInfo<T> type)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using var writer = new Utf8JsonWriter(buffer, Relaxed);
        JsonSerializer.Serialize(writer, body, type);
        return buffer.WrittenMemory;
    }

    private static async Task WriteAsync<T>(HttpContext context, int status, string contentType, T body, JsonTypeInfo<T> type)
    {
        var bytes = Bytes(body, type);
        var response = context.Response;
        (response.StatusCode, response.ContentType, response.ContentLength) = (status, contentType, bytes.Length);
        if (HttpMethods.IsHead(context.Request.Method)) return;
        await response.BodyWriter.WriteAsync(bytes, context.RequestAborted);
    }
}
