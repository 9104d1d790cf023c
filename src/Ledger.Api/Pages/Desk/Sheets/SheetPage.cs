using System.Text;
using Ledger.Api.Auth;
using Ledger.Api.Http;
using Ledger.Api.Pages.House;
using Ledger.Domain.Json;
using Ledger.Domain.Sheets;
using Ledger.Domain.Values;

namespace Ledger.Api.Pages.Desk.Sheets;

/// <summary>The form to upload or paste a sheet.</summary>
/// <param name="Layouts">Those the reader may record.</param>
/// <param name="Values">By the names of fields, as chosen before.</param>
/// <param name="Problem">Why the file as a whole was not read; null at first.</param>
public sealed record SheetModel(IReadOnlyList<string> Layouts, IReadOnlyDictionary<string, string> Values, string? Problem);

/// <summary>GET /desk/sheet: upload or paste a sheet. POST: reads it and shows what was understood.</summary>
internal sealed class SheetPage(SheetShelf shelf)
{
    public const int MostBytes = 8 << 20;

    // What mostly stands once, on the head of the sheet.
    public static readonly IReadOnlyList<string> Everywhere = ["series", "mineral", "site", "date", "book"];

    public static Task ShowAsync(Visit visit) => ShowAsync(visit, new Dictionary<string, string>(), null, null);

    public static Task TakeAsync(Visit visit) => visit.Http.RequestServices.GetRequiredService<SheetPage>().ReadAsync(visit);

    /// <summary>An empty sheet of a layout: its headings.</summary>
    public static Task TemplateAsync(Visit visit)
    {
        var layout = SheetLayout.Find(visit.Route("layout")) ?? throw new RefusedException(new(Problem.NotFound));
        visit.Http.Response.Headers.ContentDisposition = $"attachment; filename=\"{layout.Name}.csv\"";
        var headings = string.Join(',', layout.Columns.Select(column => column.Name)) + "\r\n";
        return Outcomes.FileAsync(visit.Http, Encoding.UTF8.GetBytes(headings), isPublic: true, "text/csv; charset=utf-8");
    }

    private async Task ReadAsync(Visit visit)
    {
        var reader = visit.RequireReader();
        var layouts = LayoutsFor(reader);
        var posted = await visit.FormAsync();
        var values = posted.ToDictionary(field => field.Key, field => field.Value.ToString(), StringComparer.Ordinal);
        var layout = SheetLayout.Find(values.GetValueOrDefault("layout"));
        if (layout is null || !layouts.Contains(layout)) throw new RefusedException(new(Problem.NoRight));
        try
        {
            var settings = SettingsOf(values, layout, visit);
            var rows = await RowsAsync(posted, values, settings);
            var reading = layout.Read(rows, settings, new PartyId(reader.Organisation));
            visit.GoTo("/desk/sheet/" + shelf.Put(reader.Organisation, layout, rows, settings.Notation, reading).Id);
        }
        catch (SheetException malformed)
        {
            await ShowAsync(visit, values, Messages.Say(visit.Language, malformed.Message), Problem.FieldErrors);
        }
    }

    private static async Task<IReadOnlyList<CsvRow>> RowsAsync(
        IFormCollection posted, Dictionary<string, string> values, SheetSettings settings)
    {
        if (posted.Files.GetFile("file") is not { Length: > 0 } file)
            return values.GetValueOrDefault("text") is { Length: > 0 } pasted ? Few(CsvText.Read(pasted.TrimEnd('\r', '\n')))
                : throw new SheetException("Choose a file, or paste the sheet.");
        if (file.Length > MostBytes) throw new SheetException("The file is larger than 8 MB. Cut it into several files.");
        var bytes = new byte[file.Length];
        await using (var stream = file.OpenReadStream()) await stream.ReadExactlyAsync(bytes);
        return Workbook.IsWorkbook(bytes) ? Workbook.Read(bytes, settings.Notation)
            : Few(CsvText.Read(SheetText.Decode(bytes, SheetEncoding.Auto)));
    }

    private static IReadOnlyList<CsvRow> Few(IReadOnlyList<CsvRow> rows)
    {
        Workbook.CheckRows(rows.Count);
        return rows;
    }

    private static SheetSettings SettingsOf(Dictionary<string, string> values, SheetLayout layout, Visit visit)
    {
        var order = Code<DateOrder>.Find(values.GetValueOrDefault("dates") ?? "") ?? DateOrder.YearMonthDay;
        var everywhere = Everywhere.Where(column => layout.Columns.Any(known => known.Name == column))
            .Where(column => values.GetValueOrDefault(column)?.Trim() is { Length: > 0 })
            .ToDictionary(column => column, column => values[column].Trim(), StringComparer.Ordinal);
        var ignored = Typed.Parts(values.GetValueOrDefault("ignore") ?? "", ',', ';', '\n').ToHashSet(StringComparer.OrdinalIgnoreCase);
        return new(new(order, values.GetValueOrDefault("decimals") == "comma" ? ',' : '.', visit.Zone), everywhere, ignored);
    }

    private static Task ShowAsync(Visit visit, IReadOnlyDictionary<string, string> values, string? problem, Problem? kind)
    {
        var layouts = LayoutsFor(visit.RequireReader());
        if (layouts.Count == 0) throw new RefusedException(new(Problem.NoRight));
        return visit.ShowAsync<SheetView, SheetModel>(
            visit.Language["sheet"], new([.. layouts.Select(layout => layout.Name)], values, problem), kind);
    }

    public static IReadOnlyList<SheetLayout> LayoutsFor(Reader reader) => [.. SheetLayout.All.Where(layout => reader.MayPost(layout.Type))];

    public static IReadOnlyList<string> Minerals => Code<Mineral>.All;
}
