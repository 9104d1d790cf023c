using System.Buffers;

namespace Ledger.Transparency.Canonical;

/// <summary>A growing run of bytes on a pooled array. A mutable struct: keep it in one place, pass it by reference.</summary>
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

    /// <summary>At least <paramref name="count"/> bytes to write to; they count only once <see cref="Advance"/> says so.</summary>
    public Span<byte> Reserve(int count)
    {
        if (_array.Length - Length < count) Grow(count);
        return _array.AsSpan(Length);
    }

    public void Advance(int count) => Length += count;

    public readonly void Dispose() => ArrayPool<byte>.Shared.Return(_array);

    private void Grow(int count)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(Length + count, (int)Math.Min(2L * Length, System.Array.MaxLength)));
        Written.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_array);
        _array = larger;
    }
}
