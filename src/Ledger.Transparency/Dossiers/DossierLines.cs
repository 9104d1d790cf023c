using System.Text.Json;
using Ledger.Transparency.Heads;

namespace Ledger.Transparency.Dossiers;

/// <summary>A sealed part the reader may open: a line of <c>sealed.ndjson</c>.</summary>
/// <param name="Event">The event that commits to it.</param>
/// <param name="Salt">32 bytes, base64.</param>
/// <param name="Body">Canonical JSON, base64.</param>
public sealed record SealedOpening(Guid Event, string Kind, byte[] Salt, byte[] Body)
{
    public byte[] ToLine() => JsonSerializer.SerializeToUtf8Bytes(this, DossierLineJson.Default.SealedOpening);

    /// <exception cref="FormatException">Not such a line.</exception>
    public static SealedOpening Parse(ReadOnlySpan<byte> line) => Lines.Read(line, DossierLineJson.Default.SealedOpening)
        is { Kind: not null, Salt: not null, Body: not null } opening ? opening : throw new FormatException("Not a sealed part.");

    /// <summary>The texts among parts of one kind, by the event that committed to each.</summary>
    public static IReadOnlyDictionary<Guid, string> TextsOf(IEnumerable<SealedOpening> openings, string kind) => openings
        .Where(opening => opening.Kind == kind).Select(opening => (opening.Event, Text: TextOf(opening.Body)))
        .Where(each => each.Text is not null).DistinctBy(each => each.Event).ToDictionary(each => each.Event, each => each.Text!);

    private static string? TextOf(byte[] body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, DossierLineJson.Default.String);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>One head in the tree of heads, its proof in the pool: a line of <c>heads.ndjson</c>.</summary>
/// <param name="Index">From 0.</param>
/// <param name="Hashes">Lines of <c>hashes.txt</c>.</param>
public sealed record PooledHead(long Index, StreamHead Head, IReadOnlyList<int> Hashes)
{
    public byte[] ToLine() => JsonSerializer.SerializeToUtf8Bytes(this, DossierLineJson.Default.PooledHead);

    /// <exception cref="FormatException">Not such a line.</exception>
    public static PooledHead Parse(ReadOnlySpan<byte> line) => Lines.Read(line, DossierLineJson.Default.PooledHead)
        is { Head.Stream: not null, Head.Version: > 0, Hashes: not null } head ? head : throw new FormatException("Not a head.");
}

internal static class Lines
{
    public static T? Read<T>(ReadOnlySpan<byte> line, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(line, type);
        }
        catch (JsonException exception)
        {
            throw new FormatException("Not a line of this file.", exception);
        }
    }
}
