namespace Ledger.Domain.Values;

/// <summary>The stream an event belongs to: <c>kind:key</c>. Versions within it are contiguous from 1.</summary>
public readonly record struct StreamName(string Value)
{
    /// <summary>One calendar per ledger: <c>DayClosed</c> events.</summary>
    public static readonly StreamName Calendar = new("calendar");

    public static StreamName Lot(LotId id) => new($"lot:{id.Value}");
    public static StreamName Tag(TagId id) => new($"tag:{id}");
    public static StreamName Sale(SaleId id) => new($"sale:{id.Value}");
    public static StreamName Movement(MovementId id) => new($"movement:{id.Value}");
    public static StreamName Run(RunId id) => new($"run:{id.Value}");
    public static StreamName Delivery(CustodyEventId id) => new($"delivery:{id}");
    public static StreamName CustodyEvent(CustodyEventId id) => new($"custody-event:{id}");

    public static StreamName Finding(Guid id) => new($"finding:{id:D}");
    public static StreamName Incident(Guid id) => new($"incident:{id:D}");

    /// <summary>The part before the colon.</summary>
    public ReadOnlySpan<char> Kind => Value.AsSpan(0, Value.IndexOf(':') is var colon and >= 0 ? colon : Value.Length);

    public override string ToString() => Value;
}
