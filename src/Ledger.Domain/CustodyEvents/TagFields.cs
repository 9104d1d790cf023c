using Ledger.Domain.Values;

namespace Ledger.Domain.CustodyEvents;

/// <summary>How the custody events name tags and ranges of tags.</summary>
internal static class TagFields
{
    public static TagId? Tag(this Fields fields, string name, bool required = false) =>
        fields.Object<TagId?>(name, ReadTag, required);

    /// <summary>A list of tags, none twice.</summary>
    public static IReadOnlyList<TagId> Tags(this Fields fields, string name)
    {
        IReadOnlyList<TagId> tags = [.. fields.List<TagId?>(name, ReadTag).OfType<TagId>()];
        fields.RequireDistinct(name, tags, tag => tag);
        return tags;
    }

    public static string? TagSeries(this Fields fields) =>
        fields.Pattern("series", TagId.IsSeries, "1 to 32 letters, digits, '.', '_' or '-'", required: true);

    /// <summary><c>series</c>, <c>kind</c>, <c>from</c> and <c>to</c>; without <c>to</c> one tag.</summary>
    public static TagRange? TagRange(this Fields fields, int most = Values.TagRange.Largest)
    {
        var series = fields.TagSeries();
        var kind = fields.Code<TagKind>("kind", required: true);
        var from = fields.TagNumber("from", required: true);
        var to = fields.TagNumber("to", required: false);
        if (series is null || kind is not { } known || from is null) return null;
        var range = Values.TagRange.TryCreate(series, known, from, to ?? from);
        if (range is null) fields.Error("to", "must have the form of from and not come before it");
        else if (range.Value.Count > most) fields.Error("to", $"must name at most {most} tags in one record");
        return range;
    }

    private static string? TagNumber(this Fields fields, string name, bool required) =>
        fields.Pattern(name, TagId.IsNumber, "1 to 20 letters or digits", required);

    private static TagId? ReadTag(Fields fields)
    {
        var series = fields.TagSeries();
        var kind = fields.Code<TagKind>("kind", required: true);
        var number = fields.TagNumber("number", required: true);
        return series is not null && kind is { } known && number is not null ? new TagId(series, known, number) : null;
    }
}
