using System.Text.Json.Serialization;
using Ledger.Domain.Json;

namespace Ledger.Domain.Values;

/// <summary>
/// A programme tag. Numbers are short and come round again, so the identity is series, kind and number.
/// </summary>
/// <param name="Series">Whose numbering it is, for example a country and programme; letters, digits, '.', '_',
/// '-'.</param>
/// <param name="Kind">mine, negociant or tailings.</param>
/// <param name="Number">The number as printed: 1 to 20 letters and digits.</param>
public readonly record struct TagId(string Series, TagKind Kind, string Number) : IComparable<TagId>
{
    /// <summary>The tag, or null when a part does not have its form.</summary>
    public static TagId? TryCreate(string series, TagKind kind, string number) =>
        IsSeries(series) && IsNumber(number) ? new TagId(series, kind, number) : null;

    /// <summary>Reads <c>series/kind/number</c>; null when it does not have that form.</summary>
    public static TagId? TryParse(string text)
    {
        var parts = text.Split('/');
        return parts.Length == 3 && Code<TagKind>.Find(parts[1]) is { } kind
            ? TryCreate(parts[0], kind, parts[2]) : null;
    }

    public static bool IsSeries(string text) => text.Length <= 32 && IdForm.IsName(text);

    public static bool IsNumber(string text) => text.Length is >= 1 and <= 20 && text.All(char.IsAsciiLetterOrDigit);

    public int CompareTo(TagId other)
    {
        var bySeries = string.CompareOrdinal(Series, other.Series);
        if (bySeries != 0) return bySeries;
        return Kind != other.Kind ? Kind.CompareTo(other.Kind) : string.CompareOrdinal(Number, other.Number);
    }

    /// <summary>The form in paths and stream names: <c>series/kind/number</c>.</summary>
    public override string ToString() => $"{Series}/{Code<TagKind>.Name(Kind)}/{Number}";
}

/// <summary>A lot as the recorder could name it: by its id, or by the tag it wears.</summary>
public readonly record struct LotReference
{
    [JsonConstructor]
    public LotReference(LotId? lotId, TagId? tag) => (LotId, Tag) = (lotId, tag);

    public LotReference(LotId lotId) => LotId = lotId;

    public LotReference(TagId tag) => Tag = tag;

    public LotId? LotId { get; }

    public TagId? Tag { get; }

    /// <summary>
    /// The stream an event about this lot goes to: the lot's, or the tag's when only the tag is known.
    /// </summary>
    [JsonIgnore]
    public StreamName Stream => LotId is { } lot ? StreamName.Lot(lot) : StreamName.Tag(Tag!.Value);

    public override string ToString() => LotId?.Value ?? Tag!.Value.ToString();
}
