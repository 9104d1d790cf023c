using System.Collections.Frozen;
using System.Security.Cryptography;
using Ledger.Api.Http;

namespace Ledger.Api.Pages.House;

/// <summary>GET /assets/{file}: stylesheet and modules, each under a name that holds its hash, so that a browser fetches it once.</summary>
internal static class AssetFiles
{
    private const string Folder = "wwwroot/";

    private static readonly FrozenDictionary<string, byte[]> Files = typeof(AssetFiles).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
        .ToFrozenDictionary(name => name[Folder.Length..], Read, StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, string> Addresses =
        Files.ToFrozenDictionary(file => file.Key, file => Address(file.Key, file.Value), StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, string> Names =
        Addresses.ToFrozenDictionary(pair => pair.Value["/assets/".Length..], pair => pair.Key, StringComparer.Ordinal);

    /// <summary>Where a file of wwwroot is served.</summary>
    public static string AddressOf(string name) => Addresses[name];

    public static Task Handle(HttpContext context, string file)
    {
        if (!Names.TryGetValue(file, out var name)) throw new RefusedException(new(Problem.NotFound));
        var type = Path.GetExtension(name) switch
        {
            ".css" => "text/css; charset=utf-8",
            ".js" => "text/javascript; charset=utf-8",
            ".svg" => "image/svg+xml",
            var other => throw new InvalidOperationException($"{other} has no media type here"),
        };
        return Outcomes.FileAsync(context, Files[name], isPublic: true, type);
    }

    private static string Address(string name, byte[] file)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(file))[..12];
        return $"/assets/{Path.GetFileNameWithoutExtension(name)}.{hash}{Path.GetExtension(name)}";
    }

    private static byte[] Read(string name)
    {
        using var resource = typeof(AssetFiles).Assembly.GetManifestResourceStream(name)!;
        var bytes = new byte[resource.Length];
        resource.ReadExactly(bytes);
        return bytes;
    }
}
