namespace Ledger.Domain.Sheets;

/// <summary>A column a layout knows.</summary>
/// <param name="Name">As it stands in messages.</param>
/// <param name="Also">Other headings it goes by.</param>
public sealed record SheetColumn(string Name, bool Required = false, params IReadOnlyList<string> Also);

/// <summary>A cell that cannot be taken as it is.</summary>
/// <param name="Row">As a spreadsheet counts; 0 for what was said for every row.</param>
/// <param name="Message">What is expected: <c>must be a number such as 50.2</c>.</param>
public sealed record CellError(int Row, string Column, string Value, string Message)
{
    public override string ToString() =>
        $"{(Row == 0 ? $"{Column} for every row" : $"row {Row}, {Column}")}: {(Value.Length == 0 ? "" : $"'{Value}' ")}{Message}";
}

/// <summary>What an importer says about a file beside its content.</summary>
/// <param name="Everywhere">By column: what holds for every row whose cell is empty, such as what stands once on the sheet's head.</param>
/// <param name="Ignored">Headings to leave unread.</param>
public sealed record SheetSettings(
    SheetNotation Notation, IReadOnlyDictionary<string, string> Everywhere, IReadOnlySet<string> Ignored);

/// <summary>The rows of a file under the columns of a layout.</summary>
public sealed class SheetTable
{
    private readonly Dictionary<string, int> _indexOf;
    private readonly Dictionary<string, string> _everywhere = new(StringComparer.Ordinal);

    /// <exception cref="SheetException">A heading is unknown or stands twice, or a required column is missing.</exception>
    public SheetTable(IReadOnlyList<SheetColumn> columns, IReadOnlyList<CsvRow> rows, SheetSettings settings)
    {
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(settings);
        var known = columns.SelectMany(column => column.Also.Prepend(column.Name), (column, heading) => (Plain(heading), column.Name))
            .ToDictionary(pair => pair.Item1, pair => pair.Name, StringComparer.Ordinal);
        foreach (var (heading, value) in settings.Everywhere) _everywhere[NameOf(heading)] = value.Trim();
        _indexOf = IndexOf(rows[0].Cells);
        Headings = [.. rows[0].Cells.Index().Select(cell => _indexOf.FirstOrDefault(pair => pair.Value == cell.Index).Key)];
        var missing = columns.Where(column => column.Required).Select(column => column.Name)
            .Where(name => !_indexOf.ContainsKey(name) && !_everywhere.ContainsKey(name)).ToList();
        if (missing.Count > 0)
            throw new SheetException($"No column for {string.Join(", ", missing)}; it may also be said for every row.");
        Rows = [.. rows.Skip(1).Select(row => new SheetRow(this, row, settings.Notation))];

        Dictionary<string, int> IndexOf(IReadOnlyList<string> headings)
        {
            var index = new Dictionary<string, int>(StringComparer.Ordinal);
            var ignored = settings.Ignored.Select(Plain).ToHashSet(StringComparer.Ordinal);
            foreach (var (at, heading) in headings.Index())
                if (!ignored.Contains(Plain(heading)) && !index.TryAdd(NameOf(heading), at))
                    throw new SheetException($"Two columns are for {NameOf(heading)}; the second is '{heading}'.");
            return index;
        }

        string NameOf(string heading) => known.GetValueOrDefault(Plain(heading)) ?? throw new SheetException(
            $"The column '{heading}' is not known here. Known are {string.Join(", ", columns.Select(column => column.Name))}.");
    }

    public IReadOnlyList<SheetRow> Rows { get; }

    /// <summary>What each heading of the file was read as; null for one that is left unread.</summary>
    public IReadOnlyList<string?> Headings { get; }

    internal List<CellError> Errors { get; } = [];

    /// <summary>The cell, or what holds everywhere; <c>IsOwn</c> tells which.</summary>
    internal (string Value, bool IsOwn) Cell(CsvRow row, string column)
    {
        var own = _indexOf.TryGetValue(column, out var index) ? row.Cells[index].Trim() : "";
        return own.Length > 0 ? (own, true) : (_everywhere.GetValueOrDefault(column, ""), false);
    }

    // Case, spaces and signs of headings differ from one hand to the next.
    private static string Plain(string heading) => string.Concat(heading.Where(char.IsLetterOrDigit)).ToUpperInvariant();
}
