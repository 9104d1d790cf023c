using System.Buffers.Binary;

namespace Ledger.Testing;

/// <summary>
/// Counts messages of some types in one direction of a PostgreSQL connection, however the bytes are cut up
/// (protocol 3.0: a type byte, then a length that counts itself; a client's first message has no type).
/// </summary>
internal sealed class WireMessages(ReadOnlyMemory<byte> counted, bool isClient)
{
    private const int LengthBytes = 4;
    private readonly byte[] _header = new byte[1 + LengthBytes];
    private int _headerRead = isClient ? 1 : 0;
    private int _bodyLeft;
    private bool _isCounted = isClient;

    /// <summary>Messages of those types that are through, with the one that opens the connection.</summary>
    public int Count { get; private set; }

    /// <summary>True if the last byte was the last one of a message that counts.</summary>
    public bool EndsWithCounted { get; private set; }

    public void Add(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var part = Math.Min(bytes.Length, _headerRead < _header.Length ? _header.Length - _headerRead : _bodyLeft);
            if (_headerRead < _header.Length) ReadHeader(bytes[..part]);
            else _bodyLeft -= part;
            bytes = bytes[part..];
            if (_headerRead == _header.Length && _bodyLeft == 0) EndMessage();
            else EndsWithCounted = false;
        }
    }

    private void ReadHeader(ReadOnlySpan<byte> part)
    {
        part.CopyTo(_header.AsSpan(_headerRead));
        _headerRead += part.Length;
        if (_headerRead < _header.Length) return;
        _isCounted |= counted.Span.Contains(_header[0]);
        _bodyLeft = BinaryPrimitives.ReadInt32BigEndian(_header.AsSpan(1)) - LengthBytes;
    }

    private void EndMessage()
    {
        if (_isCounted) Count++;
        (EndsWithCounted, _isCounted, _headerRead) = (_isCounted, false, 0);
    }
}
