using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;

namespace Ledger.Transparency.Canonical;

/// <summary>
/// One run over one document. Members are written in the order they come; an object whose names turn out not to be
/// sorted is put in order when it closes.
/// </summary>
internal ref struct CanonicalWriter
{
    private readonly ReadOnlySpan<byte> _input;
    private readonly bool _isStrict;
    private Utf8JsonReader _reader;
    private ByteBuffer _output;
    private MemberStack _members = new();

    public CanonicalWriter(ReadOnlySpan<byte> input, JsonRules rules)
    {
        _input = input;
        _isStrict = rules == JsonRules.Strict;
        _reader = new Utf8JsonReader(input, new JsonReaderOptions { MaxDepth = _isStrict ? 32 : 64 });
        _output = new ByteBuffer(input.Length + CanonicalNumber.MaxLength);
    }

    /// <summary>The canonical bytes; they live until <see cref="Dispose"/>.</summary>
    public ReadOnlySpan<byte> Run()
    {
        if (!Utf8.IsValid(_input)) throw JsonErrors.InvalidUtf8(_input);
        try
        {
            _reader.Read();
            WriteValue();
            _reader.Read(); // throws if anything but white space follows
            return _output.Written;
        }
        catch (JsonException exception)
        {
            throw JsonErrors.InvalidJson(_input, exception);
        }
    }

    public readonly void Dispose()
    {
        _output.Dispose();
        _members.Dispose();
    }

    private void WriteValue()
    {
        switch (_reader.TokenType)
        {
            case JsonTokenType.StartObject: WriteObject(); break;
            case JsonTokenType.StartArray: WriteArray(); break;
            case JsonTokenType.String: WriteString(); break;
            case JsonTokenType.Number: WriteNumber(); break;
            default: _output.Append(_reader.ValueSpan); break; // true, false, null
        }
    }

    private void WriteObject()
    {
        _output.Append((byte)'{');
        var (first, isSorted) = (_members.Count, true);
        while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            if (_members.Count > first) _output.Append((byte)',');
            WriteMember();
            isSorted &= _members.Count == first + 1 || _members.IsTopInOrder(_output.Array);
        }
        if (!isSorted) _members.Sort(first, _output.Array);
        _members.PopTo(first);
        _output.Append((byte)'}');
    }

    private void WriteMember()
    {
        var (start, offset) = (_output.Length, (int)_reader.TokenStartIndex);
        var unescapedName = WriteString();
        var nameLength = _output.Length - start - 2;
        var prefix = MemberOrder.Prefix(unescapedName ?? _output.Written.Slice(start + 1, nameLength));
        _output.Append((byte)':');
        _reader.Read();
        WriteValue();
        _members.Push(new Member(start, nameLength, _output.Length, offset, prefix, unescapedName));
    }

    private void WriteArray()
    {
        _output.Append((byte)'[');
        for (var isFirst = true; _reader.Read() && _reader.TokenType != JsonTokenType.EndArray; isFirst = false)
        {
            if (!isFirst) _output.Append((byte)',');
            WriteValue();
        }
        _output.Append((byte)']');
    }

    /// <summary>Writes the string the reader stands at; what was escaped is returned as the bytes it means.</summary>
    private byte[]? WriteString()
    {
        _output.Append((byte)'"');
        var unescaped = _reader.ValueIsEscaped ? Unescape() : null;
        if (unescaped is null) _output.Append(_reader.ValueSpan); // JSON without escapes needs none
        else CanonicalString.Append(ref _output, unescaped);
        _output.Append((byte)'"');
        return unescaped;
    }

    private readonly byte[] Unescape()
    {
        var bytes = new byte[_reader.ValueSpan.Length];
        try
        {
            Array.Resize(ref bytes, _reader.CopyString(bytes));
        }
        catch (InvalidOperationException exception)
        {
            throw new CanonicalJsonException(_reader.TokenStartIndex, "A string has a lone surrogate.", exception);
        }
        if (_isStrict && bytes.Contains((byte)0)) throw Refused("U+0000 may not stand in a string.");
        return bytes;
    }

    private void WriteNumber()
    {
        var token = _reader.ValueSpan;
        if (CanonicalNumber.IsCanonical(token))
        {
            _output.Append(token);
            return;
        }
        var value = double.Parse(token, NumberStyles.Float, CultureInfo.InvariantCulture);
        if (!double.IsFinite(value)) throw Refused("A number is too large.");
        if (_isStrict)
        {
            var digits = CanonicalNumber.SignificantDigits(token);
            if (digits > 15) throw Refused("A number has more than 15 significant digits.");
            if (digits > 0 && !double.IsNormal(value)) throw Refused("A number is too small.");
        }
        _output.Advance(CanonicalNumber.Write(value, _output.Reserve(CanonicalNumber.MaxLength)));
    }

    private readonly CanonicalJsonException Refused(string message) => new(_reader.TokenStartIndex, message);
}
