using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Ledger.Api.Auth;
using Ledger.Api.Http;
using Ledger.Api.Proofs;
using Ledger.Api.Reading;
using Ledger.Domain.Values;
using Ledger.Projections.Queries;
using Ledger.Rules.Views;

namespace Ledger.Api.TagChecks;

/// <summary>
/// GET /v1/tag-check/{series}/{kind}/{number} and /v1/tag-check/{number}: for whoever has a bag before them, without a key. So many a
/// minute and address, so that nobody reads the register out through it; kept for a minute by whoever is between.
/// </summary>
internal sealed class GetTagCheck(TagCheckReader reader, StreamVerifier verifier, LedgerOptions options)
{
    private readonly RateWindows<IPAddress> _checks = new(options.Limits.TagChecksPerMinute);

    public static Task HandleTag(HttpContext context, string series, string kind, string number, GetTagCheck check) =>
        check.TagAsync(context, series, kind, number);

    public static Task HandleNumber(HttpContext context, string number, GetTagCheck check) => check.NumberAsync(context, number);

    private async Task TagAsync(HttpContext context, string series, string kind, string number)
    {
        Count(context);
        var tag = Answers.Tag(series, kind, number);
        var view = await VerifiedAsync(await reader.TagAsync(tag, context.RequestAborted), context.RequestAborted);
        await AnswerAsync(context, view, ViewJson.Plain.TagCheckView);
    }

    private async Task NumberAsync(HttpContext context, string number)
    {
        Count(context);
        if (!TagId.IsNumber(number))
            throw new RefusedException(new(Problem.FieldErrors, Errors: [new("number", "must be 1 to 20 letters or digits")]));
        var list = await reader.NumberAsync(number, context.RequestAborted);
        var tags = new List<TagCheckView>();
        foreach (var tag in list.Tags) tags.Add(await VerifiedAsync(tag, context.RequestAborted));
        await AnswerAsync(context, list with { Tags = tags }, ViewJson.Plain.TagCheckList);
    }

    private async Task<TagCheckView> VerifiedAsync(TagCheckView view, CancellationToken cancellation)
    {
        var stream = StreamName.Tag(TagId.TryCreate(view.Series, view.Kind, view.Number)!.Value);
        return view with { History = await verifier.StandingAsync(stream, cancellation) };
    }

    private void Count(HttpContext context)
    {
        if (!_checks.TryCount(NetworkOf(context.Connection.RemoteIpAddress ?? IPAddress.None)))
            throw new RefusedException(new(Problem.TooManyRequests, "So many tags may be checked a minute from one address."));
    }

    // One household or office has 2^64 addresses of IPv6.
    private static IPAddress NetworkOf(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4();
        var bytes = address.GetAddressBytes();
        if (bytes.Length == 16) bytes.AsSpan(8).Clear();
        return new(bytes);
    }

    private static Task AnswerAsync<T>(HttpContext context, T view, JsonTypeInfo<T> type)
    {
        context.Response.Headers.CacheControl = "public, max-age=60";
        return Answers.OpenAsync(context, JsonSerializer.SerializeToUtf8Bytes(view, type));
    }
}
