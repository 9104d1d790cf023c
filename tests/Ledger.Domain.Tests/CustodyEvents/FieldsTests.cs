using System.Text.Json;
using Ledger.Domain.CustodyEvents;
using Ledger.Domain.Values;
using NodaTime.Text;

namespace Ledger.Domain.Tests.CustodyEvents;

public class FieldsTests
{
    [Fact]
    public void An_explicit_null_is_an_absent_field() =>
        Assert.Equal((null, ""), Read("""{"a":null}""", fields => fields.Text("a")));

    [Fact]
    public void An_unknown_field_and_a_field_given_twice_are_refused()
    {
        Assert.Equal("b: is not a known field here", Read("""{"b":1}""", fields => fields.Text("a")).Errors);
        Assert.Equal("a: must not be given twice", Read("""{"a":"1","a":"2"}""", fields => fields.Text("a")).Errors);
    }

    [Theory]
    [InlineData("""{"a":"\ud800"}""")]
    [InlineData("""{"a":"\udfff\ud800"}""")]
    [InlineData("""{"\ud800":"a"}""")]
    [InlineData("""{"type":"\ud800"}""")]
    [InlineData("""{"type":"weighed","place":{"\udc00":1}}""")]
    public void Half_a_surrogate_pair_is_refused_wherever_it_stands(string json)
    {
        Assert.Equal(": must not contain half of a surrogate pair",
            Read(json, fields => fields.Text("a", required: true)).Errors);
        Assert.Equal([new FieldError("", "must not contain half of a surrogate pair")],
            CustodyEventReader.Read(JsonDocument.Parse(json).RootElement, Example.Recorder).Errors);
    }

    [Fact]
    public void An_escaped_pair_is_text() =>
        Assert.Equal("\U0001F600", Read("""{"a":"\ud83d\ude00"}""", fields => fields.Text("a")).Value);

    [Theory]
    [InlineData("2026-03-01T09:30:00.123456789+02:00", "2026-03-01T09:30:00.123456+02:00")]
    [InlineData("2026-03-01T09:30:00Z", "2026-03-01T09:30:00Z")]
    [InlineData("2026-03-01T09:30:00-12:00", "2026-03-01T09:30:00-12:00")]
    public void A_time_keeps_its_offset_and_microseconds(string posted, string kept) => Assert.Equal(
        kept,
        OffsetDateTimePattern.Rfc3339.Format(Read($$"""{"a":"{{posted}}"}""", fields => fields.Time("a")).Value!.Value));

    [Theory]
    [InlineData("-0.0", "0")]
    [InlineData("1.50000000000000000000", "1.50")]
    [InlineData("-1.25", "-1.25")]
    public void A_number_has_no_signed_zero_and_no_needless_digits(string posted, string kept) => Assert.Equal(
        kept,
        Read($$"""{"a":{{posted}}}""", fields => fields.Number("a", -2, 2, decimals: 2)).Value!.Value.ToString(null, null));

    [Fact]
    public void A_list_has_a_limit() => Assert.Equal(
        "a: must have at most 2 items",
        Read("""{"a":[{},{},{}]}""", fields => fields.List("a", _ => "", max: 2)).Errors);

    [Theory]
    [InlineData("Pit 3/B", true)]
    [InlineData("Carré n° 4", false)]
    [InlineData("Carré 4", true)]
    [InlineData("#4", false)]
    [InlineData("4 ", false)]
    [InlineData("a\tb", false)]
    public void A_label_is_short_and_plain(string label, bool good) => Assert.Equal(
        good, Read(JsonSerializer.Serialize(new { a = label }), fields => fields.Label("a")).Errors.Length == 0);

    [Theory]
    [InlineData("7")]
    [InlineData("[]")]
    [InlineData("null")]
    public void What_is_posted_must_be_an_object(string json) => Assert.Equal(
        [new FieldError("", "must be a JSON object")],
        CustodyEventReader.Read(JsonDocument.Parse(json).RootElement, Example.Recorder).Errors);

    [Theory]
    [InlineData("""{}""", "is required")]
    [InlineData("""{"type":7}""", "is required")]
    [InlineData("""{"type":"teleported"}""", "must be one of arrived, ")]
    public void A_type_must_be_known(string json, string message)
    {
        var error = Assert.Single(
            CustodyEventReader.Read(JsonDocument.Parse(json).RootElement, Example.Recorder).Errors);

        Assert.Equal("type", error.Field);
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    private static (T Value, string Errors) Read<T>(string json, Func<Fields, T> read)
    {
        var errors = new List<FieldError>();
        var value = Fields.Read(JsonDocument.Parse(json).RootElement, errors, read);
        return (value, string.Join("; ", errors.Select(error => $"{error.Field}: {error.Message}")));
    }
}
