using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Ledger.Api.Guarded;
using Ledger.Api.Http;
using Ledger.Domain.Values;
using Ledger.EventStore.Reading;
using Ledger.Projections.Queries;

namespace Ledger.Api.Reading;

/// <summary>Answers to readers: with the sequence they reflect, and an ETag so that a poor link carries nothing twice.</summary>
internal static class Answers
{
    private const int DefaultLimit = 50;
    private const int MaxFeatures = 10_000;
    private const string GeoJson = "application/geo+json";

    /// <summary>Rows a page: <c>limit</c>, 50 where absent, at most 500.</summary>
    /// <exception cref="RefusedException">Not a whole number from 1 to 500.</exception>
    public static int Limit(HttpContext context) => (int)Paging.Number(context, "limit", DefaultLimit, RowReader.MaxLimit, least: 1);

    /// <summary>Features a page: <c>limit</c>, 10,000 where absent, which is the most.</summary>
    /// <exception cref="RefusedException">Not a whole number from 1 to 10,000.</exception>
    public static int FeatureLimit(HttpContext context) => (int)Paging.Number(context, "limit", MaxFeatures, MaxFeatures, least: 1);

    /// <summary>A filter's text; null where it is absent.</summary>
    /// <exception cref="RefusedException">It holds U+0000, which the database takes in no text.</exception>
    public static string? Text(HttpContext context, string name) => Storable(name, context.Request.Query[name].FirstOrDefault());

    /// <summary>A filter that may be given several times; null where it is absent.</summary>
    /// <exception cref="RefusedException">It holds U+0000, which the database takes in no text.</exception>
    public static IReadOnlyList<string>? Texts(HttpContext context, string name)
    {
        var given = context.Request.Query[name];
        return given.Count == 0 ? null : [.. given.Select(text => Storable(name, text)).OfType<string>()];
    }

    /// <summary>It holds U+0000, which the database takes in no text: nothing is stored under it.</summary>
    public static bool HasNul(string text) => text.Contains('\0', StringComparison.Ordinal);

    /// <summary>A code of a list, as a filter: a mistyped one must not look like nothing there.</summary>
    /// <exception cref="RefusedException">Not in the list.</exception>
    public static string? Code<T>(HttpContext context, string name)
        where T : struct, Enum
    {
        var given = Text(context, name);
        return given is null || Domain.Json.Code<T>.Find(given) is not null ? given : throw new RefusedException(new(
            Problem.FieldErrors, Errors: [new(name, $"must be one of {string.Join(", ", Domain.Json.Code<T>.All)}")]));
    }

    /// <summary>Of a list of two: whether the one asked for is this one; null where none is.</summary>
    /// <exception cref="RefusedException">Not in the list.</exception>
    public static bool? Is<T>(HttpContext context, string name, T code)
        where T : struct, Enum => Code<T>(context, name) is { } given ? given == Domain.Json.Code<T>.Name(code) : null;

    /// <summary>The order asked for by <c>sort</c>: a code of the list, with a minus before it the other way round.</summary>
    /// <exception cref="RefusedException">Not in the list.</exception>
    public static ListOrder<TSort> Order<TSort>(HttpContext context, ListOrder<TSort> otherwise)
        where TSort : struct, Enum
    {
        if (Text(context, "sort") is not { Length: > 0 } given) return otherwise;
        return ListOrder<TSort>.Find(given) ?? throw new RefusedException(new(Problem.FieldErrors, Errors: [new(
            "sort", $"must be one of {string.Join(", ", Domain.Json.Code<TSort>.All)}, with - before it to turn it round")]));
    }

    /// <summary>The tag that a path names.</summary>
    /// <exception cref="RefusedException">It names none.</exception>
    public static TagId Tag(string series, string kind, string number) =>
        Domain.Json.Code<TagKind>.Find(kind) is { } known && TagId.TryCreate(series, known, number) is { } tag ? tag
            : throw new RefusedException(new(Problem.FieldErrors, Errors:
                [new("tag", $"must be series/kind/number; kind one of {string.Join(", ", Domain.Json.Code<TagKind>.All)}")]));

