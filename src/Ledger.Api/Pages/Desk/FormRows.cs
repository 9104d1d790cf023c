using System.Globalization;
using Ledger.Api.Pages.House;

namespace Ledger.Api.Pages.Desk;

/// <summary>Rows of a form: those that were typed, without gaps, and behind them those that were pasted from a spreadsheet.</summary>
internal static class FormRows
{
    /// <summary>Rows that are drawn: as many as a custody event takes.</summary>
    public const int Most = 2_000;

    /// <summary>Signs of a paste: a browser that cut one off would cut a number in two.</summary>
    public const int MostPasted = 4_000_000;

    public static string PasteOf(string path) => path + ".paste";

    /// <summary>The fields of a row that one cell holds, in the order of the columns.</summary>
    public static IReadOnlyList<Ask> ColumnsOf(Ask rows) =>
        [.. rows.Members.Where(member => member.Kind is not (AskKind.Rows or AskKind.Group or AskKind.Moment))];

    /// <summary>The rows that say something, by their numbers.</summary>
    public static IReadOnlyList<int> Used(IReadOnlyDictionary<string, string> values, string path) =>
        [.. values.Where(pair => pair.Value.Trim().Length > 0).Select(pair => RowIn(pair.Key, path)).Where(row => row >= 0)
            .Distinct().Order()];

    /// <summary>The values with rows that follow on each other, so that what the API says of the third is said of the third.</summary>
    public static Dictionary<string, string> Settle(RecordForm form, IReadOnlyDictionary<string, string> typed, Language language)
    {
        var values = new Dictionary<string, string>(typed, StringComparer.Ordinal);
        foreach (var rows in form.All.Where(ask => ask.Kind == AskKind.Rows))
        {
            CloseGaps(values, rows.Name);
            if (values.Remove(PasteOf(rows.Name), out var pasted)) Add(values, rows, pasted, language);
        }

        return values;
    }

    private static void CloseGaps(Dictionary<string, string> values, string path)
    {
        var rows = values.Keys.GroupBy(name => RowIn(name, path)).Where(row => row.Key >= 0).OrderBy(row => row.Key)
            .Select(row => row.Select(name => (Name: name, Value: values[name])).ToList()).ToList();
        foreach (var (name, _) in rows.SelectMany(row => row)) values.Remove(name);
        foreach (var (at, row) in rows.Where(row => row.Exists(field => field.Value.Trim().Length > 0)).Index())
            foreach (var (name, value) in row)
                values[FormattableString.Invariant($"{path}[{at}]{name[(name.IndexOf(']', path.Length) + 1)..]}")] = value;
    }

    private static void Add(Dictionary<string, string> values, Ask rows, string pasted, Language language)
    {
        var (columns, row) = (ColumnsOf(rows), Used(values, rows.Name).Count);
        foreach (var line in Typed.Parts(pasted, '\n', '\r'))
        {
            var cells = CellsOf(line);
            // What no column takes is said with the last one, and refused with it.
            if (cells.Length > columns.Count) cells = [.. cells[..(columns.Count - 1)], string.Join(' ', cells[(columns.Count - 1)..])];
            foreach (var (column, cell) in columns.Zip(cells))
                values[FormattableString.Invariant($"{rows.Name}[{row}].{column.Name}")] =
                    column.Kind == AskKind.Choice ? CodeOf(column, cell, language) : cell;
            row++;
        }
    }

    // A spreadsheet separates by tabs; people by semicolons, or just by spaces.
    private static string[] CellsOf(string line) =>
        line.Contains('\t', StringComparison.Ordinal) ? line.Split('\t', StringSplitOptions.TrimEntries)
        : line.Contains(';', StringComparison.Ordinal) ? line.Split(';', StringSplitOptions.TrimEntries)
        : line.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static string CodeOf(Ask column, string cell, Language language) => column.Codes.FirstOrDefault(
        code => string.Equals(cell, Labels.Code(language, column.Name, code), StringComparison.OrdinalIgnoreCase)) ?? cell;

    /// <summary>The number of the row a field stands in, of the rows at a path; -1 where it stands in none of them.</summary>
    public static int RowIn(string name, string path)
    {
        if (!name.StartsWith(path + "[", StringComparison.Ordinal)) return -1;
        var end = name.IndexOf(']', path.Length);
        return end > 0 && int.TryParse(
            name.AsSpan(path.Length + 1, end - path.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var row) ? row : -1;
    }
}
