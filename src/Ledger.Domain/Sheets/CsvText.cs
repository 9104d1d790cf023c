using System.Text;

namespace Ledger.Domain.Sheets;

/// <summary>One record of a CSV file.</summary>
/// <param name="Row">From 1, as a spreadsheet counts; the header is row 1.</param>
public sealed record CsvRow(int Row, IReadOnlyList<string> Cells)
{
    public bool IsBlank => Cells.All(string.IsNullOrWhiteSpace);
}

/// <summary>
/// Reads CSV strictly (RFC 4180; LF for CRLF, and semicolon or tab for comma, since spreadsheets write those). What is not well-formed
/// is refused with its row: guessing would put one column's cells under another's name.
/// </summary>
public static class CsvText
{
    private static readonly char[] Separators = [',', ';', '\t'];

    /// <summary>All records, the header first, each with as many cells as the header; blank rows are left out.</summary>
    /// <param name="text">The file.</param>
    /// <param name="separator">Null where the header is to tell: the one that stands in it most often.</param>
    /// <exception cref="SheetException">Not well-formed, or empty.</exception>
    public static IReadOnlyList<CsvRow> Read(string text, char? separator = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        var reader = new Reader(text, separator ?? SeparatorIn(text));
        var rows = new List<CsvRow>();
        while (reader.TryRead() is { } row)
        {
            if (rows.Count == 0 && row.IsBlank) throw new SheetException($"Row {row.Row} is blank: the first row must name the columns.");
            if (row.IsBlank) continue;
            if (rows.Count > 0 && row.Cells.Count != rows[0].Cells.Count)
                throw new SheetException($"Row {row.Row} has {row.Cells.Count} cells, the header {rows[0].Cells.Count}.");
            rows.Add(row);
        }

        return rows.Count > 0 ? rows : throw new SheetException("The file is empty.");
    }

    private static char SeparatorIn(string text)
    {
        var counts = new int[Separators.Length];
        var isQuoted = false;
        foreach (var c in text)
        {
            if (c == '"') isQuoted = !isQuoted;
            if (!isQuoted && c is '\n' or '\r') break;
            if (!isQuoted && Array.IndexOf(Separators, c) is >= 0 and var which) counts[which]++;
        }

        return Separators[Array.IndexOf(counts, counts.Max())];
    }

    private sealed class Reader(string text, char separator)
    {
        private readonly StringBuilder _quoted = new();
        private int _at;
        private int _row;

        public CsvRow? TryRead()
        {
            if (_at == text.Length) return null;
            _row++;
            var cells = new List<string>();
            do cells.Add(ReadCell());
            while (Skip(separator));
            var isReturned = Skip('\r');
            if (!Skip('\n') && isReturned) throw Malformed("has a carriage return that no line feed follows");
            return new(_row, cells);
        }

        private string ReadCell()
        {
            if (Skip('"')) return ReadQuoted();
            var start = _at;
            while (_at < text.Length && text[_at] != separator && text[_at] is not ('\r' or '\n'))
                if (text[_at++] == '"') throw Malformed("has a quote within a cell that does not begin with one");
            return text[start.._at];
        }

        private string ReadQuoted()
        {
            _quoted.Clear();
            while (true)
            {
                var end = text.IndexOf('"', _at);
                if (end < 0) throw Malformed("opens a quote that is never closed");
                _quoted.Append(text, _at, end - _at);
                _at = end + 1;
                if (!Skip('"')) break;
                _quoted.Append('"'); // a doubled quote stands for one
            }

            if (_at < text.Length && text[_at] != separator && text[_at] is not ('\r' or '\n'))
                throw Malformed("has text between a closing quote and the end of the cell");
            return _quoted.ToString();
        }

        private bool Skip(char c)
        {
            if (_at == text.Length || text[_at] != c) return false;
            _at++;
            return true;
        }

        private SheetException Malformed(string what) => new($"Row {_row} {what}.");
    }
}
