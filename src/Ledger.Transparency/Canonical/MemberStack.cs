using System.Buffers;

namespace Ledger.Transparency.Canonical;

/// <summary>The members of all objects that are open, innermost last, on a pooled array. A mutable struct.</summary>
internal struct MemberStack() : IDisposable
{
    private Member[] _members = ArrayPool<Member>.Shared.Rent(64);

    public int Count { get; private set; }

    public void Push(in Member member)
    {
        if (Count == _members.Length) Grow();
        _members[Count++] = member;
    }

    /// <summary>Closes an object whose members are in order.</summary>
    public void PopTo(int first) => Count = first;

    /// <summary>True if the two members on top are in order; the names are in the buffer.</summary>
    public readonly bool IsTopInOrder(byte[] buffer) =>
        new MemberOrder(buffer).Compare(_members[Count - 2], _members[Count - 1]) < 0;

    /// <summary>
    /// Puts the members from <paramref name="first"/> on in order, in the buffer too, where they stand one after the
    /// other with commas between.
    /// </summary>
    /// <exception cref="CanonicalJsonException">Two have the same name.</exception>
    public readonly void Sort(int first, byte[] buffer)
    {
        var members = _members.AsSpan(first, Count - first);
        var (start, end) = (members[0].Start, members[^1].End);
        var order = new MemberOrder(buffer);
        order.Sort(members);
        for (var i = 1; i < members.Length; i++)
        {
            if (order.Compare(members[i - 1], members[i]) == 0)
            {
                throw JsonErrors.Duplicate(members[i - 1], members[i], buffer);
            }
        }

        var scratch = ArrayPool<byte>.Shared.Rent(end - start);
        buffer.AsSpan(start, end - start).CopyTo(scratch);
        var position = start;
        foreach (var member in members)
        {
            if (position > start) buffer[position++] = (byte)',';
            var bytes = scratch.AsSpan(member.Start - start, member.End - member.Start);
            bytes.CopyTo(buffer.AsSpan(position));
            position += bytes.Length;
        }
        ArrayPool<byte>.Shared.Return(scratch);
    }

    public readonly void Dispose() => ArrayPool<Member>.Shared.Return(_members, clearArray: true);

    private void Grow()
    {
        var larger = ArrayPool<Member>.Shared.Rent(_members.Length * 2);
        _members.CopyTo(larger, 0);
        Dispose();
        _members = larger;
    }
}
