using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml;
using ExcelDataReader;
using Ledger.Domain.Sheets;

namespace Ledger.Api.Pages.Desk.Sheets;

/// <summary>The first sheet of a workbook (XLSX), as the rows a CSV file would have.</summary>
internal static class Workbook
{
    public const int MostRows = 20_000;

    private const int MostColumns = 100;
    private const long MostUnpacked = 48 << 20;
    private const double MostNumber = 1e15;

    // The reader asks for a code page of old workbooks before it looks whether it needs one.
    static Workbook() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    public static bool IsWorkbook(ReadOnlySpan<byte> file) => file.StartsWith("PK\u0003\u0004"u8);

    /// <exception cref="SheetException">It is no workbook, or larger than a sheet is.</exception>
    public static IReadOnlyList<CsvRow> Read(byte[] file, SheetNotation notation)
    {
        try
        {
            CheckSize(file);
            using var reader = ExcelReaderFactory.CreateOpenXmlReader(new MemoryStream(file));
            return ReadRows(reader, notation);
        }
        catch (Exception malformed) when (malformed is not (SheetException or OutOfMemoryException))
        {
            throw new SheetException("The file is no workbook that can be read. Save the sheet as XLSX or CSV UTF-8.", malformed);
        }
    }

    /// <exception cref="SheetException">More than <see cref="MostRows"/>.</exception>
    public static void CheckRows(long rows)
    {
        if (rows > MostRows) throw new SheetException($"The sheet has more than {MostRows} rows. Cut it into several files.");
    }

    // What unpacks to a thousand times its size is no sheet of bags.
    private static void CheckSize(byte[] file)
    {
        using var zip = new ZipArchive(new MemoryStream(file), ZipArchiveMode.Read);
        if (zip.Entries.Sum(entry => entry.Length) > MostUnpacked)
            throw new SheetException("The workbook is too large. Cut it into several files.");
        foreach (var sheet in zip.Entries.Where(entry => entry.FullName.StartsWith("xl/worksheets/", StringComparison.OrdinalIgnoreCase)
            && entry.FullName.EndsWith(".xml", StringComparison.OrdinalIgnoreCase))) CheckPlaces(sheet);
    }

    // A reader of workbooks makes room up to the farthest cell, before anyone asks for it.
    private static void CheckPlaces(ZipArchiveEntry sheet)
    {
        using var stream = sheet.Open();
        using var reader = XmlReader.Create(stream, new() { DtdProcessing = DtdProcessing.Prohibit });
        while (reader.Read())
        {
            if (reader.NodeType != XmlNodeType.Element || reader.LocalName is not ("c" or "row")) continue;
            if (reader.GetAttribute("r") is not { } place) continue;
            var letters = place.TakeWhile(char.IsAsciiLetter).Count();
            var column = place[..Math.Min(letters, 4)].ToUpperInvariant().Aggregate(0, (sum, letter) => (sum * 26) + letter - 'A' + 1);
            var isRow = long.TryParse(place.AsSpan(letters), NumberStyles.None, CultureInfo.InvariantCulture, out var row);
            CheckRows(isRow ? row : long.MaxValue);
            if (column > MostColumns) throw new SheetException($"The sheet has more than {MostColumns} columns.");
        }
    }

    private static List<CsvRow> ReadRows(IExcelDataReader reader, SheetNotation notation)
    {
        var rows = new List<CsvRow>();
        for (var number = 1; reader.Read(); number++)
        {
            CheckRows(number);
            var cells = Enumerable.Range(0, Math.Min(reader.FieldCount, MostColumns)).Select(at => CellAt(reader, at, notation)).ToList();
            var row = new CsvRow(number, cells);
            if (row.IsBlank && rows.Count > 0) continue;
            if (row.IsBlank) throw new SheetException("Row 1 is blank: the first row must name the columns.");
            rows.Add(row);
        }

        if (rows.Count == 0) throw new SheetException("The sheet is empty.");
        return Trim(rows);
    }

    // A sheet is as wide as its headings; what stands beside them belongs to no column.
    private static List<CsvRow> Trim(List<CsvRow> rows)
    {
        var width = rows[0].Cells.Index().Last(cell => cell.Item.Trim().Length > 0).Index + 1;
        foreach (var row in rows)
            if (row.Cells.Skip(width).Any(cell => cell.Trim().Length > 0))
                throw new SheetException($"Row {row.Row} has cells that no heading names.");
        return [.. rows.Select(row => row with { Cells = [.. row.Cells.Take(width)] })];
    }

    private static string CellAt(IExcelDataReader reader, int at, SheetNotation notation) => reader.GetValue(at) switch
    {
        null => "",
        DateTime moment => SayMoment(moment),
        TimeSpan time => time.ToString(@"hh\:mm", CultureInfo.InvariantCulture),
        double number => SayNumber(number, reader.GetNumberFormatString(at), notation),
        bool flag => flag ? "yes" : "no",
        var other => Convert.ToString(other, CultureInfo.InvariantCulture)!.Trim(),
    };

    // A day without a time is midnight; a time without a day stands on the day workbooks count from.
    private static string SayMoment(DateTime moment) => moment.Year < 1901 ? moment.ToString("HH:mm", CultureInfo.InvariantCulture)
        : moment.TimeOfDay == TimeSpan.Zero ? moment.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
        : moment.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    // Tags are often numbers shown with leading zeros: 0012345 is 12345 under the format 0000000.
    private static string SayNumber(double number, string? format, SheetNotation notation)
    {
        if (format is { Length: > 1 } && format.All(sign => sign == '0') && number >= 0 && number == Math.Floor(number))
            return number.ToString(format, CultureInfo.InvariantCulture);
        if (!(Math.Abs(number) < MostNumber)) return number.ToString(CultureInfo.InvariantCulture);
        var text = ((decimal)number).ToString("0.############", CultureInfo.InvariantCulture);
        return text.Replace('.', notation.DecimalSign);
    }
}
