using Ledger.Api.Http;
using Ledger.Api.Pages.House;
using Microsoft.AspNetCore.WebUtilities;

namespace Ledger.Api.Pages.TagChecks;

/// <summary>A tag as the public sees it, as GET /v1/tag-check/{series}/{kind}/{number} says.</summary>
public sealed record CheckedTag(
    string Series, string Kind, string Number, bool IsKnown, string Status, string? Mineral, string? Country, string? Region,
    string? History);

/// <summary>Tags that carry a bare number.</summary>
public sealed record CheckedTags(string Number, IReadOnlyList<CheckedTag> Tags, bool IsComplete);

/// <param name="Asked">The number as typed; null before one was.</param>
/// <param name="Error">What is wrong with it.</param>
/// <param name="Found">One tag, or those that share the number; null where nothing was asked.</param>
/// <param name="IsComplete">False where more share it than are shown.</param>
public sealed record TagCheckModel(string? Asked, string? Error, IReadOnlyList<CheckedTag>? Found, bool IsComplete);

/// <summary>GET / and /tag-check: the front door. Whoever has a bag before them types or scans the number on its tag.</summary>
internal static class TagCheckPage
{
    private const string Script = "tag-camera.js";

    public static async Task ShowAsync(Visit visit)
    {
        var asked = visit.Query("number") is { } given ? NumberIn(given) : null;
        TagCheckModel model;
        Problem? problem = null;
        try
        {
            model = asked is null ? new(null, null, null, true) : await AskAsync(visit, asked);
        }
        catch (RefusedException refused) when (refused.Refusal.Problem == Problem.FieldErrors)
        {
            (model, problem) = (new(asked, visit.Language["tag-check.malformed"], null, true), refused.Refusal.Problem);
        }
        catch (RefusedException refused) when (refused.Refusal.Problem == Problem.TooManyRequests)
        {
            (model, problem) = (new(asked, visit.Language["tag-check.too-many"], null, true), refused.Refusal.Problem);
        }

        await visit.ShowAsync<TagCheckView, TagCheckModel>(visit.Language["tag-check"], model, problem, Script);
    }

    // The codes on our own lists are addresses of this page: a camera, and whoever pastes one, brings the whole of it.
    private static string NumberIn(string given) =>
        Uri.TryCreate(given.Trim(), UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp)
        && QueryHelpers.ParseQuery(address.Query).TryGetValue("number", out var numbers) && numbers is [{ } number] ? number : given;

    // People write a number as it stands on the tag, with spaces or as series/kind/number.
    private static async Task<TagCheckModel> AskAsync(Visit visit, string asked)
    {
        var number = string.Concat(asked.Where(sign => !char.IsWhiteSpace(sign)));
        if (number.Split('/') is [var series, var kind, var own])
        {
            var path = $"/v1/tag-check/{Uri.EscapeDataString(series)}/{Uri.EscapeDataString(kind)}/{Uri.EscapeDataString(own)}";
            return new(asked, null, [await visit.AskAsync(path, PageJson.Default.CheckedTag)], true);
        }

        var tags = await visit.AskAsync("/v1/tag-check/" + Uri.EscapeDataString(number), PageJson.Default.CheckedTags);
        return new(asked, null, tags.Tags, tags.IsComplete);
    }
}
