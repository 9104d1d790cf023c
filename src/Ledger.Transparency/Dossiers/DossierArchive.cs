using System.Buffers.Binary;
using System.IO.Compression;

namespace Ledger.Transparency.Dossiers;

/// <summary>Opens the zip of a dossier in memory, within bounds. Nothing is ever written to a path it names.</summary>
public static class DossierArchive
{
    private const int EndLength = 22;
    private const int MostDirectoryBytes = 4_096; // of ten short names
    private const int BufferBytes = 1 << 16;
    private static readonly HashSet<string> Known = [DossierFormat.Manifest, .. DossierFormat.Files];

    private static ReadOnlySpan<byte> EndSignature => "PK\x05\x06"u8;

    /// <summary>The files by name: exactly those of the format.</summary>
    /// <param name="zip">Can seek.</param>
    /// <exception cref="FormatException">Anything else than a dossier: other names, names twice, too large.</exception>
    public static IReadOnlyDictionary<string, byte[]> Read(Stream zip)
    {
        ArgumentNullException.ThrowIfNull(zip);
        try
        {
            RequireSmallDirectory(zip);
            using var archive = new ZipArchive(zip, ZipArchiveMode.Read, leaveOpen: true);
            var files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
            var left = DossierFormat.MostBytes;
            foreach (var entry in archive.Entries)
            {
                if (!Known.Contains(entry.FullName)) throw new FormatException("The zip holds a file that no dossier has.");
                if (files.ContainsKey(entry.FullName)) throw new FormatException($"The zip holds {entry.FullName} twice.");
                files[entry.FullName] = Unpack(entry, left);
                left -= files[entry.FullName].Length;
            }

            var missing = Known.Except(files.Keys).Order(StringComparer.Ordinal).FirstOrDefault();
            return missing is null ? files : throw new FormatException($"The zip lacks {missing}.");
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException or NotSupportedException
            or ArgumentException or OverflowException or IndexOutOfRangeException)
        {
            throw new FormatException("This is not a zip, or a damaged one.", exception);
        }
    }

    // A directory of millions of entries would take memory before a single one could be refused.
    private static void RequireSmallDirectory(Stream zip)
    {
        if (zip.Length > DossierFormat.MostBytes) throw new FormatException("The zip is larger than a dossier may be.");
        if (zip.Length < EndLength) throw new InvalidDataException("No end of a zip.");
        Span<byte> end = stackalloc byte[EndLength];
        zip.Position = zip.Length - EndLength;
        zip.ReadExactly(end);
        var starts = BinaryPrimitives.ReadUInt32LittleEndian(end[16..]);
        if (!end.StartsWith(EndSignature) || starts > zip.Length - EndLength || zip.Length - EndLength - starts > MostDirectoryBytes)
            throw new FormatException("The zip has comments or a directory that no dossier has.");
        zip.Position = 0;
    }

    private static byte[] Unpack(ZipArchiveEntry entry, int atMost)
    {
        using var packed = entry.Open();
        using var unpacked = new MemoryStream();
        var buffer = new byte[BufferBytes];
        for (int read; (read = packed.Read(buffer)) > 0;)
        {
            if (unpacked.Length + read > atMost) throw new FormatException("Unpacked, it is larger than a dossier may be.");
            unpacked.Write(buffer, 0, read);
        }

        return unpacked.ToArray();
    }
}
