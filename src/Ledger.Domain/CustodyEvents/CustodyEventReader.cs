using System.Collections.Frozen;
using System.Text.Json;
using Ledger.Domain.Json;
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
            ["sampled"] = Sampled.Read,
            ["assayed"] = Assayed.Read,
            ["sold"] = Sold.Read,
            ["sale-cancelled"] = CancelledSale.Read,
            ["title-passed"] = TitlePassed.Read,
            ["pledged"] = Pledged.Read,
            ["pledge-released"] = PledgeReleased.Read,
            ["received"] = Received.Read,
            ["dispatched"] = Dispatched.Read,
            ["arrived"] = Arrived.Read,
            ["seal-placed"] = PlacedSeal.Read,
            ["seal-broken"] = BrokenSeal.Read,
            ["tags-cut"] = CutTags.Read,
            ["processed"] = Processed.Read,
            ["stock-counted"] = CountedStock.Read,
            ["lots-lost"] = LostLots.Read,
            ["lots-recovered"] = RecoveredLots.Read,
            ["untagged-found"] = FoundUntagged.Read,
            ["consigned"] = Consigned.Read,
            ["certified"] = Certified.Read,
            ["certificate-refused"] = RefusedCertificate.Read,
            ["certificate-revoked"] = RevokedCertificate.Read,
            ["exported"] = Exported.Read,
            ["smelter-received"] = SmelterReceived.Read,
            ["smelted"] = Smelted.Read,
            ["shared"] = Shared.Read,
            ["finding-answered"] = AnsweredFinding.Read,
            ["corrected"] = Corrected.Read,
            ["tags-returned"] = ReturnedTags.Read,
            ["tag-voided"] = VoidedTags.Read,
            ["tag-lost"] = LostTags.Read,
            ["tag-stolen"] = StolenTags.Read,
            ["lock-box-counted"] = CountedLockBox.Read,
            ["sheet-voided"] = VoidedSheet.Read,
            ["scale-registered"] = RegisteredScale.Read,
            ["scale-calibrated"] = CalibratedScale.Read,
            ["check-weighed"] = CheckWeighed.Read,
            ["suspended"] = Suspended.Read,
            ["suspension-lifted"] = SuspensionLifted.Read,
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
    public static IReadOnlyList<FieldDescription> Describe(string type) =>
        Fields.Describe(fields => ReadAs(fields, type, default));

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

        if (!JsonText.IsWhole(posted))
        {
            errors.Add(new(path, Fields.NotText));
            return null;
        }

        var typed = posted.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String
            ? type.GetString() : null;
        if (typed is not null && Readers.ContainsKey(typed))
            return Fields.Read(posted, errors, fields => ReadAs(fields, typed, recordedBy), path);

        errors.Add(new(
            path.Length == 0 ? "type" : path + ".type",
            typed is null ? "is required" : $"must be one of {string.Join(", ", Types)}"));
        return null;
    }

    private static CustodyEvent ReadAs(Fields fields, string type, PartyId recordedBy) =>
        Readers[type](fields, CustodyEnvelope.Read(fields, type, recordedBy));
}
