using System.Collections;
using System.Reflection;
using System.Text;
using System.Text.Json;
using Ledger.Domain.CustodyEvents;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Tests.CustodyEvents;
using Ledger.Domain.Tests.Guarded;
using Ledger.Testing;

namespace Ledger.Domain.Tests;

/// <summary>
/// docs/events.md is written by the code it describes: the reader of custody events and the register of stored types.
/// </summary>
public class EventCatalogueTests
{
    [Fact]
    public void The_catalogue_of_events_is_up_to_date()
    {
        var file = Path.Combine(Repository.Root, "docs/events.md");
        var text = Catalogue().ReplaceLineEndings("\n");
        if (File.Exists(file) && File.ReadAllText(file).ReplaceLineEndings("\n") == text) return;

        File.WriteAllText(Path.ChangeExtension(file, ".received.md"), text);
        Assert.Fail("docs/events.md does not say what the code does: read docs/events.received.md and put it there.");
    }

    private static string Catalogue()
    {
        var text = new StringBuilder("""
            # Events

            Written by a test from the code; edit the code, not this page. A custody event is
            what a participant posts; the ledger events below it are what is stored. Sealed fields
            are committed to by hash, kept apart, shown by right and erasable: besides what is marked here, coordinates,
            prices, taxes and customs value.

            ## Every custody event carries


            """);
        var envelope = Fields.Describe(fields => CustodyEnvelope.Read(fields, "", default));
        WriteFields(text, envelope);
        text.Append("\n## Custody events\n");
        foreach (var type in CustodyEventReader.Types) WriteCustodyEvent(text, type, envelope.Count);
        text.Append("""

            ## Ledger events

            A name with `?` may be absent. `when` is the event time as stated,
            with its precision; `commandId` is the command that was decided on.

            | stored as | members |
            |---|---|

            """);
        foreach (var name in EventTypes.Names) text.Append($"| `{name}` | {string.Join(", ", Members(name))} |\n");
        return text.ToString();
    }

    private static void WriteCustodyEvent(StringBuilder text, string type, int envelopeCount)
    {
        text.Append($"\n### `{type}`\n\n");
        var own = CustodyEventReader.Describe(type).Skip(envelopeCount).ToList();
        WriteFields(text, own);
        var stored = Example.All(type).SelectMany(posted => Example.ReadWell(posted).Capture())
            .Select(item => $"`{EventTypes.NameOf(item.Event)}` in {item.Stream.Kind}").Distinct().Order(
                StringComparer.Ordinal);
        text.Append($"\nStored as {string.Join(", ", stored)}.\n");
    }

    private static void WriteFields(StringBuilder text, IReadOnlyList<FieldDescription> fields)
    {
        text.Append("| field | type | must be |\n|---|---|---|\n");
        WriteRows(text, fields, "");
    }

    private static void WriteRows(StringBuilder text, IReadOnlyList<FieldDescription> fields, string prefix)
    {
        foreach (var (name, kind, required) in fields)
        {
            var path = prefix + name + (kind.JsonType == "array" ? "[]" : "");
            var type = (kind.Format ?? kind.JsonType) + (kind.Unit is { } unit ? $", {unit}" : "");
            text.Append($"| `{path}` | {type} | {Must(kind, required)} |\n");
            WriteRows(text, kind.Members ?? [], path + ".");
        }
    }

    private static string Must(FieldKind kind, bool required)
    {
        var parts = new List<string>();
        if (required) parts.Add("**required**");
        if (kind.Codes is { } codes) parts.Add(string.Join(", ", codes.Select(code => $"`{code}`")));
        if (kind.Form is { } form) parts.Add(form);
        if (kind.MaxLength is { } length) parts.Add($"**sealed** text of at most {length} characters");
        if (kind is { Minimum: { } minimum, Maximum: { } maximum }) parts.Add($"{minimum} to {maximum}");
        else if (kind is { JsonType: "array", Maximum: { } most }) parts.Add($"at most {most} items");
        return string.Join("; ", parts);
    }

    private static IEnumerable<string> Members(string name)
    {
        var record = typeof(LedgerEvent).Assembly.GetTypes().Single(type => type is { IsAbstract: false }
            && type.IsSubclassOf(typeof(LedgerEvent)) && JsonNamingPolicy.SnakeCaseLower.ConvertName(type.Name) == name);
        return record.GetProperties().Where(property => property.Name != "EqualityContract").Select(property =>
            $"{Camel(property.Name)}{(IsOptional(property) ? "?" : "")}: {TypeName(property.PropertyType)}");
    }

    private static string Camel(string name) => JsonNamingPolicy.CamelCase.ConvertName(name);

    private static bool IsOptional(PropertyInfo property) =>
        Nullable.GetUnderlyingType(property.PropertyType) is not null
        || new NullabilityInfoContext().Create(property).ReadState == NullabilityState.Nullable;

    private static string TypeName(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } inner) return TypeName(inner);
        return type.IsGenericType && type.IsAssignableTo(typeof(IEnumerable))
            ? TypeName(type.GetGenericArguments()[0]) + "[]" : type.Name;
    }
}
