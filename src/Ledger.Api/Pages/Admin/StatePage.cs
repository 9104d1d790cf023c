using Ledger.Api.Http;
using Ledger.Api.Pages.House;

namespace Ledger.Api.Pages.Admin;

/// <param name="Error">Why the rebuild was not taken; null where none was refused.</param>
public sealed record StateModel(ServiceState State, string? Error);

/// <summary>GET /admin: how far everything is that follows the events. POST /admin/rebuild: makes the views anew.</summary>
internal static class StatePage
{
    private const string RefreshSeconds = "2";

    public static async Task ShowAsync(Visit visit)
    {
        // Who changes settings and does not run the service begins there.
        if (visit.RequireReader() is var reader && !reader.May(Auth.Operation.ReadState)
            && AdminPlaces.Of(reader).FirstOrDefault() is { Path: { } first }) visit.GoTo(first);
        else await ShowAsync(visit, refused: null);
    }

    public static async Task RebuildAsync(Visit visit)
    {
        await visit.FormAsync();
        var answer = await visit.PostAsync("/v1/admin/rebuild", []);
        if (answer.Refusal is not { } refusal) visit.GoTo("/admin#rebuild");
        else if (refusal.Problem == Problem.NoOwner) await ShowAsync(visit, refusal.Problem);
        else throw new RefusedException(refusal);
    }

    private static async Task ShowAsync(Visit visit, Problem? refused)
    {
        var state = await visit.AskAsync("/v1/admin/state", PageJson.Default.ServiceState);
        if (state.Rebuild?.IsUnderWay is true) visit.Http.Response.Headers["Refresh"] = RefreshSeconds;
        var error = refused is null ? null : visit.Language["state.no-owner"];
        await visit.ShowAsync<StateView, StateModel>(visit.Language["state"], new(state, error), refused);
    }
}
