namespace Ledger.Domain.Values;

/// <summary>The stream an event belongs to: <c>kind:key</c>. Versions within it are contiguous from 1.</summary>
public readonly record struct StreamName(string Value)
{
    /// <summary>One calendar per ledger: <c>DayClosed</c> events.</summary>
    public static readonly StreamName Calendar = new("calendar");

    /// <summary>One per ledger: <c>HeadsRootTaken</c> events.</summary>
    public static readonly StreamName Heads = new("heads");

    public static StreamName Lot(LotId id) => new($"lot:{id.Value}");
    public static StreamName Tag(TagId id) => new($"tag:{id}");
    public static StreamName Sale(SaleId id) => new($"sale:{id.Value}");
    public static StreamName Movement(MovementId id) => new($"movement:{id.Value}");
    public static StreamName Run(RunId id) => new($"run:{id.Value}");
    public static StreamName Delivery(CustodyEventId id) => new($"delivery:{id}");
    public static StreamName CustodyEvent(CustodyEventId id) => new($"custody-event:{id}");

    public static StreamName Finding(Guid id) => new($"finding:{id:D}");
    public static StreamName Incident(Guid id) => new($"incident:{id:D}");
    public static StreamName Holder(PartyId id) => new($"holder:{id}");
    public static StreamName Seal(SealId id) => new($"seal:{id}");
    public static StreamName Certificate(CertificateId id) => new($"certificate:{id}");
    public static StreamName Smelter(SmelterId id) => new($"smelter:{id}");
    public static StreamName Heat(HeatId id) => new($"heat:{id}");
    public static StreamName Scale(ScaleId id) => new($"scale:{id}");
    public static StreamName TagBox(SiteId site, BoxId? box) =>
        new(box is { } label ? $"tag-box:{site}/{label}" : $"tag-box:{site}");
    public static StreamName SheetBook(string book) => new($"sheet-book:{book}");
    public static StreamName Untagged(CustodyEventId id) => new($"untagged:{id}");

    /// <summary>
    /// Answers stand apart from the finding's own stream, which its evaluator appends at the version read.
    /// </summary>
    public static StreamName FindingAnswer(FindingId id) => new($"finding-answer:{id}");

    /// <summary>
    /// Suspensions as somebody reported them; what the programme decides itself stands in its guarded streams.
    /// </summary>
    public static StreamName Suspension(SuspensionSubject subject) => new($"suspension:{subject}");

    public static StreamName TagSeries(string series) => new($"tag-series:{series}");
    public static StreamName Party(PartyId id) => new($"party:{id}");
    public static StreamName Membership(PartyId id) => new($"membership:{id}");
    public static StreamName Site(SiteId id) => new($"site:{id}");
    public static StreamName Area(AreaId id) => new($"area:{id}");

    /// <summary>What was erased of a custody event's or command's sealed parts.</summary>
    public static StreamName Erasure(CustodyEventId id) => new($"erasure:{id}");

    /// <summary>One dated set of settings per ledger.</summary>
    public static readonly StreamName Settings = new("settings");

    /// <summary>Streams appended at the version read after a decision; evidence never goes there.</summary>
    public bool IsGuarded => Kind is
        "tag-series" or "party" or "membership" or "site" or "area" or "baseline" or "hold" or "settings"
            or "incident" or "remediation" or "finding" or "erasure";

    /// <summary>The part before the colon.</summary>
    public ReadOnlySpan<char> Kind => Value.AsSpan(0, Value.IndexOf(':') is var colon and >= 0 ? colon : Value.Length);

    public override string ToString() => Value;
}
