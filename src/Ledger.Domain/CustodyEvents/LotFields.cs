using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;

namespace Ledger.Domain.CustodyEvents;

/// <summary>How the custody events name lots, tags and what was found in them.</summary>
internal static class LotFields
{
    /// <summary>The lot this object is about: <c>lotId</c> or <c>tag</c>, one of them.</summary>
    public static LotReference? Lot(this Fields fields, bool required = true)
    {
        var lotId = fields.Id<LotId>("lotId");
        var tag = fields.Tag("tag");
        if (lotId is not null && tag is not null)
            fields.Error("tag", "must not stand beside lotId: name the lot one way");
        if (lotId is { } id) return new LotReference(id);
        if (tag is { } worn) return new LotReference(worn);
        if (required) fields.RequireOneOf("lotId", "tag");
        return null;
    }

    /// <summary>A list of lots, each by id or tag, none twice.</summary>
    public static IReadOnlyList<LotReference> Lots(this Fields fields, string name)
    {
        IReadOnlyList<LotReference> lots =
            [.. fields.List<LotReference?>(name, line => line.Lot()).OfType<LotReference>()];
        fields.RequireDistinct(name, lots, lot => lot);
        return lots;
    }

    /// <summary>Two parties that must not be one and the same.</summary>
    public static (PartyId First, PartyId Second) TwoParties(this Fields fields, string first, string second)
    {
        var one = fields.Id<PartyId>(first, required: true);
        var other = fields.Id<PartyId>(second, required: true);
        if (one is not null && one == other) fields.Error(second, $"must be another party than {first}");
        return (one ?? default, other ?? default);
    }

    /// <summary>At least one lot, each by id or tag, none twice.</summary>
    public static IReadOnlyList<LotItem> Items(this Fields fields, string name, Func<Fields, LotItem?> read)
    {
        var items = fields.List(name, read, required: true);
        fields.RequireDistinct(name, items, item => item.Lot);
        return items;
    }

    /// <summary>A lot as one line of a sheet: <c>netKg</c> and <c>method</c> come together.</summary>
    public static LotItem? Item(Fields fields)
    {
        var lot = fields.Lot();
        var (net, method) = fields.OptionalMass();
        return lot is { } reference ? new(reference, net, method, TagIntact: null) : null;
    }

    public static LotItem? ReceivedItem(Fields fields)
    {
        var intact = fields.Flag("tagIntact");
        return Item(fields) is { } item ? item with { TagIntact = intact } : null;
    }

    /// <summary>
    /// <c>netKg</c> with how it came to be known; a mass without a method is taken as copied from the sheet.
    /// </summary>
    public static (Mass? NetKg, WeighingMethod? Method) OptionalMass(this Fields fields)
    {
        var net = fields.Mass("netKg");
        var method = fields.Code<WeighingMethod>("method");
        if (net is not null && method is WeighingMethod.NotWeighed)
            fields.Error("method", "is not-weighed, yet netKg is given");
        return (net, net is null ? method : method ?? WeighingMethod.CopiedFromSheet);
    }

    /// <summary><c>netKg</c> with how it came to be known, both required.</summary>
    public static (Mass NetKg, WeighingMethod Method) RequiredMass(this Fields fields)
    {
        var net = fields.Mass("netKg", required: true);
        var method = fields.Code<WeighingMethod>("method", required: true);
        if (method is WeighingMethod.NotWeighed)
            fields.Error("method", "is not-weighed, yet netKg is required: say estimated");
        return (net ?? default, method ?? default);
    }

    public static IReadOnlyList<Analyte>? Analytes(this Fields fields, string name = "analytes")
    {
        var analytes = fields.List(name, ReadAnalyte, max: 40);
        fields.RequireDistinct(name, analytes, analyte => analyte.Name);
        return analytes.Count == 0 ? null : analytes;
    }

    /// <summary>An id the recorder makes: it must lie under the recorder's own prefix.</summary>
    public static T? OwnId<T>(this Fields fields, string name, PartyId recordedBy)
        where T : struct, ITextId<T>, IPartyScopedId
    {
        var id = fields.Id<T>(name);
        if (id is { } made && made.Creator != recordedBy)
            fields.Error(name, $"must begin with your own party id, {recordedBy}:");
        return id;
    }

    /// <summary>
    /// The id for something the caller gave none: made from the custody event, never from a tag, so that a mistyped
    /// number cannot merge two bags.
    /// </summary>
    public static string MadeFrom(CustodyEnvelope envelope, int? line = null) =>
        line is { } number ? $"{envelope.RecordedBy}:{envelope.Id}.{number}" : $"{envelope.RecordedBy}:{envelope.Id}";

    private static Analyte? ReadAnalyte(Fields fields)
    {
        var name = fields.Pattern("name", IsAnalyte, "an analyte such as Sn or Ta2O5", required: true);
        var pct = fields.Pct("pct", required: true);
        return name is not null && pct is { } percent ? new(name, percent) : null;
    }

    private static bool IsAnalyte(string text) => text.Length is >= 1 and <= 20 && text.All(char.IsAsciiLetterOrDigit);
}
