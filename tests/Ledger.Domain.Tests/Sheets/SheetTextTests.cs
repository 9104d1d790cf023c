using System.Text;
using Ledger.Domain.Sheets;

namespace Ledger.Domain.Tests.Sheets;

public class SheetTextTests
{
    [Fact]
    public void UTF_8_with_or_without_a_mark_and_Latin_1_are_told_apart()
    {
        Assert.Equal("Nyamuré", SheetText.Decode("Nyamuré"u8, SheetEncoding.Auto));
        Assert.Equal("Nyamuré", SheetText.Decode([0xEF, 0xBB, 0xBF, .. "Nyamuré"u8], SheetEncoding.Auto));
        Assert.Equal("Nyamuré", SheetText.Decode(Encoding.Latin1.GetBytes("Nyamuré"), SheetEncoding.Auto));
        Assert.Equal("Nyamuré", SheetText.Decode(Encoding.Latin1.GetBytes("Nyamuré"), SheetEncoding.Latin1));
        Assert.Equal("NyamurÃ©", SheetText.Decode("Nyamuré"u8, SheetEncoding.Latin1));
    }

    [Theory]
    [InlineData(SheetEncoding.Utf8, "4E E9", "is not UTF-8")]
    [InlineData(SheetEncoding.Auto, "EF BB BF 4E E9", "is not UTF-8")]
    [InlineData(SheetEncoding.Auto, "4E 92 E9", "neither UTF-8 nor Latin-1")]
    [InlineData(SheetEncoding.Latin1, "4E 92 E9", "U+0092")]
    [InlineData(SheetEncoding.Auto, "FF FE 61 00", "UTF-16")]
    [InlineData(SheetEncoding.Auto, "50 4B 03 04", "workbook")]
    [InlineData(SheetEncoding.Auto, "D0 CF 11 E0", "workbook")]
    [InlineData(SheetEncoding.Auto, "61 0A 62 00", "Line 2 holds the control character U+0000")]
    public void What_is_no_text_is_refused_in_plain_words(SheetEncoding encoding, string hex, string message)
    {
        var bytes = Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
        Assert.Contains(message, Assert.Throws<SheetException>(() => SheetText.Decode(bytes, encoding)).Message, StringComparison.Ordinal);
    }
}