    /// <exception cref="RefusedException">The cursor is not one this service gave.</exception>
    public static long? NumericCursor(HttpContext context)
    {
        var given = context.Request.Query["cursor"].ToString();
        if (given.Length == 0) return null;
        return long.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var cursor) ? cursor
            : throw new RefusedException(new(Problem.FieldErrors, Errors: [new("cursor", "must be one from a next link")]));
    }

    /// <param name="version">Of the stream a guarded command would decide on, for If-Match; 0 or more, or null where there is none.</param>
    public static Task JsonAsync(HttpContext context, ReadOnlyMemory<byte> json, long sequence, int? version = null)
    {
        SetHeaders(context, sequence);
        var hash = HashOf(json);
        return Outcomes.TaggedAsync(context, version is { } known ? EntityTag.Of(known, hash) : $"\"{hash}\"", json);
    }

    /// <summary>What needs no key: its entity tag follows from the content alone.</summary>
    public static Task OpenAsync(HttpContext context, ReadOnlyMemory<byte> json) =>
        Outcomes.TaggedAsync(context, $"\"{HashOf(json)}\"", json);

    /// <summary>One guarded aggregate: its entity tag is the version that If-Match takes.</summary>
    public static Task VersionAsync(HttpContext context, ReadOnlyMemory<byte> json, int version, long sequence)
    {
        SetHeaders(context, sequence);
        return Outcomes.TaggedAsync(context, EntityTag.Of(version), json);
    }

    public static Task PageAsync(HttpContext context, RowPage page, long sequence) => JsonAsync(context, Bytes(context, page), sequence);

    /// <summary>Rows that are features, as a collection of GeoJSON (RFC 7946) that any map program reads.</summary>
    public static Task FeaturesAsync(HttpContext context, RowPage page, long sequence)
    {
        SetHeaders(context, sequence);
        var json = Encoding.UTF8.GetBytes(page.ToGeoJson(cursor => NextLink(context, cursor)));
        return Outcomes.TaggedAsync(context, $"\"{HashOf(json)}\"", json, GeoJson);
    }

    /// <param name="context">Whose answer it is.</param>
    /// <param name="page">The rows.</param>
    /// <param name="sequence">What they reflect.</param>
    /// <param name="complete">Adds to the page as a whole.</param>
    public static async Task PageAsync(
        HttpContext context, RowPage page, long sequence, Func<ReadOnlyMemory<byte>, Task<ReadOnlyMemory<byte>>> complete) =>
        await JsonAsync(context, await complete(Bytes(context, page)), sequence);

    private static string? Storable(string name, string? text) => text is null || !HasNul(text) ? text
        : throw new RefusedException(new(Problem.FieldErrors, Errors: [new(name, "must not hold the character U+0000")]));

    private static string HashOf(ReadOnlyMemory<byte> json) => Convert.ToHexStringLower(SHA256.HashData(json.Span))[..24];

    private static byte[] Bytes(HttpContext context, RowPage page) =>
        Encoding.UTF8.GetBytes(page.ToJson(cursor => NextLink(context, cursor)));

    private static void SetHeaders(HttpContext context, long sequence)
    {
        context.Response.Headers["Ledger-Sequence"] = sequence.ToString(CultureInfo.InvariantCulture);
        context.Response.Headers.CacheControl = "private, no-cache";
        context.Response.Headers.Vary = "Authorization, Accept-Language";
    }

    /// <summary>The address of the page after this one.</summary>
    /// <param name="context">This one's.</param>
    /// <param name="place">Where it begins.</param>
    /// <param name="parameter">That says so.</param>
    public static string NextLink(HttpContext context, string place, string parameter = "cursor") =>
        context.Request.Path + QueryString.Create(Paging.Others(context, parameter).Append(new(parameter, place))).Value;
}
