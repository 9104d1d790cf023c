using System.Text.Json.Serialization;

namespace Ledger.Domain.Values;

/// <summary>
/// The client-made id of one custody event (UUID): the key of idempotency, and the correlation id of what is stored.
/// </summary>
[JsonConverter(typeof(Json.CustodyEventIdJsonConverter))]
public readonly record struct CustodyEventId(Guid Value) : IComparable<CustodyEventId>
{
    /// <summary>
    /// The id of the ledger event with that ordinal (from 0): UUIDv5 of this id and the ordinal's four big-endian
    /// bytes.
    /// </summary>
    public Guid LedgerEventId(int ordinal)
    {
        Span<byte> name = stackalloc byte[4];
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(name, ordinal);
        return Uuid5.Create(Value, name);
    }

    public int CompareTo(CustodyEventId other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString("D");
}
