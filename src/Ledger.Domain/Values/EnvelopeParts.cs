using System.Text.Json.Serialization;
using Ledger.Domain.CustodyEvents;
using Ledger.Domain.Json;

namespace Ledger.Domain.Values;

/// <summary>What kind of sealed part it is. Stored: add only at the end.</summary>
[JsonConverter(typeof(CodeJsonConverter<SealedKind>))]
public enum SealedKind { People, Position, DocumentNames, Note, Commercial, Vehicle, KeyHolders, Answer, PartyDetails }

/// <summary>Why a sealed part was erased. Stored: add only at the end.</summary>
[JsonConverter(typeof(CodeJsonConverter<ErasureReason>))]
public enum ErasureReason { AskedByPerson, TermOver, RecordedByMistake, OrderedByAuthority }

/// <summary>Where it happened: a site, a party's premises, or a position (which is sealed).</summary>
public sealed record Place(SiteId? SiteId, PartyId? PartyId, PlaceSource? Source, GeoPosition? Position)
{
    [JsonIgnore]
    public bool HasOpenPart => SiteId is not null || PartyId is not null;

    [JsonIgnore]
    public Place OpenPart => this with { Position = null };

    public static Place Read(Fields fields)
    {
        var lat = fields.Number("lat", -90, 90, decimals: 7);
        var lon = fields.Number("lon", -180, 180, decimals: 7);
        var accuracy = fields.Number("accuracyM", 0, 1_000_000, decimals: 1);
        fields.RequireTogether("lat", "lon");
        var position = lat is { } latitude && lon is { } longitude
            ? new GeoPosition(latitude, longitude, accuracy) : null;
        fields.RequireOneOf("siteId", "partyId", "lat");
        return new(fields.Id<SiteId>("siteId"), fields.Id<PartyId>("partyId"), fields.Code<PlaceSource>("source"),
            position);
    }
}

/// <summary>WGS 84 degrees; accuracy in metres where the device says it.</summary>
public sealed record GeoPosition(decimal Lat, decimal Lon, decimal? AccuracyM);

/// <summary>A line of a paper sheet; book and number as printed.</summary>
public sealed record SheetReference(string Book, string Number, long? Line)
{
    public static SheetReference Read(Fields fields) => new(
        fields.Label("book", required: true) ?? "", fields.Label("number", required: true) ?? "",
        fields.Whole("line", 1, 10_000));
}

/// <summary>A person, by an opaque reference of the recorder's own. Always sealed.</summary>
public sealed record PersonReference(string Role, string Ref)
{
    public static PersonReference Read(Fields fields) => new(
        fields.Text("role", required: true, maxLength: 50) ?? "", fields.Text("ref", required: true) ?? "");
}

/// <summary>A document by its hash; its name is sealed.</summary>
/// <param name="Sha256">64 lowercase hexadecimal digits.</param>
public sealed record DocumentReference(string Sha256, string MediaType, string? Name)
{
    [JsonIgnore]
    public DocumentReference OpenPart => this with { Name = null };

    public static DocumentReference Read(Fields fields) => new(
        fields.Pattern("sha256", IsSha256, "64 lowercase hexadecimal digits", required: true) ?? "",
        fields.Pattern("mediaType", IsMediaType, "a media type such as application/pdf", required: true) ?? "",
        fields.Text("name"));

    private static bool IsSha256(string text) => text.Length == 64 && text.All(char.IsAsciiHexDigitLower);

    private static bool IsMediaType(string text) =>
        text.Length <= 100 && text.IndexOf('/') is > 0 and var slash && slash < text.Length - 1
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '.' or '+' or '-' or '_');
}

/// <summary>How a party without an account stood by what another recorded. Shown as "one recorder".</summary>
public sealed record Countersignature(PartyId Party, CountersignedHow How)
{
    public static Countersignature? Read(Fields fields)
    {
        var party = fields.Id<PartyId>("party", required: true);
        var how = fields.Code<CountersignedHow>("how", required: true);
        return party is { } id && how is { } means ? new(id, means) : null;
    }
}
