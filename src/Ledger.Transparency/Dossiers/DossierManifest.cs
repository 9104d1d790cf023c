using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ledger.Transparency.Dossiers;

/// <summary>One file of a dossier.</summary>
/// <param name="Sha256">64 lowercase hex digits.</param>
public sealed record DossierFile(string Name, long Bytes, string Sha256);

/// <summary>What a dossier says of itself: its subject, as of when, which streams are whole, what is left out, and its files.</summary>
/// <param name="Subject">The lot's or tag's stream.</param>
/// <param name="Reader">The organisation it was made for.</param>
/// <param name="Size">Of the checkpoint's tree: nothing later is in here.</param>
/// <param name="AsOf">The last closed day, from which rules looked. ISO 8601.</param>
/// <param name="Streams">Streams of which every event up to the checkpoint is in here, sorted.</param>
/// <param name="Withheld">
/// How many streams the reader may not see, by kind; and how many there are none of without a proof, since it would name somebody else's.
/// </param>
/// <param name="Rules">Versions of the rules that were run, by id.</param>
public sealed record DossierManifest(
    string Format, string Subject, string Reader, long Size, string AsOf, IReadOnlyList<string> Streams,
    IReadOnlyDictionary<string, int> Withheld, IReadOnlyDictionary<string, int> Rules,
    IReadOnlyList<DossierFile> Files)
{
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, DossierJson.Default.DossierManifest);

    /// <exception cref="FormatException">Not the manifest of a dossier, or of another format.</exception>
    public static DossierManifest Parse(ReadOnlySpan<byte> utf8)
    {
        DossierManifest? manifest;
        try
        {
            manifest = JsonSerializer.Deserialize(utf8, DossierJson.Default.DossierManifest);
        }
        catch (JsonException exception)
        {
            throw new FormatException("The manifest is not JSON of its form.", exception);
        }

        if (manifest?.Format != DossierFormat.Version)
            throw new FormatException($"This is no dossier of the format {DossierFormat.Version}.");
        return manifest.IsWhole() ? manifest : throw new FormatException("The manifest lacks what it must have.");
    }

    private bool IsWhole() =>
        Subject is not null && Reader is not null && AsOf is not null && Size > 0
        && Streams?.Contains(null!) == false && Streams.Distinct().Count() == Streams.Count
        && Withheld?.Values.All(count => count >= 0) == true && Rules is not null
        && Files?.All(file => file is { Name: not null, Sha256: not null }) == true;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(DossierManifest))]
internal sealed partial class DossierJson : JsonSerializerContext;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(SealedOpening))]
[JsonSerializable(typeof(PooledHead))]
internal sealed partial class DossierLineJson : JsonSerializerContext;
