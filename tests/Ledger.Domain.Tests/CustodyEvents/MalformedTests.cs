using System.Text;
using Ledger.Domain.CustodyEvents;
using Ledger.Testing;

namespace Ledger.Domain.Tests.CustodyEvents;

/// <summary>
/// Malformed.txt: one line a case: type, field, the JSON put there into the type's first example, and the errors that
/// must come, no more and no fewer. The approved file is the table with every message in full.
/// </summary>
public class MalformedTests
{
    public static TheoryData<string> Cases =>
        [.. File.ReadLines(Table).Where(line => line.Length > 0 && line[0] != '#')];

    private static string Table =>
        Path.Combine(Repository.Root, "tests/Ledger.Domain.Tests/CustodyEvents/Malformed.txt");

    [Theory, MemberData(nameof(Cases))]
    public void A_malformed_field_is_refused_at_its_path_and_nowhere_else(string line)
    {
        var (type, path, json, wanted) = Parse(line);

        var (custodyEvent, errors) = Example.Read(Example.With(type, path, json));

        Assert.Null(custodyEvent);
        Assert.Equal(wanted, errors.Select(error => error.Field));
    }

    [Fact]
    public void Every_type_has_malformed_cases() =>
        Assert.Empty(CustodyEventReader.Types.Except(Cases.Select(row => Parse(row.Data).Type)));

    [Fact]
    public void Messages_say_what_the_field_must_be()
    {
        var text = new StringBuilder();
        foreach (var row in Cases)
        {
            var (type, path, json, _) = Parse(row.Data);
            foreach (var error in Example.Read(Example.With(type, path, json)).Errors)
                text.AppendLine(null, $"{type}  {path} = {json}\n    {error.Field}: {error.Message}");
        }

        Approved.Matches(text.ToString());
    }

    [Fact]
    public void All_errors_of_an_event_are_told_at_once()
    {
        var posted = Example.With("received", "lots[0].netKg", "-1");
        posted["basis"] = "gift";
        posted["refused"]![0]!.AsObject().Remove("lotId");
        posted["eventTime"] = "yesterday";
        posted["colour"] = "red";

        Assert.Equal(["eventTime", "lots[0].netKg", "refused[0].lotId", "basis", "colour"],
            Example.Read(posted).Errors.Select(error => error.Field));
    }

    private static (string Type, string Path, string Json, IEnumerable<string> Errors) Parse(string line)
    {
        var parts = line.Split(" | ");
        Assert.Equal(4, parts.Length);
        return (parts[0].Trim(), parts[1].Trim(), parts[2].Trim(), parts[3].Split(',', StringSplitOptions.TrimEntries));
    }
}
