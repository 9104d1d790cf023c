using System.Collections.Frozen;
using Ledger.Api.Auth;
using Ledger.Api.Pages.House;
using Ledger.Domain.CustodyEvents;

namespace Ledger.Api.Pages.Desk;

/// <summary>The form for one type of custody event.</summary>
/// <param name="Main">What is asked at once: what is required, and what mostly belongs to it.</param>
/// <param name="Further">What may be said besides.</param>
/// <param name="About">About the record rather than what happened: sheet, people, countersignatures, a note.</param>
public sealed record RecordForm(string Type, IReadOnlyList<Ask> Main, IReadOnlyList<Ask> Further, IReadOnlyList<Ask> About)
{
    // What a person at a desk has no answer to: the page says type, id and when it was typed; positions and devices are a phone's, and
    // documents are told by their hashes, which programs make.
    private static readonly string[] NotAsked = ["type", "id", "capturedAt", "deviceId", "deviceSeq", "place", "documents"];

    private static readonly string[] AboutRecord = ["channel", "sheet", "people", "countersigned", "note"];

    // Not required by the ledger, yet what the sheet before the recorder nearly always says.
    private static readonly FrozenDictionary<string, string[]> AlsoMain = new Dictionary<string, string[]>
    {
        ["arrived"] = ["movementId", "from"],
        ["assayed"] = ["analytes", "moisturePct"],
        ["bagged"] = ["tag", "weighing", "holder"],
        ["certified"] = ["gradePct"],
        ["consigned"] = ["lotId", "mineral"],
        ["dispatched"] = ["carrier"],
        ["exported"] = ["netKg", "method", "certificate"],
        ["processed"] = ["facility"],
        ["received"] = ["from", "saleId"],
        ["sale-cancelled"] = ["saleId", "lots"],
        ["smelter-received"] = ["from", "analytes", "moisturePct"],
        ["tagged"] = ["lotId", "replaces", "reason"],
        ["tags-cut"] = ["tags", "lots", "reason"],
        ["title-passed"] = ["saleId", "lots"],
        ["pledged"] = ["saleId", "lots"],
        ["pledge-released"] = ["saleId", "lots"],
        ["suspended"] = ["siteId", "area", "country", "partyId"],
        ["suspension-lifted"] = ["siteId", "area", "country", "partyId"],
        ["tag-lost"] = ["to"],
        ["tag-stolen"] = ["to"],
        ["tag-voided"] = ["to"],
        ["tags-returned"] = ["to"],
        ["untagged-found"] = ["netKg", "method", "mineral"],
        ["weighed"] = ["scaleId"],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Types by where in the chain they belong, in the order things happen.</summary>
    public static IReadOnlyList<(string Group, IReadOnlyList<string> Types)> Groups { get; } =
    [
        ("mine", ["bagged", "tagged", "weighed"]),
        ("trade", ["sold", "received", "sale-cancelled", "title-passed", "pledged", "pledge-released", "shared"]),
        ("transport", ["dispatched", "arrived", "seal-placed", "seal-broken"]),
        ("processing", ["processed", "tags-cut", "sampled", "assayed"]),
        ("stock", ["stock-counted", "lots-lost", "lots-recovered", "untagged-found"]),
        ("export", ["consigned", "certified", "certificate-refused", "certificate-revoked", "exported"]),
        ("smelter", ["smelter-received", "smelted"]),
        ("tags", ["tags-returned", "tag-voided", "tag-lost", "tag-stolen", "lock-box-counted", "sheet-voided"]),
        ("scales", ["scale-registered", "scale-calibrated", "check-weighed"]),
        ("orders", ["suspended", "suspension-lifted"]),
    ];

    private static readonly FrozenDictionary<string, RecordForm> ByType = Groups.SelectMany(group => group.Types)
        .ToFrozenDictionary(type => type, Make, StringComparer.Ordinal);

    /// <summary>All it asks for.</summary>
    public IEnumerable<Ask> All => Main.Concat(Further).Concat(About);

    /// <summary>Whether a field wants a tag: then the form asks for the series of bare numbers.</summary>
    public bool HasTags => All.Any(HasTag);

    /// <summary>The form of a type, whoever may post it; null where there is none.</summary>
    public static RecordForm? Of(string type) => ByType.GetValueOrDefault(type);

    /// <summary>The form; null where there is none for that type, or the reader may not post it.</summary>
    public static RecordForm? For(string type, Reader? reader) =>
        ByType.TryGetValue(type, out var form) && reader?.MayPost(type) is true ? form : null;

    /// <summary>The types a reader may post by form.</summary>
    public static IEnumerable<(string Group, IReadOnlyList<string> Types)> OpenTo(Reader reader) =>
        from @group in Groups
        let open = @group.Types.Where(type => For(type, reader) is not null).ToList()
        where open.Count > 0
        select (@group.Group, (IReadOnlyList<string>)open);

    private static bool HasTag(Ask ask) =>
        ask.Kind is AskKind.Lot or AskKind.Tag or AskKind.Lots or AskKind.Tags || ask.Members.Any(HasTag);

    private static RecordForm Make(string type)
    {
        var asks = Ask.Of(CustodyEventReader.Describe(type)).Where(ask => !NotAsked.Contains(ask.Name)).ToList();
        var said = AlsoMain.GetValueOrDefault(type, []);
        var own = asks.Where(ask => !AboutRecord.Contains(ask.Name)).ToList();
        var main = own.Where(ask => ask.IsRequired || ask.Kind == AskKind.Rows || said.Contains(ask.Name)).ToList();
        return new(
            type, [.. main.OrderBy(ask => ask.Kind is AskKind.Rows)], [.. own.Except(main)],
            [.. asks.Where(ask => AboutRecord.Contains(ask.Name))]);
    }
}
