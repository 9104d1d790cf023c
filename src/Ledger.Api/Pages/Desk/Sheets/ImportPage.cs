using System.Text.Json;
using Ledger.Api.Pages.House;

namespace Ledger.Api.Pages.Desk.Sheets;

/// <summary>How one record of a sheet ended.</summary>
/// <param name="Row">Of the sheet; null where the sheet is no longer there to tell.</param>
/// <param name="Why">Why it was refused.</param>
/// <param name="Findings">That rest on it and are to explain.</param>
public sealed record ImportLine(int Line, int? Row, string? Id, string Status, string? Why, int Findings);

/// <param name="Status">Of the lines asked for; null for all.</param>
/// <param name="Sheet">The sheet's place on the shelf, where the address has it.</param>
/// <param name="Next">The next page of results; null on the last.</param>
public sealed record ImportModel(ImportProgress Import, IReadOnlyList<ImportLine> Lines, string? Status, string? Sheet, string? Next)
{
    public long Done => Import.Counts.Created + Import.Counts.Duplicate + Import.Counts.Refused;

    public bool IsFinished => Import.State == "finished";
}

/// <summary>GET /desk/imports/{id}: how far the recording of a sheet is, and what became of each row.</summary>
internal sealed class ImportPage(SheetShelf shelf)
{
    private const string PageSize = "20";
    private const string RefreshSeconds = "2";

    public static Task ShowAsync(Visit visit) => visit.Http.RequestServices.GetRequiredService<ImportPage>().ShowThisAsync(visit);

    private async Task ShowThisAsync(Visit visit)
    {
        var reader = visit.RequireReader();
        var address = "/v1/imports/" + Uri.EscapeDataString(visit.Route("id"));
        var import = await visit.AskAsync(address, PageJson.Default.ImportProgress);
        var (lines, status, sheet) = (new List<ImportLine>(), visit.Query("status"), visit.Query("sheet"));
        string? next = null;
        if (import.State == "finished")
        {
            var answer = await visit.GetAsync(Address.With(
                address + "/results", new("cursor", visit.Query("cursor")), new("limit", PageSize), new("status", status)));
            var rows = shelf.Find(sheet ?? "", reader.Organisation)?.Entries;
            foreach (var line in System.Text.Encoding.UTF8.GetString(answer.Body).Split('\n', StringSplitOptions.RemoveEmptyEntries))
                lines.Add(await LineOfAsync(visit, line, at => rows?.ElementAtOrDefault(at - 1)?.Row));
            next = answer.Link.Length > 0 ? visit.NextOf(answer.Link[1..answer.Link.IndexOf('>', StringComparison.Ordinal)]) : null;
        }
        else
        {
            visit.Http.Response.Headers["Refresh"] = RefreshSeconds;
        }

        await visit.ShowAsync<ImportView, ImportModel>(visit.Language["import"], new(import, lines, status, sheet, next));
    }

    private static async Task<ImportLine> LineOfAsync(Visit visit, string json, Func<int, int?> rowOf)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        var (line, status) = (root.GetProperty("line").GetInt32(), root.GetProperty("status").GetString()!);
        var id = root.TryGetProperty("id", out var given) ? given.GetString() : null;
        var findings = id is null || status == "refused" ? null
            : await visit.AskAsync($"/v1/findings?status=active&custodyEvent={id}", PageJson.Default.FindingList);
        return new(line, rowOf(line), id, status, status == "refused" ? WhyOf(visit.Language, root) : null, findings?.Items.Count ?? 0);
    }

    private static string WhyOf(Language language, JsonElement root)
    {
        if (root.TryGetProperty("errors", out var errors))
            return string.Join("; ", errors.Deserialize(PageJson.Default.IReadOnlyListFieldError)!
                .Select(error => $"{error.Field}: {Messages.Say(language, error.Message)}"));
        return root.TryGetProperty("detail", out var detail) ? Messages.Say(language, detail.GetString()!) : "";
    }
}
