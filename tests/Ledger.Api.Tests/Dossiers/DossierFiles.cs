using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Ledger.Cli.Verify;
using Ledger.Transparency.Dossiers;
using Ledger.Transparency.Notes;

namespace Ledger.Api.Tests.Dossiers;

/// <summary>A dossier taken apart, to be changed and put together again by somebody who knows the format.</summary>
internal sealed class DossierFiles(byte[] zip)
{
    private readonly Dictionary<string, byte[]> _files = DossierArchive.Read(new MemoryStream(zip)).ToDictionary();

    public byte[] this[string name]
    {
        get => _files[name];
        set => _files[name] = value;
    }

    public string Text(string name) => Encoding.UTF8.GetString(_files[name]);

    public List<string> Lines(string name) => [.. Text(name).Split('\n')[..^1]];

    public JsonNode Manifest => JsonNode.Parse(_files[DossierFormat.Manifest])!;

    public DossierFiles With(string name, string text)
    {
        _files[name] = Encoding.UTF8.GetBytes(text);
        return this;
    }

    public DossierFiles WithLines(string name, IEnumerable<string> lines) => With(name, string.Concat(lines.Select(line => line + '\n')));

    public DossierFiles WithManifest(Action<JsonObject> change)
    {
        var manifest = Manifest.AsObject();
        change(manifest);
        return With(DossierFormat.Manifest, manifest.ToJsonString());
    }

    /// <summary>The manifest names the files as they are now.</summary>
    public DossierFiles Rehashed() => WithManifest(manifest =>
    {
        foreach (var file in manifest["files"]!.AsArray())
        {
            var bytes = _files[(string)file!["name"]!];
            (file["bytes"], file["sha256"]) = (bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes)));
        }
    });

    public VerifyReport Verified(IReadOnlyCollection<NoteVerifier> keys) => DossierVerifier.Verify(new MemoryStream(Zipped()), keys, null);

    /// <summary>The same without making a zip of it first.</summary>
    public VerifyReport VerifiedUnzipped(IReadOnlyCollection<NoteVerifier> keys) => DossierVerifier.Verify(_files, keys, null);

    public byte[] Zipped()
    {
        var output = new MemoryStream();
        using (var archive = new ZipArchive(output, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (name, bytes) in _files)
                using (var entry = archive.CreateEntry(name, CompressionLevel.Fastest).Open()) entry.Write(bytes);
        return output.ToArray();
    }
}
