using System.Text;

namespace Ledger.Domain.Tests;

public sealed class Uuid5Tests
{
    private const string Dns = "6ba7b810-9dad-11d1-80b4-00c04fd430c8"; // RFC 9562, 6.6
    private const string Url = "6ba7b811-9dad-11d1-80b4-00c04fd430c8";

    [Theory]
    [InlineData(Dns, "www.example.com", "2ed6657d-e927-568b-95e1-2665a8aea6a2")] // RFC 9562, A.4
    [InlineData(Dns, "python.org", "886313e1-3b8a-5372-9b90-0c9aee199e5d")] // Python's uuid module
    [InlineData(Url, "", "1b4db7eb-4057-5ddf-91e0-36dec72071f5")]
    public void Known_names_have_their_known_ids(string nameSpace, string name, string expected) =>
        Assert.Equal(new Guid(expected), Uuid5.Create(new Guid(nameSpace), Encoding.UTF8.GetBytes(name)));

    [Fact]
    public void Long_names_count_to_their_end()
    {
        var name = string.Concat(Enumerable.Range(0, 300).Select(number => (char)('a' + number % 26)));
        Known_names_have_their_known_ids(Url, name, "a8225747-1256-5b7e-b44c-a637b855ac97");
    }
}
