using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ledger.Domain.CustodyEvents;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Tests.CustodyEvents;
using Ledger.Domain.Tests.Guarded;
using Ledger.Testing;
using Ledger.Transparency.Canonical;

namespace Ledger.Domain.Tests.LedgerEvents;

/// <summary>
/// Golden/{type}.v1.json is what the first release stored, in canonical form. These files are never edited: a ledger
/// that cannot read them any more has lost its past.
/// </summary>
public class GoldenEventTests
{
    public static TheoryData<string> Names => [.. EventTypes.Names];

    public static TheoryData<string> Files =>
        [.. Directory.GetFiles(Folder, "*.v*.json").Select(file => Path.GetFileName(file)).Order()];

    [Theory, MemberData(nameof(Files))]
    public void A_stored_event_of_any_version_reads_and_writes_back_as_the_same_bytes(string file)
    {
        var golden = Bytes(file);

        var again = CanonicalJson.Canonicalize(
            EventTypes.Serialize(EventTypes.Deserialize(file.Split('.')[0], golden)));

        Assert.Equal(Encoding.UTF8.GetString(golden), Encoding.UTF8.GetString(again));
    }

    [Theory, MemberData(nameof(Names))]
    public void Members_of_a_later_release_do_not_disturb_an_earlier_reader(string name)
    {
        var later = JsonNode.Parse(Golden(name))!.AsObject();
        later["addedLater"] = new JsonObject { ["lotId"] = 1 };

        var read = EventTypes.Deserialize(name, Encoding.UTF8.GetBytes(later.ToJsonString()));

        Assert.Equal(Golden(name), CanonicalJson.Canonicalize(EventTypes.Serialize(read)));
    }

    [Theory, MemberData(nameof(Names))]
    public void Every_member_a_record_has_stands_in_a_golden_file(string name)
    {
        var record = EventTypes.Deserialize(name, Golden(name)).GetType();
        var versions = Directory.GetFiles(Folder, name + ".v*.json").Select(
            file => JsonNode.Parse(File.ReadAllText(file))!.AsObject());
        var members = record.GetProperties().Where(property => property.Name != "EqualityContract")
            .Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name));

        Assert.Equal(members.Order(StringComparer.Ordinal), versions.SelectMany(
            version => version.Select(member => member.Key)).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void There_is_no_golden_file_without_its_type() =>
        Assert.Empty(Directory.GetFiles(Folder, "*.json").Select(file => Path.GetFileName(file).Split('.')[0]).Except(
            EventTypes.Names));

    [Fact]
    public void An_unknown_name_or_a_null_is_said_so()
    {
        Assert.Throws<JsonException>(() => EventTypes.Deserialize("lot_teleported", "{}"u8));
        Assert.Throws<JsonException>(() => EventTypes.Deserialize("lot_weighed", "null"u8));
    }

    private static string Folder => Path.Combine(Repository.Root, "tests/Ledger.Domain.Tests/LedgerEvents/Golden");

    private static byte[] Golden(string name)
    {
        var file = Path.Combine(Folder, name + ".v1.json");
        if (File.Exists(file)) return Bytes(file);

        var received = Path.Combine(Folder, name + ".v1.received.json");
        File.WriteAllBytes(received, [.. CanonicalJson.Canonicalize(EventTypes.Serialize(Fullest(name))), (byte)'\n']);
        Assert.Fail($"{name} has no golden file yet. Read {received}, then take .received out of its name.");
        return [];
    }

    private static byte[] Bytes(string file) =>
        Encoding.UTF8.GetBytes(File.ReadAllText(Path.Combine(Folder, file)).TrimEnd('\n'));

    /// <summary>The event of that type with the most members, from the examples.</summary>
    private static LedgerEvent Fullest(string name) =>
        Example.Everything().SelectMany(posted => Example.ReadWell(posted).Capture()).Select(captured => captured.Event)
            .Concat(GuardedExamples.Events).Where(candidate => EventTypes.NameOf(candidate) == name)
            .MaxBy(candidate => JsonNode.Parse(EventTypes.Serialize(candidate))!.AsObject().Count)!;
}
