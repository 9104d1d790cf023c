using Ledger.Api.Pages.Desk;
using Ledger.Api.Pages.House;

namespace Ledger.Api.Tests.Pages;

/// <summary>From what a person types to what the API is sent: exactly, or as it was typed.</summary>
public sealed class TypedTests
{
    [Theory]
    [InlineData("1250.50 USD", """{"amountMinor":125050,"currency":"USD"}""")]
    [InlineData("usd 1250", """{"amountMinor":125000,"currency":"USD"}""")]
    [InlineData("612 500 RWF", """{"amountMinor":612500,"currency":"RWF"}""")]
    [InlineData("1.234 TND", """{"amountMinor":1234,"currency":"TND"}""")]
    [InlineData("1250.50 RWF", """{"amountMinor":"1250.50 RWF","currency":"RWF"}""")]
    [InlineData("100 USD 50", """{"amountMinor":"100 USD 50","currency":"50"}""")]
    [InlineData("USD USD 5", """{"amountMinor":"USD USD 5","currency":"USD"}""")]
    [InlineData("79228162514264337593543950335 USD", """{"amountMinor":"79228162514264337593543950335 USD","currency":"USD"}""")]
    [InlineData("5", """{"amountMinor":"5","currency":""}""")]
    public void An_amount_has_one_currency_and_whole_minor_units(string typed, string posted) =>
        Assert.Equal(posted, Typed.Money(typed, Language.English).ToJsonString());

    [Theory]
    [InlineData("en", "50.25", "50.25")]
    [InlineData("en", "50,25", "\"50,25\"")]
    [InlineData("fr", "50,25", "50.25")]
    [InlineData("fr", "50.25", "50.25")]
    [InlineData("fr", "1 250,5", "\"1 250,5\"")]
    [InlineData("en", "1e3", "\"1e3\"")]
    [InlineData("en", "heavy", "\"heavy\"")]
    public void A_number_is_read_by_the_language_or_handed_on_as_typed(string code, string typed, string posted) =>
        Assert.Equal(posted, Typed.Number(typed, code == "fr" ? Language.French : Language.English).ToJsonString());

    [Fact]
    public void Rows_close_their_gaps_and_none_is_dropped_however_many_there_are()
    {
        var form = RecordForm.Of("sold")!;
        var typed = Enumerable.Range(0, 9_000).ToDictionary(at => $"lots[{(2 * at) + 1}].lot", at => $"a:{at}");
        typed["lots.paste"] = "a:x\t5\tmeasured\tmore\na:y";

        var settled = FormRows.Settle(form, typed, Language.English);

        Assert.Equal(Enumerable.Range(0, 9_002), FormRows.Used(settled, "lots"));
        Assert.Equal(("a:8999", "a:y"), (settled["lots[8999].lot"], settled["lots[9001].lot"]));
        Assert.Equal("measured more", settled["lots[9000].method"]);
    }
}
