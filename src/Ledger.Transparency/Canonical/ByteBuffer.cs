using System.Buffers;

namespace Ledger.Transparency.Canonical;

/// <summary>A growing run of bytes on a pooled array. A mutable struct: pass it by reference.</summary>
internal struct ByteBuffer(int capacity) : IDisposable
{
    private byte[] _array = ArrayPool<byte>.Shared.Rent(capacity);

    public int Length { get; private set; }

    public readonly byte[] Array => _array;

    public readonly Span<byte> Written => _array.AsSpan(0, Length);

    public void Append(byte value)
    {
        if (Length == _array.Length) Grow(1);
        _array[Length++] = value;
    }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Reserve(bytes.Length));
        Length += bytes.Length;
    }

    /// <summary>At least that many bytes to write to; <see cref="Advance"/> makes them count.</summary>
    public Span<byte> Reserve(int count)
    {
        if (_array.Length - Length < count) Grow(count);
        return _array.AsSpan(Length);
    }

    public void Advance(int count) => Length += count;

    public readonly void Dispose() => ArrayPool<byte>.Shared.Return(_array);

    private void Grow(int count)
    {
        var doubled = (int)Math.Min(2L * Length, System.Array.MaxLength);
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(Length + count, doubled));
        Written.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_array);
        _array = larger;
    }
}
