using Ledger.Api.Http;

namespace Ledger.Api.Pages.House;

/// <summary>What the API refused, in words for a person.</summary>
/// <param name="Problem">The problem's name.</param>
/// <param name="Detail">What is particular to this case.</param>
/// <param name="Fields">What is wrong with which field.</param>
/// <param name="Reference">Under which the service's log has what happened; null where it was no failure of ours.</param>
public sealed record ErrorModel(string Problem, string? Detail, IReadOnlyList<string> Fields, string? Reference);

internal static class ErrorPage
{
    // Those a reader of pages can meet; others say that the request was not as it must be.
    private static readonly string[] Worded =
        ["not-found", "no-right", "too-many-requests", "too-large", "internal", "overloaded", "unavailable", "unknown-outcome"];

    /// <param name="visit">Who asked.</param>
    /// <param name="refusal">What the API said.</param>
    /// <param name="more">What the page knows beside it, in its language; null for nothing.</param>
    public static Task ShowAsync(Visit visit, Refusal refusal, string? more = null)
    {
        var problem = refusal.Problem;
        if (problem.RetryAfter is { } seconds) visit.Http.Response.Headers.RetryAfter = seconds.ToString(provider: null);
        var name = Worded.Contains(problem.Name) ? problem.Name : "bad-request";
        var model = new ErrorModel(
            name, more ?? (name == "bad-request" ? refusal.Detail : null),
            [.. (refusal.Errors ?? []).Select(error => $"{error.Field}: {Messages.Say(visit.Language, error.Message)}")],
            refusal.Reference);
        return visit.ShowAsync<ErrorView, ErrorModel>(visit.Language[$"error.{name}.title"], model, problem);
    }
}
