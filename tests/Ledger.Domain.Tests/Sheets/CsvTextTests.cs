using System.Text;
using Ledger.Domain.Sheets;

namespace Ledger.Domain.Tests.Sheets;

public class CsvTextTests
{
    private const int Seed = 41_180;

    [Theory]
    [InlineData("a,b\n1,2\n", "a|b/1|2")]
    [InlineData("a,b\r\n1,2\r\n", "a|b/1|2")]
    [InlineData("a,b\n1,2", "a|b/1|2")]
    [InlineData("a;b\n1,5;2\n", "a|b/1,5|2")]
    [InlineData("a\tb\n1\t2\n", "a|b/1|2")]
    [InlineData("\"a,x\";b\n1;2\n", "a,x|b/1|2")]
    [InlineData("a,b\n\"1,5\",\"say \"\"so\"\"\"\n", "a|b/1,5|say \"so\"")]
    [InlineData("a,b\n\"two\r\nlines\",2\n", "a|b/two\r\nlines|2")]
    [InlineData("a,b\n\n,\n1,2\n\n", "a|b/1|2")]
    [InlineData("a,b\n,2\n1,\n", "a|b/|2/1|")]
    [InlineData("a\n1\n", "a/1")]
    public void What_is_well_formed_is_read(string text, string expected) =>
        Assert.Equal(expected, string.Join('/', CsvText.Read(text).Select(row => string.Join('|', row.Cells))));

    [Theory]
    [InlineData("", "The file is empty.")]
    [InlineData("\n\na,b\n", "Row 1 is blank: the first row must name the columns.")]
    [InlineData("a,b\n1\n", "Row 2 has 1 cells, the header 2.")]
    [InlineData("a,b\n1,2\n\n1,2,3\n", "Row 4 has 3 cells, the header 2.")]
    [InlineData("a,b\n1,\"2\n3,4\n", "Row 2 opens a quote that is never closed.")]
    [InlineData("a,b\n1,\"2\"x\n", "Row 2 has text between a closing quote and the end of the cell.")]
    [InlineData("a,b\n1,2\"\n", "Row 2 has a quote within a cell that does not begin with one.")]
    [InlineData("a,b\r1,2\r", "Row 1 has a carriage return that no line feed follows.")]
    public void What_is_malformed_is_refused_with_its_row(string text, string message) =>
        Assert.Equal(message, Assert.Throws<SheetException>(() => CsvText.Read(text)).Message);

    [Fact]
    public void Rows_are_counted_as_a_spreadsheet_does() =>
        Assert.Equal([1, 2, 4], CsvText.Read("a,b\n\"x\ny\",2\n\n1,2\n").Select(row => row.Row));

    [Fact]
    public void Whatever_was_written_by_the_rules_is_read_back()
    {
        var random = new Random(Seed);
        for (var round = 0; round < 2_000; round++)
        {
            var (separator, columns) = (",;\t"[random.Next(3)], random.Next(1, 5));
            string Cell() => "x" + string.Concat(Enumerable.Range(0, random.Next(4)).Select(_ => "a1 ,;\t\"\né'"[random.Next(10)]));
            string Quoted(string cell) => $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
            var written = Enumerable.Range(0, random.Next(1, 6))
                .Select(_ => Enumerable.Range(0, columns).Select(_ => Cell()).ToArray()).ToArray();
            var text = string.Join(
                random.Next(2) == 0 ? "\n" : "\r\n", written.Select(row => string.Join(separator, row.Select(Quoted))));

            var read = CsvText.Read(text, separator);

            Assert.True(written.Zip(read).All(pair => pair.First.SequenceEqual(pair.Second.Cells)) && read.Count == written.Length,
                $"seed {Seed}, round {round}: {text}");
        }
    }

    [Fact]
    public void A_hundred_thousand_damaged_files_are_read_or_refused_and_never_break_anything()
    {
        var random = new Random(Seed);
        var whole = Encoding.UTF8.GetBytes("site;tag;kg\r\n\"S-1\";\"44108,77\";50,2\r\nS-2;\"say \"\"so\"\"\";51\r\n");
        var refused = 0;
        for (var round = 0; round < 100_000; round++)
        {
            var bytes = whole.ToArray();
            for (var hits = random.Next(1, 5); hits > 0; hits--)
            {
                var (at, what) = (random.Next(bytes.Length), "\"\",;\r\n\0\u00ff"[random.Next(8)]);
                bytes = random.Next(3) switch
                {
                    0 => [.. bytes[..at], .. bytes[(at + 1)..]],
                    1 => [.. bytes[..at], (byte)what, .. bytes[at..]],
                    _ => [.. bytes[..at], (byte)what, .. bytes[(at + 1)..]],
                };
            }

            try
            {
                var rows = CsvText.Read(SheetText.Decode(bytes, SheetEncoding.Auto));
                Assert.All(rows, row => Assert.Equal(rows[0].Cells.Count, row.Cells.Count));
            }
            catch (SheetException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 30_000, 99_000);
    }
}
