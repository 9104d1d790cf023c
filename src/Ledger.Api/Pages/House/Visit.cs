using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Ledger.Api.Auth;
using Ledger.Api.Http;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.WebUtilities;
using NodaTime;

namespace Ledger.Api.Pages.House;

/// <summary>One request for a page: in which language, by whom, and what it asks the API.</summary>
internal sealed class Visit(HttpContext http, Language language, PageParts parts)
{
    private Credential? _credential;

    public HttpContext Http => http;

    public Language Language => language;

    /// <summary>Null for the public.</summary>
    public Reader? Reader { get; private set; }

    /// <summary>The browser brought a session that is over.</summary>
    public bool IsSessionOver { get; private set; }

    /// <summary>Path and query behind the language.</summary>
    public string Path => http.Request.Path.ToUriComponent()[(language.Code.Length + 1)..] + http.Request.QueryString.Value;

    /// <summary>A parameter of the address; null where it is absent or blank.</summary>
    public string? Query(string name) => http.Request.Query[name].ToString().Trim() is { Length: > 0 } text ? text : null;

    /// <summary>The same of several; null for each that is absent or blank.</summary>
    public Dictionary<string, string?> Queries(IEnumerable<string> names) => names.ToDictionary(name => name, Query);

    /// <summary>A part of the address.</summary>
    public string Route(string name) => (string)http.Request.RouteValues[name]!;

    /// <summary>By the ledger's clock.</summary>
    public OffsetDateTime Now =>
        parts.Clock.GetCurrentInstant().InZone(parts.Options.TimeZone).ToOffsetDateTime().With(TimeAdjusters.TruncateToSecond);

    /// <summary>The ledger's: by its clock times are typed and told.</summary>
    public DateTimeZone Zone => parts.Options.TimeZone;

    /// <summary>Scheme and host, as the reader reached the service; a proxy that does TLS says so.</summary>
    public string Origin => $"{(http.Request.IsEncrypted() ? "https" : "http")}://{http.Request.Host}";

    /// <summary>For pages that are nobody's without a key.</summary>
    /// <exception cref="RefusedException">Nobody is signed in.</exception>
    public Reader RequireReader() => Reader ?? throw new RefusedException(new(Problem.NotAuthenticated));

    /// <summary>Finds out who reads.</summary>
    public async Task RecogniseAsync()
    {
        var credential = parts.Session.CredentialOf(http);
        IsSessionOver = credential is null && http.Request.Cookies.ContainsKey(Session.Cookie);
        if (credential is null) return;
        var answer = await parts.Api.SendAsync(http, language, credential, HttpMethods.Get, "/v1/caller");
        var refusal = answer.Refusal;
        if (refusal is null) (_credential, Reader) = (credential, answer.Read(PageJson.Default.Reader));
        else if (refusal.Problem == Problem.NotAuthenticated) IsSessionOver = true;
        else throw new RefusedException(refusal);
    }

    /// <summary>What the API answers this reader.</summary>
    /// <exception cref="RefusedException">It refuses.</exception>
    public async Task<T> AskAsync<T>(string address, JsonTypeInfo<T> type) => (await GetAsync(address)).Read(type);

    /// <summary>The page of a list where this address's cursor stands.</summary>
    /// <param name="path">Of the list.</param>
    /// <param name="asked">What narrows and sorts it.</param>
    /// <param name="type">Of the page.</param>
    /// <param name="limit">Rows of a page; null for as many as the API takes for usual.</param>
    /// <exception cref="RefusedException">It refuses.</exception>
    public Task<T> AskPageAsync<T>(
        string path, IEnumerable<KeyValuePair<string, string?>> asked, JsonTypeInfo<T> type, int? limit = null) => AskAsync(
        Address.With(path, [.. asked, new("cursor", Query("cursor")), new("limit", limit?.ToString(CultureInfo.InvariantCulture))]), type);

    /// <summary>What the API answers this reader, as it came.</summary>
    /// <exception cref="RefusedException">It refuses.</exception>
    public async Task<ApiAnswer> GetAsync(string address)
    {
        var answer = await parts.Api.SendAsync(http, language, _credential, HttpMethods.Get, address);
        return answer.Refusal is { } refusal ? throw new RefusedException(refusal) : answer;
    }

