using System.Globalization;
using System.Text.Json.Serialization;

namespace Ledger.Domain.Values;

/// <summary>
/// Consecutive tags of one series and kind, both ends included. The numbers have equal length and differ only in
/// trailing digits.
/// </summary>
public readonly record struct TagRange(string Series, TagKind Kind, string From, string To)
{
    /// <summary>The most tags a range may name.</summary>
    public const int Largest = 1_000_000;

    /// <summary>
    /// The range, or null when the numbers do not have a common form, run backwards, or are too many.
    /// </summary>
    public static TagRange? TryCreate(string series, TagKind kind, string from, string to)
    {
        if (!TagId.IsSeries(series) || !TagId.IsNumber(from) || !TagId.IsNumber(to) || from.Length != to.Length)
            return null;
        var prefix = PrefixLength(from);
        if (prefix == from.Length || PrefixLength(to) != prefix
            || !from.AsSpan(0, prefix).SequenceEqual(to.AsSpan(0, prefix)))
            return from == to ? new TagRange(series, kind, from, to) : null;
        if (from.Length - prefix > MostDigits) return null;
        var range = new TagRange(series, kind, from, to);
        return range.Count is >= 1 and <= Largest ? range : null;
    }

    [JsonIgnore]
    public long Count => From == To ? 1 : Ordinal(To) - Ordinal(From) + 1;

    public bool Contains(TagId tag) =>
        tag.Series == Series && tag.Kind == Kind && tag.Number.Length == From.Length
        && string.CompareOrdinal(tag.Number, From) >= 0 && string.CompareOrdinal(tag.Number, To) <= 0
        && tag.Number.AsSpan(0, PrefixLength(From)).SequenceEqual(From.AsSpan(0, PrefixLength(From)))
        && tag.Number.AsSpan(PrefixLength(From)).IndexOfAnyExceptInRange('0', '9') < 0;

    public bool Contains(TagRange other) => Contains(other.First) && Contains(other.Last);

    public bool Overlaps(TagRange other) => Contains(other.First) || Contains(other.Last) || other.Contains(First);

    /// <summary>How many tags of the other range are in this one.</summary>
    public long CountOf(TagRange other)
    {
        if (!Overlaps(other)) return 0;
        var from = string.CompareOrdinal(From, other.From) >= 0 ? From : other.From;
        var to = string.CompareOrdinal(To, other.To) <= 0 ? To : other.To;
        return (this with { From = from, To = to }).Count;
    }

    /// <summary>Every tag of it, in order.</summary>
    public IEnumerable<TagId> Tags()
    {
        if (From == To)
        {
            yield return First;
            yield break;
        }

        var digits = From.Length - PrefixLength(From);
        for (var number = Ordinal(From); number <= Ordinal(To); number++)
            yield return new(
                Series, Kind, From[..^digits] + number.ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0'));
    }

    public override string ToString() => $"{First}-{To}";

    [JsonIgnore]
    public TagId First => new(Series, Kind, From);

    [JsonIgnore]
    public TagId Last => new(Series, Kind, To);

    // 18 digits fit a long.
    private const int MostDigits = 18;

    private static int PrefixLength(string number) => number.AsSpan().LastIndexOfAnyExceptInRange('0', '9') + 1;

    private static long Ordinal(string number) =>
        long.Parse(number.AsSpan(PrefixLength(number)), NumberStyles.None, CultureInfo.InvariantCulture);
}
