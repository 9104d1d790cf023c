using Ledger.Rules.Explanations;
using NodaTime;

namespace Ledger.Rules.Tests.Explanations;

/// <summary>
/// Numbers, units and days as each language writes them. "_" stands for a narrow space that does not break, "~" for a wide one.
/// </summary>
public sealed class SpellingTests
{
    [Theory]
    [InlineData("0", "lots", "0~lots", "0~lot")]
    [InlineData("1", "lots", "1~lot", "1~lot")]
    [InlineData("1.5", "days", "1.5~days", "1,5~jour")]
    [InlineData("2", "tags", "2~tags", "2~étiquettes")]
    [InlineData("1", "countries", "1~country", "1~pays")]
    [InlineData("71.25", "kg", "71.25~kg", "71,25~kg")]
    [InlineData("1234567.8", "kg", "1,234,567.8~kg", "1_234_567,8~kg")]
    [InlineData("2.000", "percent", "2%", "2_%")]
    [InlineData("3", "furlongs", "3 furlongs", "3 furlongs")]
    public void A_quantity_stands_with_its_unit_in_the_right_number(string number, string unit, string english, string french)
    {
        var quantity = decimal.Parse(number, System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(Spaced(english), Spelling.Quantity(quantity, unit, Language.En));
        Assert.Equal(Spaced(french), Spelling.Quantity(quantity, unit, Language.Fr));
    }

    [Fact]
    public void A_day_is_written_out()
    {
        Assert.Equal("1 August 2026", Spelling.Day(new LocalDate(2026, 8, 1), Language.En));
        Assert.Equal("1er août 2026", Spelling.Day(new LocalDate(2026, 8, 1), Language.Fr));
        Assert.Equal("12 février 2026", Spelling.Day(new LocalDate(2026, 2, 12), Language.Fr));
    }

    [Fact]
    public void French_puts_a_space_that_does_not_break_before_its_double_signs()
    {
        Assert.Equal(Spaced("Vu_: «_rien_»_; et_?"), Spelling.Set("Vu : « rien » ; et ?", Language.Fr));
        Assert.Equal("Seen : ?", Spelling.Set("Seen : ?", Language.En));
    }

    private static string Spaced(string text) => text.Replace('_', '\u202F').Replace('~', '\u00A0');
}
