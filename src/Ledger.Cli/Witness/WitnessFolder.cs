using System.Security.Cryptography;
using System.Text;
using Ledger.Projections.Integration;
using Ledger.Transparency.Notes;

namespace Ledger.Cli.Witness;

/// <summary>
/// A witness's key and its memory. The memory is one file with the last head it cosigned of each log; a witness that has lost it
/// could be led to cosign another history, so it does not start.
/// </summary>
internal sealed class WitnessFolder : IDisposable
{
    private const string Label = "PRIVATE KEY";
    private readonly string _keyFile;
    private readonly string _memoryFile;
    private readonly FileStream _lock;

    private WitnessFolder(string path, FileStream held) =>
        (_keyFile, _memoryFile, _lock) = (Path.Combine(path, "witness-key.pem"), Path.Combine(path, "cosigned"), held);

    /// <exception cref="CliException">Another process has it open, or a part of it is missing.</exception>
    public static WitnessFolder Open(string path)
    {
        Directory.CreateDirectory(path);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        try
        {
            var held = new FileStream(Path.Combine(path, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            return new(path, held);
        }
        catch (IOException exception)
        {
            throw new CliException($"{path} is in use by another witness: two with one key could cosign two histories", exception);
        }
    }

    /// <summary>The key under that name; made at the first start.</summary>
    public Cosigner Cosigner(string name)
    {
        if (!Ed25519.CanSign) throw new CliException("a witness signs with Ed25519, which needs libcrypto (OpenSSL) on this machine");
        var (hasKey, hasMemory) = (File.Exists(_keyFile), File.Exists(_memoryFile));
        if (hasKey && !hasMemory)
            throw new CliException($"{_memoryFile} is gone: this witness no longer knows what it cosigned. " +
                "Bring the file back, or begin as a new witness in an empty folder");
        if (!hasKey && hasMemory && Read().Count > 0)
            throw new CliException($"{_keyFile} is gone: bring it back, or begin as a new witness in an empty folder");
        if (!hasKey)
        {
            Write([]); // first: a key without a memory is refused
            var seed = Ed25519Key.Write(RandomNumberGenerator.GetBytes(Ed25519.SeedLength));
            DurableFile.Replace(_keyFile, Encoding.ASCII.GetBytes(PemEncoding.WriteString(Label, seed) + "\n"));
        }

        try
        {
            return new(name, ReadSeed());
        }
        catch (ArgumentException)
        {
            throw new CliException($"--name must have no spaces and no plus, and {_keyFile} must be an Ed25519 key");
        }
    }

    /// <summary>The last head it cosigned of each log.</summary>
    /// <exception cref="CliException">The file was damaged.</exception>
    public IReadOnlyList<Checkpoint> Read()
    {
        var texts = File.ReadAllText(_memoryFile).Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
        return [.. texts.Select(text => Checkpoint.TryParse(text.TrimEnd('\n') + "\n")
            ?? throw new CliException($"{_memoryFile} was damaged: bring back what it was"))];
    }

    /// <summary>Writes the heads down; they are on the disk when this returns.</summary>
    public void Write(IEnumerable<Checkpoint> heads) => DurableFile.Replace(_memoryFile, Encoding.UTF8.GetBytes(string.Join('\n', heads)));

    public void Dispose() => _lock.Dispose();

    private byte[] ReadSeed()
    {
        var text = File.ReadAllText(_keyFile);
        return Ed25519Key.Read(Convert.FromBase64String(text[PemEncoding.Find(text).Base64Data]))
            ?? throw new ArgumentException("Not an Ed25519 key.");
    }
}
