using Ledger.Cli.Http;
using Ledger.Domain.Sheets;

namespace Ledger.Cli.Import;

/// <summary>A sheet as a file.</summary>
internal static class SheetFile
{
    private const long MostBytes = 64 << 20;

    /// <exception cref="CliException">It cannot be read, or is larger than a sheet is.</exception>
    public static byte[] Bytes(FileInfo file)
    {
        try
        {
            if (file.Exists && file.Length > MostBytes)
                throw new CliException($"{file.Name} is larger than 64 MB; cut it into several files");
            return File.ReadAllBytes(file.FullName);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CliException($"cannot read {file.Name}: {failure.Message}", failure);
        }
    }

    public static FileImport Import(SheetReading reading, bool isSites)
    {
        List<PostLine> entries = [.. reading.Entries.Select(entry => new PostLine($"row {entry.Row}", entry.Json))];
        List<string> errors = [.. reading.Errors.Select(error => error.ToString())];
        return isSites ? new SiteImport(entries, errors) : new EventImport("records", entries.Count, entries, errors);
    }
}
