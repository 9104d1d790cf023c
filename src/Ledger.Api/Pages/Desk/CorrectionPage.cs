using System.Text.Json.Nodes;
using Ledger.Api.Http;
using Ledger.Api.Pages.House;
using Ledger.Domain.CustodyEvents;

namespace Ledger.Api.Pages.Desk;

/// <param name="Id">Of the correction: the same form sent twice is one.</param>
/// <param name="CapturedAt">When the form was opened.</param>
/// <param name="Problem">Why it was refused; null at first.</param>
public sealed record CorrectionModel(RecordAnswer Record, RecordForm? Form, string Id, string CapturedAt, string? Problem);

/// <summary>
/// GET /desk/records/{id}/correct: what was wrong: all of it, which never occurred, or what it says, which the form then says anew. POST:
/// records the correction.
/// </summary>
internal static class CorrectionPage
{
    private const string Replacement = "replacement";

    public static async Task ShowAsync(Visit visit)
    {
        var (record, form) = await FindAsync(visit);
        var (id, now) = (RecordFormPage.NewId(), RecordFormPage.Now(visit));
        if (visit.Query("reason") != "incorrect-data" || form is null)
        {
            await visit.ShowAsync<CorrectionView, CorrectionModel>(visit.Language["record.correct"], new(record, form, id, now, null));
            return;
        }

        var typed = new TypedForm(form, await RecordPage.ValuesAsync(visit, form, record), visit.Language, visit.Zone);
        await RecordFormPage.ShowAsync(visit, form, typed, RecordFormPage.NewId(), now, Correction.Of(id, record));
    }

    public static async Task TakeAsync(Visit visit)
    {
        var (record, form) = await FindAsync(visit);
        var posted = await visit.FormAsync();
        var (id, captured) = (posted["correction"].ToString(), posted["captured-at"].ToString());
        if (posted["reason"] == "did-not-occur")
        {
            var refusal = await RecordFormPage.PostAsync(visit, Posted(id, record, captured, "did-not-occur"));
            if (refusal is null) visit.GoTo($"/desk/records/{id}?recorded=true");
            else if (refusal.Problem.IsOurs) throw new RefusedException(refusal);
            else await visit.ShowAsync<CorrectionView, CorrectionModel>(
                visit.Language["record.correct"], new(record, form, id, captured, WhyOf(refusal, visit.Language)), refusal.Problem);
            return;
        }

        if (form is null) throw new RefusedException(new(Problem.NotFound));
        await ReplaceAsync(visit, form, record, posted, id, captured);
    }

    private static async Task ReplaceAsync(
        Visit visit, RecordForm form, RecordAnswer record, IFormCollection posted, string id, string captured)
    {
        var (typed, own) = (TypedForm.Of(form, posted, visit), posted["id"].ToString());
        if (posted["add"].ToString() is { Length: > 0 } rows)
        {
            await RecordFormPage.ShowAsync(visit, form, typed.WithRow(rows), own, captured, Correction.Of(id, record));
            return;
        }

        var correction = Posted(id, record, captured, "incorrect-data");
        var replacement = typed.ToJson(own, captured);
        var closed = await RecordPage.OpenAsync(visit, record);
        var before = RecordedValues.Of(form, record, closed, visit.Language, visit.Zone);
        KeptMembers.AddTo(replacement, record, closed, IsTimeKept(typed, before, visit.Zone.Id));
        correction[Replacement] = replacement;
        var refusal = await RecordFormPage.PostAsync(visit, correction);
        if (refusal is null) visit.GoTo($"/desk/records/{own}?recorded=true");
        else await RecordFormPage.ShowAsync(visit, form, typed, own, captured, Correction.Of(id, record), OfForm(refusal));
    }

    private static bool IsTimeKept(TypedForm typed, IReadOnlyDictionary<string, string> before, string zone) =>
        ((string[])[".date", ".time", ".precision", ".zone"]).All(part => (typed[Ask.WhenName + part] ?? "")
            == before.GetValueOrDefault(Ask.WhenName + part, part == ".zone" ? zone : ""));

    private static string WhyOf(Refusal refusal, Language language) => refusal.Errors is { Count: > 0 } errors
        ? string.Join(' ', errors.Select(error => $"{error.Field}: {Messages.Say(language, error.Message)}."))
        : refusal.Detail ?? refusal.Problem.Title;

    // What is wrong with the replacement is said at the fields that say it.
    private static Refusal OfForm(Refusal refusal) => refusal with
    {
        Errors = refusal.Errors?.Select(error => new FieldError(
            error.Field.StartsWith(Replacement + ".", StringComparison.Ordinal) ? error.Field[(Replacement.Length + 1)..] : error.Field,
            error.Message)).ToList(),
    };

    private static JsonObject Posted(string id, RecordAnswer record, string captured, string reason) => new()
    {
        ["id"] = id, ["type"] = "corrected", ["eventTime"] = captured, ["target"] = record.Id, ["reason"] = reason,
    };

    private static async Task<(RecordAnswer Record, RecordForm? Form)> FindAsync(Visit visit)
    {
        var reader = visit.RequireReader();
        var (record, form) = await RecordPage.FindAsync(visit);
        return reader.MayCorrect(record.RecordedBy) ? (record, form) : throw new RefusedException(new(Problem.NoRight));
    }
}
