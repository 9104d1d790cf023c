using System.Buffers.Binary;

namespace Ledger.Transparency.Notes;

/// <summary>One signature line: <c>— name base64(key id || signature)</c>.</summary>
/// <param name="KeyName">Who says to have signed.</param>
/// <param name="KeyId">With the name, which key and algorithm.</param>
/// <param name="Bytes">The signature itself, in the form of its algorithm.</param>
public sealed record NoteSignature(string KeyName, uint KeyId, ReadOnlyMemory<byte> Bytes)
{
    private const string LineStart = "\u2014 ";

    public override string ToString()
    {
        var signature = new byte[sizeof(uint) + Bytes.Length];
        BinaryPrimitives.WriteUInt32BigEndian(signature, KeyId);
        Bytes.CopyTo(signature.AsMemory(sizeof(uint)));
        return $"{LineStart}{KeyName} {Convert.ToBase64String(signature)}";
    }

    /// <summary>Reads one line without its newline; null if it is none.</summary>
    internal static NoteSignature? Parse(string line)
    {
        if (!line.StartsWith(LineStart, StringComparison.Ordinal)) return null;
        if (line[LineStart.Length..].Split(' ') is not [var name, var base64] || !IsKeyName(name)) return null;
        return StrictBase64.Decode(base64) is { Length: > sizeof(uint) } bytes
            ? new NoteSignature(name, BinaryPrimitives.ReadUInt32BigEndian(bytes), bytes.AsMemory(sizeof(uint)))
            : null;
    }

    /// <summary>Not empty; no Unicode spaces, no plus, no control characters.</summary>
    internal static bool IsKeyName(string name) =>
        name.Length > 0 && !name.Any(letter => char.IsWhiteSpace(letter) || letter is '+' or < ' ');
}
