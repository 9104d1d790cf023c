using System.Collections;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ledger.Domain.CustodyEvents;
using Ledger.Domain.Guarded.Parties;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Tests.CustodyEvents;
using Ledger.Domain.Values;
using Ledger.Testing;

namespace Ledger.Domain.Tests.LedgerEvents;

/// <summary>
/// A leaf is for good: nobody can take a person, a price, a number plate or somebody's words out of it again. So every type
/// that can stand in one is walked through, member by member.
/// </summary>
public class LeafContentTests
{
    /// <summary>What is sealed wherever it is posted.</summary>
    private static readonly Type[] Sealed =
        [typeof(PersonReference), typeof(Money), typeof(CommercialTerms), typeof(CustomsDeclaration),
            typeof(PartyDetails), typeof(NamedPerson)];

    /// <summary>Sealed members of types whose other members are open: their open part has none of them, which is tried below.</summary>
    private static readonly string[] LeftOut = ["EventHeaders.Place.Position", "EventHeaders.Documents.Name"];

    private static IEnumerable<Type> LeafTypes => typeof(LedgerEvent).Assembly.GetTypes()
        .Where(type => type.IsSubclassOf(typeof(LedgerEvent)) && !type.IsAbstract)
        .Append(typeof(EventHeaders)).OrderBy(type => type.Name, StringComparer.Ordinal);

    [Fact]
    public void Every_text_that_can_stand_in_a_leaf_was_read_and_approved_by_a_person()
    {
        var texts = LeafTypes.SelectMany(type => Walk(type, type.Name)).Where(member => member.Type == typeof(string))
            .Select(member => $"{member.Owner.Name}.{member.Path.Split('.')[^1]}").Distinct().Order(StringComparer.Ordinal);
        Approved.Matches(string.Join('\n', texts));
    }

    [Fact]
    public void No_type_that_is_sealed_can_be_reached_from_a_leaf()
    {
        var reached = LeafTypes.SelectMany(type => Walk(type, type.Name)).Where(member => !LeftOut.Contains(member.Path)).ToList();
        Assert.True(reached.Count > 300, "the walk reaches the members of every type");
        Assert.DoesNotContain(reached, member => Sealed.Contains(member.Type) || member.Type == typeof(GeoPosition));
        // It finds them where they are.
        Assert.Contains(Walk(typeof(CustodyEnvelope), ""), member => member.Type == typeof(PersonReference));
    }

    [Fact]
    public void What_examples_mark_as_sealed_is_in_no_leaf_of_any_type()
    {
        var met = new HashSet<string>();
        foreach (var custodyEvent in Example.Everything().Select(Example.ReadWell))
        {
            foreach (var (ordinal, captured) in custodyEvent.Capture().Index())
            {
                met.Add(EventTypes.NameOf(captured.Event));
                AssertOpen(Encoding.UTF8.GetString(EventTypes.Serialize(captured.Event)));
                AssertOpen(JsonSerializer.Serialize(custodyEvent.Envelope.Headers(ordinal), Json.LedgerJson.Default.EventHeaders));
            }

            Assert.Contains(custodyEvent.Sealed(), part => IsMarked(Encoding.UTF8.GetString(part.Json))); // each example has some
        }

        Assert.Equal(EventTypes.Names.Where(EventTypes.IsFromCustody), met.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Stored_events_of_every_type_hold_codes_and_identifiers_and_no_sentences()
    {
        var folder = Path.Combine(Repository.Root, "tests/Ledger.Domain.Tests/LedgerEvents/Golden");
        foreach (var file in Directory.GetFiles(folder, "*.json"))
        {
            var texts = Texts(JsonNode.Parse(File.ReadAllText(file))).ToList();
            AssertOpen(string.Join('\n', texts));
            Assert.All(texts, text => Assert.True(
                text.Count(char.IsWhiteSpace) <= 1 && text.Length <= 100, $"{Path.GetFileName(file)}: {text}"));
        }
    }

    private static void AssertOpen(string json) => Assert.False(IsMarked(json), json);

    private static bool IsMarked(string json) =>
        json.Contains("SEALED", StringComparison.Ordinal) || json.Contains("42424", StringComparison.Ordinal);

    private static IEnumerable<string> Texts(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(member => Texts(member.Value)),
        JsonArray items => items.SelectMany(Texts),
        JsonValue value when value.GetValueKind() == JsonValueKind.String => [value.GetValue<string>()],
        _ => [],
    };

    /// <summary>Every member below a type; an identifier or a value with a JSON form of its own is an end.</summary>
    private static IEnumerable<(string Path, Type Owner, Type Type)> Walk(Type type, string path) =>
        from property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
        where property.Name != "EqualityContract"
            && property.GetCustomAttribute<System.Text.Json.Serialization.JsonIgnoreAttribute>() is null
        let member = ElementOf(property.PropertyType)
        let here = $"{path}.{property.Name}"
        from found in IsComposite(member) ? Walk(member, here).Prepend((here, type, member)) : [(here, type, member)]
        select found;

    private static Type ElementOf(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } inner) return ElementOf(inner);
        return type.IsGenericType && type.IsAssignableTo(typeof(IEnumerable)) ? ElementOf(type.GetGenericArguments()[^1]) : type;
    }

    private static bool IsComposite(Type type) =>
        type.Assembly == typeof(LedgerEvent).Assembly && !type.IsEnum
        && type.GetCustomAttribute<System.Text.Json.Serialization.JsonConverterAttribute>() is null;
}
