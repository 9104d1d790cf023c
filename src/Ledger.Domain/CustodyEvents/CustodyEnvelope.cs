using System.Text.Json;
using Ledger.Domain.Json;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using NodaTime;

namespace Ledger.Domain.CustodyEvents;

/// <summary>What every custody event carries, whatever its type.</summary>
/// <param name="Id">Client-made UUID; the same id with the same content is the same record.</param>
/// <param name="Type">The custody event's type, for example <c>weighed</c>.</param>
/// <param name="RecordedBy">The caller's organisation; never read from the body.</param>
/// <param name="CapturedAt">When the recorder typed it in, if the device says so.</param>
/// <param name="DeviceSeq">The device's own counter: a gap means a record has not arrived yet.</param>
public sealed record CustodyEnvelope(
    CustodyEventId Id, string Type, PartyId RecordedBy, EventWhen When, OffsetDateTime? CapturedAt, Channel? Channel,
    string? DeviceId, long? DeviceSeq, Place? Place, SheetReference? Sheet, IReadOnlyList<PersonReference> People,
    IReadOnlyList<DocumentReference> Documents, IReadOnlyList<Countersignature> Countersigned, string? Note)
{
    /// <summary>Reads the members every custody event has; errors go to <paramref name="fields"/>.</summary>
    public static CustodyEnvelope Read(Fields fields, string type, PartyId recordedBy)
    {
        fields.Pattern("type", text => text == type, "the type of this custody event", required: true);
        var id = fields.Uuid("id", required: true);
        if (id == Guid.Empty) fields.Error("id", "must not be the empty UUID");
        var time = fields.Time("eventTime", required: true);
        var precision = fields.Code<TimePrecision>("timePrecision") ?? TimePrecision.Minute;
        return new(
            new(id ?? default), type, recordedBy, time is { } at ? new(at, precision) : default(EventWhen),
            fields.Time("capturedAt"), fields.Code<Channel>("channel"), fields.Label("deviceId"),
            fields.Whole("deviceSeq", 0, int.MaxValue), fields.Object("place", Values.Place.Read),
            fields.Object("sheet", SheetReference.Read), fields.List("people", PersonReference.Read, max: 50),
            fields.List("documents", DocumentReference.Read, max: 50),
            fields.List("countersigned", Countersignature.Read, max: 10), fields.Text("note", maxLength: 4_000));
    }

    /// <summary>The open part, as the headers of the ledger event with that ordinal.</summary>
    public EventHeaders Headers(int ordinal) => new()
    {
        CustodyEvent = Id,
        CustodyType = Type,
        Ordinal = ordinal,
        RecordedBy = RecordedBy,
        CapturedAt = CapturedAt,
        Channel = Channel,
        DeviceId = DeviceId,
        DeviceSeq = DeviceSeq,
        Place = Place is { } place && place.HasOpenPart ? place.OpenPart : null,
        Sheet = Sheet,
        Documents = Documents.Count == 0 ? null : [.. Documents.Select(document => document.OpenPart)],
        Countersigned = Countersigned.Count == 0 ? null : Countersigned,
    };

    /// <summary>People, positions, document names and free text.</summary>
    public IEnumerable<SealedPart> Sealed()
    {
        if (People.Count > 0)
            yield return SealedPart.Of(SealedKind.People, People, LedgerJson.Default.IReadOnlyListPersonReference);
        if (Place?.Position is { } position)
            yield return SealedPart.Of(SealedKind.Position, position, LedgerJson.Default.GeoPosition);
        if (Documents.Any(document => document.Name is not null))
            yield return SealedPart.Of(SealedKind.DocumentNames, [.. Documents.Select(document => document.Name)],
                LedgerJson.Default.IReadOnlyListString);
        if (Note is not null) yield return SealedPart.Of(SealedKind.Note, Note, LedgerJson.Default.String);
    }
}

/// <summary>A part of a custody event that is not open: its kind decides who may read it and what erases it.</summary>
/// <param name="Json">UTF-8 JSON, not yet canonical.</param>
public sealed record SealedPart(SealedKind Kind, byte[] Json)
{
    public static SealedPart Of<T>(
        SealedKind kind, T body, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type) =>
        new(kind, JsonSerializer.SerializeToUtf8Bytes(body, type));
}
