using System.Text.Json;
using System.Text.Json.Nodes;
using Ledger.Api.Auth;
using Ledger.Api.Http;
using Ledger.Api.Pages.House;
using Ledger.Domain.CustodyEvents;

namespace Ledger.Api.Pages.Admin;

/// <param name="Filters">As asked for: organisation, revoked (true or false), sort.</param>
/// <param name="IsRevoked">The reader has just revoked one.</param>
public sealed record KeysModel(KeyPage Page, IReadOnlyDictionary<string, string?> Filters, string? Next, bool IsRevoked);

/// <summary>The form for a key, or the key that it made.</summary>
/// <param name="Roles">Codes that are ticked.</param>
/// <param name="Errors">As the API says them.</param>
/// <param name="Made">Null until it is made.</param>
public sealed record NewKeyModel(
    string? Organisation, string? Name, IReadOnlyCollection<string> Roles, IReadOnlyList<FieldError> Errors, KeyLine? Made)
{
    public string? ErrorOf(string field) => Errors
        .Where(error => error.Field == field || error.Field.StartsWith(field + "[", StringComparison.Ordinal))
        .Select(error => error.Message).FirstOrDefault();
}

/// <summary>GET /admin/keys, GET and POST /admin/keys/new, POST /admin/keys/{id}/revoke: who may call the service.</summary>
internal static class KeysPage
{
    private const string Keys = "/v1/keys";

    private static readonly string[] Filters = ["organisation", "revoked", "sort"];

    public static async Task ListAsync(Visit visit)
    {
        var filters = visit.Queries(Filters);
        var page = await visit.AskPageAsync(Keys, filters, PageJson.Default.KeyPage, limit: 20);
        var isRevoked = visit.Query("done") is not null;
        await visit.ShowAsync<KeysView, KeysModel>(
            visit.Language["keys"], new(page, filters, visit.NextOf(page.Next), isRevoked));
    }

    public static async Task AskAsync(Visit visit)
    {
        // Whoever may not make any is told before a form is filled.
        await visit.GetAsync(Keys + "?limit=1");
        await ShowAsync(visit, new(visit.Query("organisation"), null, [], [], null));
    }

    public static async Task MakeAsync(Visit visit)
    {
        var form = await visit.FormAsync();
        var (organisation, name) = (form["organisation"].ToString().Trim(), form["name"].ToString().Trim());
        var roles = RoleCodes.All.Select(RoleCodes.CodeOf).Where(role => form["roles"].Contains(role)).ToList();
        var asked = new JsonObject { ["organisation"] = Said(organisation), ["name"] = Said(name) };
        asked["roles"] = new JsonArray([.. roles.Select(role => (JsonNode)role)]);
        var answer = await visit.PostAsync(Keys, asked);
        var typed = new NewKeyModel(organisation, name, roles, [], null);
        if (answer.Refusal is not { } refusal) await ShowAsync(visit, typed with { Made = answer.Read(PageJson.Default.KeyLine) });
        else if (refusal.Errors is { } errors) await ShowAsync(visit, typed with { Errors = errors }, refusal.Problem);
        else throw new RefusedException(refusal);
    }

    public static async Task RevokeAsync(Visit visit)
    {
        await visit.FormAsync();
        await visit.DeleteAsync($"{Keys}/{Uri.EscapeDataString(visit.Route("id"))}");
        visit.GoTo("/admin/keys?done=true");
    }

    // Nothing typed is nothing said: the API says that it is required.
    private static JsonValue? Said(string typed) => typed.Length > 0 ? JsonValue.Create(typed) : null;

    private static Task ShowAsync(Visit visit, NewKeyModel model, Problem? problem = null) =>
        visit.ShowAsync<NewKeyView, NewKeyModel>(visit.Language[model.Made is null ? "keys.new" : "keys.made"], model, problem);
}
