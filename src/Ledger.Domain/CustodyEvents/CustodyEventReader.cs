using System.Collections.Frozen;
using System.Text.Json;
using Ledger.Domain.Values;

namespace Ledger.Domain.CustodyEvents;

/// <summary>Turns a posted JSON object into a typed custody event, or into everything that is wrong with it.</summary>
public static class CustodyEventReader
{
    private static readonly FrozenDictionary<string, Func<Fields, CustodyEnvelope, CustodyEvent>> Readers =
        new Dictionary<string, Func<Fields, CustodyEnvelope, CustodyEvent>>(StringComparer.Ordinal)
        {
            ["bagged"] = Bagged.Read,
            ["tagged"] = Tagged.Read,
            ["weighed"] = Weighed.Read,
            ["sold"] = Sold.Read,
            ["received"] = Received.Read,
            ["processed"] = Processed.Read,
            ["corrected"] = Corrected.Read,
        }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The custody event types there are, sorted.</summary>
    public static IReadOnlyList<string> Types { get; } = [.. Readers.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Reads one custody event posted by <paramref name="recordedBy"/>.</summary>
    /// <returns>The event and no errors, or no event and at least one error.</returns>
    public static (CustodyEvent? Event, IReadOnlyList<FieldError> Errors) Read(JsonElement posted, PartyId recordedBy)
    {
        var errors = new List<FieldError>();
        var custodyEvent = Read(posted, recordedBy, errors, path: "");
        return errors.Count == 0 ? (custodyEvent, errors) : (null, errors);
    }

    /// <summary>The fields of a type, envelope first, as its reader asks for them.</summary>
    public static IReadOnlyList<FieldDescription> Describe(string type) => Fields.Describe(fields => ReadAs(fields, type, default));

    internal static CustodyEvent? ReadReplacement(JsonElement posted, PartyId recordedBy, Fields parent)
    {
        var errors = new List<FieldError>();
        var replacement = Read(posted, recordedBy, errors, path: "replacement");
        foreach (var (field, message) in errors) parent.Error(field, message);
        return errors.Count == 0 ? replacement : null;
    }

    private static CustodyEvent? Read(JsonElement posted, PartyId recordedBy, List<FieldError> errors, string path)
    {
        if (posted.ValueKind != JsonValueKind.Object)
        {
            errors.Add(new(path, "must be a JSON object"));
            return null;
        }

        var typed = posted.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String ? type.GetString()! : null;
        if (typed is not null && Readers.ContainsKey(typed))
            return Fields.Read(posted, errors, fields => ReadAs(fields, typed, recordedBy), path);

        errors.Add(new(path.Length == 0 ? "type" : path + ".type",
            typed is null ? "is required" : $"must be one of {string.Join(", ", Types)}"));
        return null;
    }

    private static CustodyEvent ReadAs(Fields fields, string type, PartyId recordedBy) =>
        Readers[type](fields, CustodyEnvelope.Read(fields, type, recordedBy));
}
