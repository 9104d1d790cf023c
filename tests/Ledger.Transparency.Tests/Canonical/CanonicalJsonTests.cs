using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ledger.Testing;
using Ledger.Transparency.Canonical;

namespace Ledger.Transparency.Tests.Canonical;

public sealed class CanonicalJsonTests
{
    [Fact]
    public void Published_documents_have_their_published_form()
    {
        var folder = SharedData.Folder("jcs");
        var inputs = Directory.GetFiles(Path.Combine(folder, "input"));
        Assert.Equal(4, inputs.Length);
        foreach (var input in inputs)
        {
            var expected = File.ReadAllBytes(Path.Combine(folder, "output", Path.GetFileName(input)));
            Assert.Equal(expected, CanonicalJson.Canonicalize(File.ReadAllBytes(input), JsonRules.Rfc8785));
        }
    }

    [Fact]
    public void Names_are_sorted_by_utf16_code_units() // RFC 8785, 3.2.3
    {
        const string input = """
            {"\u20ac":"Euro Sign","\r":"Carriage Return","\ufb33":"Hebrew Letter Dalet With Dagesh","1":"One",
             "\ud83d\ude00":"Emoji: Grinning Face","\u0080":"Control","\u00f6":"Latin Small Letter O With Diaeresis"}
            """;
        string[] expected =
        [
            "Carriage Return", "One", "Control", "Latin Small Letter O With Diaeresis", "Euro Sign",
            "Emoji: Grinning Face", "Hebrew Letter Dalet With Dagesh",
        ];
        var output = JsonNode.Parse(Canonical(input))!.AsObject();
        Assert.Equal(expected, output.Select(member => member.Value!.GetValue<string>()));
    }

    [Theory]
    [InlineData("{}", "{}")]
    [InlineData(" [ ] ", "[]")]
    [InlineData("""{"b":{"d":1,"c":[{"z":1,"y":2}]},"a":0}""", """{"a":0,"b":{"c":[{"y":2,"z":1}],"d":1}}""")]
    [InlineData("""{"ab":1,"a":2,"":3}""", """{"":3,"a":2,"ab":1}""")]
    [InlineData("""{"\"":1,"\n":2,"!":3}""", """{"\n":2,"!":3,"\"":1}""")]
    [InlineData("""{"\u0061b":1,"aa":2}""", """{"aa":2,"ab":1}""")]
    [InlineData(@"""\u0001\u001F\u007f\/\u00e9\ud83d\ude00\b\t\n\f\r\\\""""",
        "\"\\u0001\\u001f\u007f/é😀\\b\\t\\n\\f\\r\\\\\\\"\"")]
    [InlineData(@"""\u000e\u0010\u001E""", @"""\u000e\u0010\u001e""")]
    [InlineData("[true,false,null]", "[true,false,null]")]
    [InlineData("[-0,-0.0,0.0,0e9,1.0,1.50,100,1E2,-12.5,1e21,1e-7]", "[0,0,0,0,1,1.5,100,100,-12.5,1e+21,1e-7]")]
    [InlineData("[100000000000000000000,123456789012345,0.000001,0.0000001]",
        "[100000000000000000000,123456789012345,0.000001,1e-7]")]
    public void One_value_has_one_form(string input, string expected) => Assert.Equal(expected, Canonical(input));

    [Fact]
    public void The_form_is_what_a_slow_reading_of_the_standard_gives()
    {
        var random = Seeded.Random();
        for (var run = 0; run < 3000; run++)
        {
            var document = AnyJson.Document(random);
            var canonical = Canonical(AnyJson.WrittenAnotherWay(document, random), JsonRules.Rfc8785);
            Assert.Equal(SlowCanonicalJson.Print(document), canonical);
            Assert.Equal(canonical, Canonical(canonical, JsonRules.Rfc8785));
        }
    }

    [Fact]
    public void A_parsed_element_gets_the_same_form()
    {
        using var document = JsonDocument.Parse("""{"outer":{"b":1,"a":2.50}}""");
        Assert.Equal("""{"a":2.5,"b":1}"""u8, CanonicalJson.Canonicalize(document.RootElement.GetProperty("outer")));
    }

    [Fact]
    public void Objects_may_be_wide_and_documents_long()
    {
        var members = Enumerable.Range(0, 5000)
            .Select(number => $"\"a{number}\":\"{new string('x', number % 100)}\"").ToArray();
        var expected = "{" + string.Join(",", members.Order(StringComparer.Ordinal)) + "}";
        Seeded.Random().Shuffle(members);
        Assert.Equal(expected, Canonical("{" + string.Join(", ", members) + "}"));
    }

    private static string Canonical(string json, JsonRules rules = JsonRules.Strict) =>
        Encoding.UTF8.GetString(CanonicalJson.Canonicalize(Encoding.UTF8.GetBytes(json), rules));
}
