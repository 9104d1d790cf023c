using System.Text.Json.Nodes;
using Ledger.Api.Auth;
using Ledger.Api.Http;
using Ledger.Api.Pages.Desk;
using Ledger.Api.Pages.House;
using Ledger.Domain.CustodyEvents;
using NodaTime;
using NodaTime.Text;

namespace Ledger.Api.Pages.Admin;

/// <param name="Filters">As asked for: name, rule, changed (true or false), sort.</param>
public sealed record SettingsModel(SettingPage Page, IReadOnlyDictionary<string, string?> Filters, string? Next);

/// <summary>A setting, its history, and the form for another value.</summary>
/// <param name="Typed">What stands in the form; null where the reader may not change it.</param>
/// <param name="Wrong">By field: value, date.</param>
/// <param name="IsChanged">The reader has just changed it.</param>
public sealed record SettingModel(
    SettingLine Setting, string? Next, TypedChange? Typed, IReadOnlyDictionary<string, string> Wrong, bool IsChanged);

/// <summary>What was typed into the form, as it was typed.</summary>
/// <param name="Id">Of the command: sent twice it is one change.</param>
public sealed record TypedChange(string Id, string Value, string Date, string Time);

/// <summary>GET /admin/settings, GET and POST /admin/settings/{name}: the numbers rules go by, as dated changes (decision 0009).</summary>
internal static class SettingsPage
{
    private const string OutOfBounds = "setting-out-of-bounds";
    private const string TooEarly = "setting-before-recorded";

    private static readonly string[] Filters = ["name", "rule", "changed", "sort"];

    public static async Task ListAsync(Visit visit)
    {
        RequirePlace(visit);
        var filters = visit.Queries(Filters);
        var page = await visit.AskPageAsync("/v1/settings", filters, PageJson.Default.SettingPage, limit: 30);
        await visit.ShowAsync<SettingsView, SettingsModel>(visit.Language["settings"], new(page, filters, visit.NextOf(page.Next)));
    }

    public static Task ShowAsync(Visit visit)
    {
        RequirePlace(visit);
        var tomorrow = LocalDatePattern.Iso.Format(visit.Now.Date.PlusDays(1));
        return ShowAsync(visit, new(Guid.NewGuid().ToString(), "", tomorrow, "00:00"), new Dictionary<string, string>());
    }

    public static async Task ChangeAsync(Visit visit)
    {
        RequirePlace(visit);
        var form = await visit.FormAsync();
        var typed = new TypedChange(Field("id"), Field("value"), Field("date"), Field("time"));
        var change = new JsonObject
        {
            ["id"] = typed.Id, ["name"] = visit.Route("name"),
            ["value"] = typed.Value.Length > 0 ? Typed.Number(typed.Value, visit.Language) : null,
            ["effectiveFrom"] = typed.Date.Length > 0 ? Typed.Moment(typed.Date, typed.Time, visit.Zone) : null,
        };
        var answer = await visit.PostAsync("/v1/setting-changes", change);
        if (answer.Refusal is not { } refusal) visit.GoTo(PathOf(visit.Route("name")) + "?changed=true");
        else if (await WrongAsync(visit, refusal) is { Count: > 0 } wrong) await ShowAsync(visit, typed, wrong, refusal.Problem);
        else throw new RefusedException(refusal);

        string Field(string name) => form[name].ToString().Trim();
    }

    public static string PathOf(string name) => "/admin/settings/" + Uri.EscapeDataString(name);

    // Each at the field it is about; none where it is about neither.
    private static async Task<Dictionary<string, string>> WrongAsync(Visit visit, Refusal refusal)
    {
        if (refusal.Problem.Name == TooEarly) return new() { ["date"] = visit.Language["settings.too-early"] };
        if (refusal.Problem.Name == OutOfBounds)
        {
            var setting = await visit.AskAsync(AddressOf(visit), PageJson.Default.SettingLine);
            return new() { ["value"] = Bounds(visit.Language, setting) };
        }

        var wrong = new Dictionary<string, string>();
        foreach (var error in refusal.Errors ?? [])
            if (error.Field is "value" or "effectiveFrom")
                wrong[error.Field == "value" ? "value" : "date"] = Say(visit.Language, error);
        return wrong;
    }

    public static string Bounds(Language language, SettingLine setting) => language.With(
        "settings.bounds", language.Number(setting.Least), language.Number(setting.Most), language.Number(setting.Decimals));

    private static string Say(Language language, FieldError error) =>
        error.Field == "effectiveFrom" ? language["wrong.when"] : Wording.Sentence(language, error.Message);

    private static async Task ShowAsync(
        Visit visit, TypedChange typed, IReadOnlyDictionary<string, string> wrong, Problem? problem = null)
    {
        var setting = await visit.AskPageAsync(AddressOf(visit), [], PageJson.Default.SettingLine, limit: 20);
        var mayChange = visit.RequireReader().May(Operation.ChangeSettings);
        var isChanged = problem is null && visit.Query("changed") is not null;
        await visit.ShowAsync<SettingView, SettingModel>(
            setting.Name, new(setting, visit.NextOf(setting.Next), mayChange ? typed : null, wrong, isChanged), problem);
    }

    private static string AddressOf(Visit visit) => "/v1/settings/" + Uri.EscapeDataString(visit.Route("name"));

    // Everybody may ask the API for settings; the pages are for who administers something.
    private static void RequirePlace(Visit visit)
    {
        if (!AdminPlaces.Of(visit.RequireReader()).Any(place => place.Path == "/admin/settings"))
            throw new RefusedException(new(Problem.NoRight));
    }
}