    /// <summary>The same; null where there is nothing for this reader, or it cannot be asked for like this.</summary>
    public async Task<T?> AskIfThereAsync<T>(string address, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return await AskAsync(address, type);
        }
        catch (RefusedException refused)
            when (refused.Refusal.Problem == Problem.NotFound || refused.Refusal.Problem == Problem.FieldErrors)
        {
            return null;
        }
    }

    /// <summary>What the API answers to a body of JSON, refusals too.</summary>
    /// <exception cref="RefusedException">The session is over.</exception>
    public async Task<ApiAnswer> PostAsync(string address, byte[] body, string? prefer = null, string type = Outcomes.Json)
    {
        var answer = await parts.Api.SendAsync(http, language, _credential, HttpMethods.Post, address, body, prefer, type);
        return answer.Refusal is { } refusal && refusal.Problem == Problem.NotAuthenticated ? throw new RefusedException(refusal) : answer;
    }

    /// <summary>The same to a body that is made here.</summary>
    /// <exception cref="RefusedException">The session is over.</exception>
    public Task<ApiAnswer> PostAsync(string address, JsonNode body, string? prefer = null) =>
        PostAsync(address, Encoding.UTF8.GetBytes(body.ToJsonString()), prefer);

    /// <summary>Has something of the API's taken away.</summary>
    /// <exception cref="RefusedException">It refuses.</exception>
    public async Task DeleteAsync(string address)
    {
        var answer = await parts.Api.SendAsync(http, language, _credential, HttpMethods.Delete, address);
        if (answer.Refusal is { } refusal) throw new RefusedException(refusal);
    }

    /// <summary>Lets the API answer the browser itself.</summary>
    /// <exception cref="RefusedException">Nobody is signed in.</exception>
    public Task ForwardAsync(string address) => _credential is null ? throw new RefusedException(new(Problem.NotAuthenticated))
        : parts.Api.ForwardAsync(http, _credential, address);

    /// <summary>This page's address with the cursor of the API's next link; null where there is none.</summary>
    public string? NextOf(string? next)
    {
        if (next is null) return null;
        var cursor = QueryHelpers.ParseQuery(next[next.IndexOf('?', StringComparison.Ordinal)..])["cursor"].ToString();
        return http.Request.Path + QueryString.Create(Paging.Others(http, "cursor").Append(new("cursor", cursor))).Value;
    }

    /// <summary>The posted form.</summary>
    /// <exception cref="RefusedException">It is none of ours.</exception>
    public async Task<IFormCollection> FormAsync()
    {
        var form = await ReadFormAsync();
        return form is not null && await parts.Forms.IsRequestValidAsync(http) ? form
            : throw new RefusedException(new(Problem.BadRequest, language["form.stale"]));
    }

    private async Task<IFormCollection?> ReadFormAsync()
    {
        try
        {
            return http.Request.HasFormContentType ? await http.Request.ReadFormAsync(http.RequestAborted) : null;
        }
        catch (InvalidDataException)
        {
            throw new RefusedException(new(Problem.TooLarge)); // more than a form of ours may hold
        }
        catch (BadHttpRequestException bad)
        {
            throw new RefusedException(new(Problem.OfStatus(bad.StatusCode)));
        }
        catch (Exception broken) when (broken is IOException or NotSupportedException or ArgumentException)
        {
            throw new RefusedException(new(Problem.BadRequest)); // torn on its way, or letters nobody writes
        }
    }

    /// <summary>Draws the page.</summary>
    /// <param name="title">In the page's language.</param>
    /// <param name="model">What it shows.</param>
    /// <param name="problem">Why it is not what was asked for; null where it is.</param>
    /// <param name="scripts">The modules that add to it.</param>
    public async Task ShowAsync<TView, TModel>(string title, TModel model, Problem? problem = null, params IReadOnlyList<string> scripts)
        where TView : View<TModel>
        where TModel : notnull
    {
        var frame = new Frame(
            language, parts.Options.TimeZone, Reader, Path, title, FormToken, [.. scripts.Select(AssetFiles.AddressOf)]);
        var html = await parts.Drawing.DrawAsync<TView, TModel>(frame, model, http.RequestServices);
        await Outcomes.PageAsync(http, Encoding.UTF8.GetBytes(html), problem);
    }

    private (string Name, string Value) FormToken()
    {
        var token = parts.Forms.GetAndStoreTokens(http);
        return (token.FormFieldName, token.RequestToken!);
    }

    public void GoTo(string path) => Outcomes.SeeOther(http, $"/{language.Code}{path}");
}

/// <summary>What every page needs.</summary>
internal sealed record PageParts(
    OwnApi Api, Session Session, IAntiforgery Forms, Drawing Drawing, LedgerOptions Options, IClock Clock);
