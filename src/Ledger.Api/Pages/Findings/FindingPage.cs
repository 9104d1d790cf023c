using System.Text.Json.Nodes;
using Ledger.Api.Http;
using Ledger.Api.Pages.Desk;
using Ledger.Api.Pages.House;

namespace Ledger.Api.Pages.Findings;

/// <param name="Id">Of the custody event.</param>
/// <param name="Record">Null where it is another's, whose record the reader may not open.</param>
public sealed record Evidence(string Id, RecordAnswer? Record);

/// <param name="AnswerId">Of the answer the form posts: the same form sent twice is one answer.</param>
/// <param name="Text">As typed before it was refused.</param>
/// <param name="Error">Why.</param>
public sealed record AnswerForm(Guid AnswerId, string? Text, string? Error);

/// <param name="Form">Null for who may not answer.</param>
/// <param name="IsAnswered">The reader has just answered.</param>
public sealed record FindingModel(
    FindingAnswer Finding, Names Names, IReadOnlyList<Evidence> Evidence, AnswerForm? Form, bool IsAnswered);

/// <summary>GET /findings/{id}: one finding with its evidence and what was answered. POST: the reader's answer.</summary>
internal static class FindingPage
{
    private const int MostRecords = 20;

    public static Task ShowAsync(Visit visit) => ShowAsync(visit, text: null, error: null, problem: null);

    public static async Task AnswerAsync(Visit visit)
    {
        var form = await visit.FormAsync();
        var text = form["text"].ToString().Trim();
        var posted = new JsonObject
        {
            ["id"] = form["id"].ToString(), ["type"] = "finding-answered", ["findingId"] = visit.Route("id"), ["text"] = text,
            ["eventTime"] = RecordFormPage.Now(visit),
        };
        var refusal = await RecordFormPage.PostAsync(visit, posted);
        if (refusal is null) visit.GoTo($"/findings/{visit.Route("id")}?answered=true");
        else if (refusal.Problem == Problem.FieldErrors)
            await ShowAsync(visit, text, visit.Language["finding.text-wrong"], refusal.Problem);
        else throw new RefusedException(refusal);
    }

    private static async Task ShowAsync(Visit visit, string? text, string? error, Problem? problem)
    {
        var finding = await visit.AskAsync("/v1/findings/" + Uri.EscapeDataString(visit.Route("id")), PageJson.Default.FindingAnswer);
        var evidence = new List<Evidence>();
        foreach (var id in finding.Content.Evidence.Ids.Take(MostRecords))
            evidence.Add(new(id, await visit.AskIfThereAsync($"/v1/custody-events/{id}", PageJson.Default.RecordAnswer)));
        var mayAnswer = visit.Reader is { } reader && finding.Named?.Contains(reader.Organisation) is true
            && reader.MayPost("finding-answered");
        var model = new FindingModel(
            finding, new([finding.Counterparties]), evidence,
            mayAnswer ? new(Guid.CreateVersion7(), text, error) : null, visit.Query("answered") is not null);
        await visit.ShowAsync<FindingPageView, FindingModel>(finding.Explanation.Title, model, problem);
    }
}
