using System.Text;
using Ledger.Transparency.Notes;

namespace Ledger.Projections.Integration;

/// <summary>
/// The largest head that is known to be signed, beside the keys and outside the database: what an older backup of the database
/// does not know of. Every signed head begins with all earlier ones, so the largest stands for all.
/// </summary>
public sealed class SignedHeadFile(string folder)
{
    private readonly string _path = Path.Combine(folder, "signed-head");

    /// <summary>The head; null before the first.</summary>
    /// <exception cref="LogRefusedException">The file is not what it must be.</exception>
    public Checkpoint? Read()
    {
        if (!File.Exists(_path)) return null;
        return Checkpoint.TryParse(File.ReadAllText(_path)) ?? throw new LogRefusedException(
            $"{_path} cannot be read. It says which head was signed last: bring back the newest copy of the folder. " +
            "Taken away, it is made again from what the database says, which is then believed.");
    }

    /// <summary>Writes a head down; it is on the disk when this returns.</summary>
    /// <exception cref="LogRefusedException">The disk does not take it.</exception>
    public void Write(Checkpoint head)
    {
        ArgumentNullException.ThrowIfNull(head);
        try
        {
            DurableFile.Replace(_path, Encoding.UTF8.GetBytes(head.ToString()));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new LogRefusedException($"{_path} cannot be written, and what is not written down is not signed: {exception.Message}");
        }
    }
}

/// <summary>Events or tiles are not in the database as they must be.</summary>
public sealed class LogDamagedException(string message) : Exception(message);

/// <summary>The log must not sign; the message says why and what to do. Capture goes on.</summary>
public sealed class LogRefusedException(string message) : Exception(message);
