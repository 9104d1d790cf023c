using System.Security.Cryptography;
using System.Text.Json;

namespace Ledger.Cli.Detection;

/// <summary>Trials one a line, appended as they are done: a benchmark that was stopped goes on where it was.</summary>
/// <param name="fingerprint">Of the rules and the simulator: what others made is not counted.</param>
internal sealed class TrialFile(FileInfo file, string fingerprint) : IDisposable
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);
    private readonly Lock _writing = new();
    private StreamWriter? _writer;

    public static string FingerprintOf(Trial trial) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(trial, Options)))[..12];

    /// <summary>What was done already; a line cut short by a crash is done again.</summary>
    public IReadOnlyList<Trial> Read() => File.Exists(file.FullName)
        ? [.. File.ReadLines(file.FullName).Select(Parse).OfType<Line>().Where(line => line.By == fingerprint).Select(line => line.Trial)
            .DistinctBy(trial => (trial.Cell, trial.Number))]
        : [];

    public void Append(Trial trial)
    {
        lock (_writing)
        {
            _writer ??= Open();
            _writer.WriteLine(JsonSerializer.Serialize(new Line(fingerprint, trial), Options));
            _writer.Flush();
        }
    }

    public void Dispose() => _writer?.Dispose();

    private StreamWriter Open()
    {
        try
        {
            file.Directory!.Create();
            var writer = new StreamWriter(file.FullName, append: true);
            writer.WriteLine(); // begins a line of its own, whatever a crash left at the end
            return writer;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CliException($"cannot write {file.FullName}: {failure.Message}", failure);
        }
    }

    private static Line? Parse(string line)
    {
        try
        {
            return line.Length == 0 ? null : JsonSerializer.Deserialize<Line>(line, Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private sealed record Line(string By, Trial Trial);
}
