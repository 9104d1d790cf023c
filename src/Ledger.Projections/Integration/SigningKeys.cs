using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Ledger.Transparency.Notes;

namespace Ledger.Projections.Integration;

/// <summary>
/// The private keys of a log: every <c>*.pem</c> file of a folder is one, PKCS #8, P-256 or Ed25519, as
/// <c>openssl genpkey</c> writes them. All of them sign.
/// </summary>
public sealed class SigningKeys
{
    private const string Label = "PRIVATE KEY";

    private SigningKeys(IReadOnlyList<NoteSigner> signers) => Signers = signers;

    /// <summary>One a file, in the order of the file names.</summary>
    public IReadOnlyList<NoteSigner> Signers { get; }

    /// <summary>Reads the folder. Ed25519 keys are passed over where nothing can sign with them.</summary>
    /// <exception cref="LogRefusedException">A file is not what it must be.</exception>
    public static SigningKeys Read(string folder, string origin)
    {
        var signers = new List<NoteSigner>();
        foreach (var file in Directory.GetFiles(folder, "*.pem").Order(StringComparer.Ordinal))
            if (ReadSigner(file, origin) is { } signer) signers.Add(signer);
        return new(signers);
    }

    /// <summary>Makes the first keys of a log: P-256, and Ed25519 where libcrypto is there.</summary>
    public static SigningKeys Make(string folder, string origin)
    {
        using var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Write(Path.Combine(folder, "log-p256.pem"), ecdsa.ExportPkcs8PrivateKey());
        if (Ed25519.CanSign)
            Write(Path.Combine(folder, "log-ed25519.pem"), Ed25519Key.Write(RandomNumberGenerator.GetBytes(Ed25519.SeedLength)));
        return Read(folder, origin);
    }

    [SuppressMessage("Reliability", "CA2000", Justification = "The signer keeps the key as long as the process lives.")]
    private static NoteSigner? ReadSigner(string file, string origin)
    {
        try
        {
            var text = File.ReadAllText(file);
            var found = PemEncoding.Find(text);
            var key = Convert.FromBase64String(text[found.Base64Data]);
            if (Ed25519Key.Read(key) is { } seed) return Ed25519.CanSign ? new Ed25519NoteSigner(origin, seed) : null;
            var ecdsa = ECDsa.Create();
            ecdsa.ImportFromPem(text);
            return new EcdsaNoteSigner(origin, ecdsa);
        }
        catch (Exception exception) when (exception
            is ArgumentException or CryptographicException or FormatException or PlatformNotSupportedException)
        {
            throw new LogRefusedException($"{file} is no P-256 or Ed25519 private key in PEM: put back the right file, or take it away.");
        }
    }

    private static void Write(string path, byte[] pkcs8) =>
        DurableFile.Replace(path, Encoding.ASCII.GetBytes(PemEncoding.WriteString(Label, pkcs8) + "\n"));
}
