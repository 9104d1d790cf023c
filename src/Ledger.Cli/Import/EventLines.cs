using System.Text;
using System.Text.Json;
using Ledger.Cli.Http;
using Ledger.Domain.CustodyEvents;
using Ledger.Domain.Values;

namespace Ledger.Cli.Import;

/// <summary>Custody events, one JSON object a line, with the ids their client made.</summary>
internal static class EventLines
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 64 };

    /// <exception cref="CliException">The file cannot be read.</exception>
    public static FileImport Read(FileInfo file, PartyId organisation)
    {
        var (count, errors, bad) = (0, new List<string>(), new HashSet<int>());
        foreach (var (number, line) in LinesOf(file))
        {
            var wrong = ErrorsIn(line, organisation);
            errors.AddRange(wrong.Select(error => $"line {number}: {error}"));
            if (wrong.Count == 0) count++;
            else bad.Add(number);
        }

        return new EventImport("lines", count, LinesOf(file).Where(line => !bad.Contains(line.Number))
            .Select(line => new PostLine($"line {line.Number}", Encoding.UTF8.GetBytes(line.Text))), errors);
    }

    private static List<string> ErrorsIn(string line, PartyId organisation)
    {
        try
        {
            using var document = JsonDocument.Parse(line, Options);
            var errors = CustodyEventReader.Read(document.RootElement, organisation).Errors;
            return [.. errors.Select(error => $"{error.Field} {error.Message}".Trim())];
        }
        catch (JsonException malformed)
        {
            return [$"is not JSON: {malformed.Message}"];
        }
    }

    // A file of a year is larger than memory: it is read line by line, once to check it and once to post it.
    private static IEnumerable<(int Number, string Text)> LinesOf(FileInfo file)
    {
        using var reader = Open(file);
        for (var number = 1; NextLine(reader, file) is { } line; number++)
            if (!string.IsNullOrWhiteSpace(line)) yield return (number, line);
    }

    private static StreamReader Open(FileInfo file)
    {
        try
        {
            return new(file.OpenRead(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CliException($"cannot read {file.Name}: {failure.Message}", failure);
        }
    }

    private static string? NextLine(StreamReader reader, FileInfo file)
    {
        try
        {
            return reader.ReadLine();
        }
        catch (Exception failure) when (failure is IOException or DecoderFallbackException)
        {
            throw new CliException($"cannot read {file.Name}: {failure.Message}", failure);
        }
    }
}
