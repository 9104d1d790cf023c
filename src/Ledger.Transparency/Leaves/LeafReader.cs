using System.Buffers.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Ledger.Transparency.Leaves;

/// <summary>Walks a leaf once: nine members in their order, no white space between. All else is no leaf.</summary>
internal ref struct LeafReader(ReadOnlyMemory<byte> leaf)
{
    private readonly ReadOnlySpan<byte> _leaf = leaf.Span;
    private int _position;

    public LeafContent Read()
    {
        if (!Utf8.IsValid(_leaf)) throw NotALeaf();
        try
        {
            var content = new LeafContent(
                Data: leaf[Value("{\"data\":"u8, JsonTokenType.StartObject)],
                Headers: leaf[Value(",\"headers\":"u8, JsonTokenType.StartObject)],
                Id: Id(Plain(",\"id\":"u8)),
                Prev: Prev(_leaf[Value(",\"prev\":"u8, JsonTokenType.String, JsonTokenType.Null)]),
                RecordedAt: RecordTime.TryParse(Plain(",\"recordedAt\":"u8), out var time) ? time : throw NotALeaf(),
                Seq: Number(",\"seq\":"u8, Leaf.MaxSeq),
                Stream: Text(",\"stream\":"u8),
                Type: Text(",\"type\":"u8),
                Version: (int)Number(",\"version\":"u8, int.MaxValue));
            if (!_leaf[_position..].SequenceEqual("}"u8)) throw NotALeaf();
            if (content.Prev is null != (content.Version == 1)) throw NotALeaf();
            return content;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw NotALeaf(exception); // broken JSON; a lone surrogate in stream or type
        }
    }

    /// <summary>Steps over one member and returns where its value stands.</summary>
    private Range Value(ReadOnlySpan<byte> name, JsonTokenType expected, JsonTokenType orElse = JsonTokenType.None)
    {
        if (!_leaf[_position..].StartsWith(name)) throw NotALeaf();
        _position += name.Length;

        var reader = new Utf8JsonReader(_leaf[_position..], isFinalBlock: false, state: default);
        var isWhole = reader.Read() && reader.TokenStartIndex == 0
            && (reader.TokenType == expected || reader.TokenType == orElse) && reader.TrySkip();
        if (!isWhole) throw NotALeaf();
        var start = _position;
        _position += (int)reader.BytesConsumed;
        return start.._position;
    }

    /// <summary>A string that has no need of escapes, without its quotes.</summary>
    private ReadOnlySpan<byte> Plain(ReadOnlySpan<byte> name) => _leaf[Value(name, JsonTokenType.String)][1..^1];

    private string Text(ReadOnlySpan<byte> name)
    {
        var reader = new Utf8JsonReader(_leaf[Value(name, JsonTokenType.String)]);
        reader.Read();
        return reader.GetString()!;
    }

    private long Number(ReadOnlySpan<byte> name, long max)
    {
        var digits = _leaf[Value(name, JsonTokenType.Number)];
        var isNumber = Utf8Parser.TryParse(digits, out long number, out var read) && read == digits.Length;
        return isNumber && number >= 1 && number <= max ? number : throw NotALeaf();
    }

    private readonly Guid Id(ReadOnlySpan<byte> text)
    {
        var isId = Utf8Parser.TryParse(text, out Guid id, out var read, 'D') && read == text.Length
            && !text.ContainsAnyInRange((byte)'A', (byte)'F');
        return isId ? id : throw NotALeaf();
    }

    private readonly LeafHash? Prev(ReadOnlySpan<byte> value)
    {
        if (value.SequenceEqual("null"u8)) return null;
        return LeafHash.TryParse(value[1..^1], out var hash) ? hash : throw NotALeaf();
    }

    private readonly FormatException NotALeaf(Exception? cause = null) =>
        new($"These bytes are not a leaf; read up to byte {_position} of {_leaf.Length}.", cause);
}
