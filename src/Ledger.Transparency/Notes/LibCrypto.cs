using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Ledger.Transparency.Notes;

/// <summary>What is used of OpenSSL's libcrypto; see its manual, EVP_DigestSign(3). .NET 10 itself has no Ed25519.</summary>
[SuppressMessage("Security", "CA5392", Justification = "The resolver names the files; search paths are the system's.")]
internal static class LibCrypto
{
    public const int Ed25519Id = 1087; // EVP_PKEY_ED25519

    private const string Library = "libcrypto";

    // With their versions: macOS ends a process that loads the one without.
    private static readonly string[] Names =
        ["libcrypto.so.3", "libcrypto.so.1.1", "libcrypto-3-x64.dll", "libcrypto-3.dll", "libcrypto.3.dylib"];

    private static readonly nint Handle = Load();

    static LibCrypto() => NativeLibrary.SetDllImportResolver(
        typeof(LibCrypto).Assembly, (name, _, _) => name == Library ? Handle : 0);

    public static bool IsPresent => Handle != 0;

    /// <exception cref="CryptographicException">The call failed.</exception>
    public static void Check(int result)
    {
        if (result != 1) throw new CryptographicException("libcrypto refused an Ed25519 operation.");
    }

    [DllImport(Library)]
    public static extern Key EVP_PKEY_new_raw_private_key(int type, nint engine, byte[] key, nuint length);

    [DllImport(Library)]
    public static extern Key EVP_PKEY_new_raw_public_key(int type, nint engine, byte[] key, nuint length);

    [DllImport(Library)]
    public static extern int EVP_PKEY_get_raw_public_key(Key key, byte[] publicKey, ref nuint length);

    [DllImport(Library)]
    public static extern Context EVP_MD_CTX_new();

    [DllImport(Library)]
    public static extern int EVP_DigestSignInit(Context context, nint keyContext, nint digest, nint engine, Key key);

    [DllImport(Library)]
    public static extern int EVP_DigestSign(Context context, byte[] signature, ref nuint signatureLength, byte[] message, nuint length);

    [DllImport(Library)]
    public static extern int EVP_DigestVerifyInit(Context context, nint keyContext, nint digest, nint engine, Key key);

    [DllImport(Library)]
    public static extern int EVP_DigestVerify(Context context, byte[] signature, nuint signatureLength, byte[] message, nuint length);

    [DllImport(Library)]
    public static extern void ERR_clear_error();

    [DllImport(Library)]
    private static extern void EVP_PKEY_free(nint key);

    [DllImport(Library)]
    private static extern void EVP_MD_CTX_free(nint context);

    private static nint Load()
    {
        foreach (var name in Names)
            if (NativeLibrary.TryLoad(name, Assembly.GetExecutingAssembly(), null, out var handle)
                && NativeLibrary.TryGetExport(handle, nameof(EVP_PKEY_new_raw_private_key), out _)) return handle;
        return 0;
    }

    /// <summary>An EVP_PKEY.</summary>
    internal sealed class Key() : SafeHandle(0, ownsHandle: true)
    {
        public override bool IsInvalid => handle == 0;

        protected override bool ReleaseHandle()
        {
            EVP_PKEY_free(handle);
            return true;
        }
    }

    /// <summary>An EVP_MD_CTX.</summary>
    internal sealed class Context() : SafeHandle(0, ownsHandle: true)
    {
        public override bool IsInvalid => handle == 0;

        protected override bool ReleaseHandle()
        {
            EVP_MD_CTX_free(handle);
            return true;
        }
    }
}
