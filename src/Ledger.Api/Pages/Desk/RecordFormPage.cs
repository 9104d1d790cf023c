using System.Text.Json.Nodes;
using Ledger.Api.Http;
using Ledger.Api.Pages.House;
using Ledger.Domain.CustodyEvents;
using NodaTime.Text;

namespace Ledger.Api.Pages.Desk;

/// <summary>A form to fill, as it stands.</summary>
/// <param name="Id">Of the record the form makes: the same form sent twice is one record.</param>
/// <param name="CapturedAt">When it was opened, RFC 3339.</param>
/// <param name="Errors">What the API says is wrong, by the fields of the posted object.</param>
/// <param name="Detail">Why it was refused where no field is to blame; null otherwise.</param>
/// <param name="Corrects">The record it replaces; null for a new one.</param>
/// <param name="Parties">Known by name, to choose from while typing.</param>
/// <param name="IsKnown">A record with this id is there already, and says something else.</param>
public sealed record RecordFormModel(
    RecordForm Form, string Id, string CapturedAt, FormState State, string? Detail, Correction? Corrects, IReadOnlyList<string> Parties,
    bool IsKnown)
{
    /// <summary>Where it is posted.</summary>
    public string Path => Corrects is { } correction ? $"/desk/records/{correction.Target}/correct" : "/desk/record/" + Form.Type;
}

/// <param name="Id">Of the correction itself.</param>
/// <param name="IsAgain">The target was corrected before.</param>
public sealed record Correction(string Id, string Target, bool IsAgain)
{
    public static Correction Of(string id, RecordAnswer record) => new(id, record.Id, record.CorrectedBy is { Count: > 0 });
}

/// <summary>What stands in a form's fields, and what is wrong there.</summary>
public sealed record FormState(
    string Type, IReadOnlyDictionary<string, string> Values, Func<string, int> RowsOf, IReadOnlyList<FieldError> Errors)
{
    public string? this[string name] => Values.GetValueOrDefault(name);

    /// <summary>What is wrong with what an ask stands for.</summary>
    /// <param name="ask">What was asked.</param>
    /// <param name="prefix">Of its path.</param>
    /// <param name="isWhole">True for what is wrong with it as a whole, not with what it is made of.</param>
    public FieldError? ErrorOf(Ask ask, string prefix, bool isWhole = false) =>
        Errors.Select(error => (FieldError?)error).FirstOrDefault(error => isWhole
            ? ask.Covers.Any(member => error!.Value.Field == prefix + member) : IsAbout(ask, prefix, error!.Value.Field));

    /// <summary>Whether an ask, or something in it, stands for a field of the posted object.</summary>
    public static bool IsAbout(Ask ask, string prefix, string field) =>
        ask.Covers.Any(member => field == prefix + member || IsWithin(field, prefix + member));

    /// <summary>Whether a field is a member, or stands in a row, of what is at a path.</summary>
    public static bool IsWithin(string field, string path) =>
        field.Length > path.Length && field[path.Length] is '.' or '[' && field.StartsWith(path, StringComparison.Ordinal);
}

/// <summary>GET /desk/record/{type}: a form for one custody event. POST: records it, or shows what is wrong.</summary>
internal static class RecordFormPage
{
    /// <summary>Long enough for rules to look at it, short enough for a person to wait.</summary>
    public const string Wait = "wait=5";

    private const int MostParties = 200;

    public static Task ShowAsync(Visit visit)
    {
        var form = Find(visit);
        return ShowAsync(visit, form, new(form, Defaults(visit, form), visit.Language, visit.Zone), NewId(), Now(visit));
    }

    public static async Task TakeAsync(Visit visit)
    {
        var (form, posted) = (Find(visit), await visit.FormAsync());
        var typed = TypedForm.Of(form, posted, visit);
        var (id, captured) = (posted["id"].ToString(), posted["captured-at"].ToString());
        if (posted["add"].ToString() is { Length: > 0 } rows)
        {
            await ShowAsync(visit, form, typed.WithRow(rows), id, captured);
            return;
        }

        var refusal = await PostAsync(visit, typed.ToJson(id, captured));
        if (refusal is null) visit.GoTo($"/desk/records/{id}?recorded=true");
        else await ShowAsync(visit, form, typed, id, captured, refusal: refusal);
    }

    /// <summary>The form with what was typed; what was refused stands where it can be mended.</summary>
    public static async Task ShowAsync(
        Visit visit, RecordForm form, TypedForm typed, string id, string captured, Correction? corrects = null, Refusal? refusal = null)
    {
        if (refusal is { Problem.IsOurs: true }) throw new RefusedException(refusal);
        var errors = refusal?.Errors ?? [];
        var state = new FormState(form.Type, typed.Values, typed.RowsOf, errors);
        var parties = await visit.AskIfThereAsync($"/v1/parties?limit={MostParties}", PageJson.Default.PartyList);
        var title = visit.Language[$"record.{form.Type}.title"];
        await visit.ShowAsync<RecordFormView, RecordFormModel>(
            refusal is null ? title : visit.Language.With("desk.wrong-title", title),
            new(form, id, captured, state, errors.Count > 0 ? null : DetailOf(visit.Language, refusal), corrects,
                [.. parties?.Items.Select(party => party.PartyId) ?? []], refusal?.Problem == Problem.IdInUse),
            refusal?.Problem);
    }

    private static string? DetailOf(Language language, Refusal? refusal) =>
        refusal?.Problem == Problem.IdInUse ? language["desk.in-use"] : refusal?.Detail ?? refusal?.Problem.Title;

    /// <summary>Records it; why not, where it was refused.</summary>
    public static async Task<Refusal?> PostAsync(Visit visit, JsonObject posted) =>
        (await visit.PostAsync("/v1/custody-events", posted, Wait)).Refusal;

    public static string NewId() => Guid.CreateVersion7().ToString();

    public static string Now(Visit visit) => OffsetDateTimePattern.Rfc3339.Format(visit.Now);

    private static RecordForm Find(Visit visit)
    {
        return RecordForm.For(visit.Route("type"), visit.RequireReader()) ?? throw new RefusedException(
            new(RecordForm.Groups.Any(group => group.Types.Contains(visit.Route("type"))) ? Problem.NoRight : Problem.NotFound));
    }

    // What goes without saying for whoever sits at this desk; all of it can be changed.
    private static Dictionary<string, string> Defaults(Visit visit, RecordForm form)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal) { ["when.precision"] = "minute" };
        foreach (var name in (string[])[TypedForm.Series, TypedForm.SeriesKind, "lot", "saleId", "movementId", "findingId"])
            if (visit.Query(name) is { } given) values[name] = given;
        if (visit.Query("lot") is { } lot && form.All.FirstOrDefault(ask => ask.Name is "lots" or "inputs") is { } many)
            values[many.Kind == AskKind.Rows ? $"{many.Name}[0].lot" : many.Name] = lot;
        if (form.Type is "sold") values["seller"] = visit.Reader!.Organisation;
        return values;
    }
}
