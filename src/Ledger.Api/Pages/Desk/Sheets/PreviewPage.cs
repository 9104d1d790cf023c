using System.Globalization;
using System.Text;
using Ledger.Api.Http;
using Ledger.Api.Pages.House;
using Ledger.Domain.Sheets;

namespace Ledger.Api.Pages.Desk.Sheets;

/// <param name="Headings">As they stand in the file.</param>
/// <param name="Rows">Of this page: first those with errors.</param>
/// <param name="Records">That can be recorded.</param>
/// <param name="WrongCells">That keep rows from it.</param>
/// <param name="Errors">The first of them in words, each with its row.</param>
/// <param name="Next">The next page of rows; null on the last.</param>
public sealed record PreviewModel(
    Guid Id, string Layout, IReadOnlyList<string> Headings, IReadOnlyList<PreviewRow> Rows, int RowCount, int Records, int WrongCells,
    IReadOnlyList<string> Errors, string? Next);

/// <summary>A row of the sheet as it was read.</summary>
/// <param name="Errors">What is wrong with it where no cell of the file is to blame.</param>
public sealed record PreviewRow(int Row, IReadOnlyList<PreviewCell> Cells, IReadOnlyList<string> Errors);

/// <param name="Read">What it was read as, where that is not what it says at a glance.</param>
/// <param name="Error">What it must be; null where it is right.</param>
public sealed record PreviewCell(string Text, string? Read, string? Error);

/// <summary>GET /desk/sheet/{id}: what was understood, cell by cell. POST: records it.</summary>
internal sealed class PreviewPage(SheetShelf shelf)
{
    private const int PageSize = 50;
    private const int MostErrors = 20;

    public static Task ShowAsync(Visit visit) => On(visit).ShowAnyAsync(visit);

    public static Task TakeAsync(Visit visit) => On(visit).RecordAsync(visit);

    private static PreviewPage On(Visit visit) => visit.Http.RequestServices.GetRequiredService<PreviewPage>();

    private async Task ShowAnyAsync(Visit visit)
    {
        if (Find(visit) is { } sheet) await visit.ShowAsync<PreviewView, PreviewModel>(visit.Language["preview"], Show(visit, sheet));
        else await ShowGoneAsync(visit);
    }

    private async Task RecordAsync(Visit visit)
    {
        await visit.FormAsync();
        if (Find(visit) is not { } sheet)
        {
            await ShowGoneAsync(visit);
            return;
        }

        var body = new MemoryStream();
        foreach (var entry in sheet.Entries)
        {
            body.Write(entry.Json);
            body.WriteByte((byte)'\n');
        }

        var answer = await visit.PostAsync("/v1/custody-events", body.ToArray(), "respond-async", Outcomes.Lines);
        if (answer.Refusal is { } refusal) throw new RefusedException(refusal);
        visit.GoTo($"/desk/imports/{answer.Read(PageJson.Default.ImportProgress).Id}?sheet={sheet.Id}");
    }

    private ShelvedSheet? Find(Visit visit) => shelf.Find(visit.Route("id"), visit.RequireReader().Organisation);

    private static Task ShowGoneAsync(Visit visit) =>
        visit.ShowAsync<GoneView, string>(visit.Language["preview.gone"], "", Problem.NotFound);

    private static PreviewModel Show(Visit visit, ShelvedSheet sheet)
    {
        var (reading, language) = (sheet.Reading, visit.Language);
        var errors = reading.Errors.ToLookup(error => error.Row);
        var ordered = sheet.Rows.Skip(1).OrderBy(row => errors.Contains(row.Row) ? 0 : 1).ToList();
        var first = int.TryParse(visit.Query("from"), NumberStyles.None, CultureInfo.InvariantCulture, out var from)
            ? Math.Min(from, ordered.Count) : 0;
        var next = first + PageSize < ordered.Count
            ? FormattableString.Invariant($"/{language.Code}/desk/sheet/{sheet.Id}?from={first + PageSize}") : null;
        return new(
            sheet.Id, sheet.Layout.Name, sheet.Rows[0].Cells,
            [.. ordered.Skip(first).Take(PageSize).Select(row => Show(row, errors[row.Row].ToList()))],
            ordered.Count, sheet.Entries.Count, reading.Errors.Count,
            [.. reading.Errors.Take(MostErrors).Select(SayWithRow)], next);

        PreviewRow Show(CsvRow row, IReadOnlyList<CellError> wrong)
        {
            var own = wrong.Where(error => reading.Headings.Contains(error.Column)).ToList();
            return new(
                row.Row,
                [.. row.Cells.Index().Select(cell => new PreviewCell(
                    cell.Item, DayIn(reading.Headings[cell.Index], cell.Item),
                    own.Find(error => error.Column == reading.Headings[cell.Index]) is { } error
                        ? Messages.Say(language, error.Message) : null))],
                [.. wrong.Except(own).Select(Say)]);
        }

        // 03/04 is two days: which one was read is for a person to see.
        string? DayIn(string? column, string text) =>
            column == "date" && sheet.Notation.Date(text.Trim()) is { } day ? language.Day(day) : null;

        string SayWithRow(CellError error) =>
            error.Row == 0 ? Say(error) : language.With("preview.in-row", language.Number(error.Row), Say(error));

        string Say(CellError error) => $"{error.Column}: {Messages.Say(language, error.Message)}";
    }
}
