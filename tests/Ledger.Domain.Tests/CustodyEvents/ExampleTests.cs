using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ledger.Domain.CustodyEvents;
using Ledger.Domain.LedgerEvents;
using Ledger.Testing;

namespace Ledger.Domain.Tests.CustodyEvents;

public class ExampleTests
{
    public static TheoryData<string> Types => [.. CustodyEventReader.Types];

    [Theory, MemberData(nameof(Types))]
    public void Every_type_has_well_formed_examples(string type)
    {
        var examples = Example.All(type);

        Assert.NotEmpty(examples);
        foreach (var posted in examples) Assert.Equal(type, Example.ReadWell(posted).Envelope.Type);
    }

    [Theory, MemberData(nameof(Types))]
    public void Described_fields_are_the_fields_of_the_examples(string type)
    {
        var described = Paths(CustodyEventReader.Describe(type), "").Order(StringComparer.Ordinal);
        var used = Example.All(type).SelectMany(posted => Paths(posted, "")).Distinct().Order(StringComparer.Ordinal);

        Assert.Equal(described, used.Where(path => !path.StartsWith("replacement.", StringComparison.Ordinal)));
    }

    [Theory, MemberData(nameof(Types))]
    public void Required_fields_are_missed_all_at_once(string type)
    {
        var required = CustodyEventReader.Describe(type).Where(field => field.Required).Select(field => field.Name);
        var (_, errors) = Example.Read(new JsonObject { ["type"] = type });

        var missed = errors.Where(error => error.Message == "is required").Select(error => error.Field);
        Assert.Equal(required.Except(["type"]).Order(StringComparer.Ordinal), missed.Order(StringComparer.Ordinal));
    }

    [Theory, MemberData(nameof(Types))]
    public void What_must_be_sealed_is_in_no_event_header_or_stream_name_and_in_a_sealed_part(string type)
    {
        foreach (var posted in Example.All(type))
        {
            var custodyEvent = Example.ReadWell(posted);
            var open = Example.OpenText(custodyEvent);
            Assert.DoesNotContain("SEALED", open, StringComparison.Ordinal);
            Assert.DoesNotContain("42424", open, StringComparison.Ordinal);

            var parts = custodyEvent.Sealed().ToList();
            Assert.Distinct(parts.Select(part => part.Kind));
            var hidden = string.Concat(parts.Select(part => Encoding.UTF8.GetString(part.Json)));
            Assert.All(Marked(posted), marked => Assert.Contains(marked, hidden, StringComparison.Ordinal));
        }
    }

    [Theory, MemberData(nameof(Types))]
    public void Every_free_text_is_marked_as_sealed_in_the_examples(string type)
    {
        var texts = FreeTexts(CustodyEventReader.Describe(type), "").ToList();
        var marked = Example.All(type).SelectMany(posted => MarkedPaths(posted, "")).ToHashSet();

        Assert.Contains("note", texts);
        Assert.All(texts, path => Assert.Contains(path, marked));
    }

    [Theory, MemberData(nameof(Types))]
    public void Evidence_never_goes_to_a_guarded_stream(string type)
    {
        foreach (var posted in Example.All(type))
        {
            var captured = Example.ReadWell(posted).Capture().ToList();
            Assert.NotEmpty(captured);
            Assert.All(captured, item => Assert.False(item.Stream.IsGuarded, item.Stream.Value));
        }
    }

    [Theory, MemberData(nameof(Types))]
    public void Capture_is_the_same_each_time_it_is_asked(string type) =>
        Assert.All(Example.All(type), posted =>
            Assert.Equal(Example.OpenText(Example.ReadWell(posted)), Example.OpenText(Example.ReadWell(posted))));

    [Fact]
    public void Each_example_becomes_the_approved_ledger_events_in_the_approved_streams()
    {
        var text = new StringBuilder();
        foreach (var posted in Example.Everything())
        {
            var custodyEvent = Example.ReadWell(posted);
            text.AppendLine().Append(custodyEvent.Envelope.Type).Append("  acting: ")
                .AppendLine(string.Join(", ", custodyEvent.ActingParties));
            foreach (var (ordinal, (stream, ledgerEvent, opens)) in custodyEvent.Capture().Index())
                text.AppendLine(
                    null, $"  {ordinal} {stream}{(opens ? " (opens)" : "")}  {EventTypes.NameOf(ledgerEvent)}");
        }

        Approved.Matches(text.ToString());
    }

    [Fact]
    public void Every_ledger_event_that_comes_from_evidence_comes_from_an_example()
    {
        var captured = Example.Everything().SelectMany(posted => Example.ReadWell(posted).Capture()).Select(
            item => item.Event.GetType());
        var declared = typeof(CustodyLedgerEvent).Assembly.GetTypes().Where(
            type => type.IsSubclassOf(typeof(CustodyLedgerEvent)));

        Assert.Empty(declared.Except(captured));
    }

    private static IEnumerable<string> Paths(IReadOnlyList<FieldDescription> fields, string prefix) =>
        fields.SelectMany(
            field => Paths(field.Kind.Members ?? [], $"{prefix}{field.Name}.").Prepend(prefix + field.Name));

    private static IEnumerable<string> Paths(JsonNode? node, string prefix) => node switch
    {
        JsonObject members => members.SelectMany(
            member => Paths(member.Value, $"{prefix}{member.Key}.").Prepend(prefix + member.Key)),
        JsonArray items => items.SelectMany(item => Paths(item, prefix)),
        _ => [],
    };

    private static IEnumerable<string> FreeTexts(IReadOnlyList<FieldDescription> fields, string prefix) =>
        fields.SelectMany(field => field.Kind.MaxLength is not null
            ? [prefix + field.Name] : FreeTexts(field.Kind.Members ?? [], $"{prefix}{field.Name}."));

    private static IEnumerable<string> MarkedPaths(JsonNode? node, string prefix) => node switch
    {
        JsonObject members => members.SelectMany(member => MarkedPaths(member.Value, $"{prefix}{member.Key}.")),
        JsonArray items => items.SelectMany(item => MarkedPaths(item, prefix)),
        JsonValue value when IsMarked(value) => [prefix.TrimEnd('.')],
        _ => [],
    };

    private static IEnumerable<string> Marked(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(member => Marked(member.Value)),
        JsonArray items => items.SelectMany(Marked),
        JsonValue value when IsMarked(value) => [value.ToJsonString().Trim('"')],
        _ => [],
    };

    private static bool IsMarked(JsonValue value) =>
        value.ToJsonString() is var text
        && (text.Contains("SEALED", StringComparison.Ordinal) || text.Contains("42424", StringComparison.Ordinal));
}
