using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Ledger.Api.Capture;
using Ledger.Api.Http;

namespace Ledger.Api.Imports;

/// <summary>
/// Works through the imports one after the other. A result line is written for every item; after a crash the work goes on
/// behind the last whole one, and what was stored just before is found to be a duplicate.
/// </summary>
internal sealed class ImportRunner(ImportStore imports, Intake intake, LedgerOptions options, ILogger<ImportRunner> log)
    : BackgroundService
{
    private const int Buffer = 1 << 16;
    private const int FlushEvery = 1_000;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield(); // starting the service does not wait for an import
        await foreach (var id in imports.Waiting.ReadAllAsync(stoppingToken))
            while (!await TryRunAsync(imports.Find(id)!, stoppingToken))
                await Task.Delay(Pause, stoppingToken);
    }

    private async Task<bool> TryRunAsync(ImportState state, CancellationToken cancellation)
    {
        try
        {
            imports.Finish(await RunAsync(state, cancellation));
            return true;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // Whatever it was, the other imports and the service go on; this one is not given up.
            Log.ImportFailed(log, failure, state.Id, Pause.TotalSeconds);
            return false;
        }
    }

    private async Task<ImportState> RunAsync(ImportState state, CancellationToken cancellation)
    {
        await using var results = new FileStream(
            imports.ResultsFile(state.Id), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, Buffer);
        var counts = await RecallAsync(results, cancellation);
        await using var body = new FileStream(imports.BodyFile(state.Id), FileMode.Open, FileAccess.Read, FileShare.Read, Buffer);
        var lines = PostedLines.ReadAsync(
            PipeReader.Create(body, new(bufferSize: Buffer)), options.Limits.ItemBytes, cancellation);
        var rest = SkipAsync(lines, counts.Items, cancellation);
        await foreach (var result in new OrderedAppends(intake).RunAsync(rest, state.Caller, cancellation))
        {
            if (result.Refusal is { Problem.RetryAfter: not null }) throw new ImportInterruptedException(result.Refusal.Problem);
            results.Write(Outcomes.Bytes(result, ApiJson.Default.ItemResult).Span);
            results.WriteByte((byte)'\n');
            counts = counts.With(result.Status);
            if (counts.Items % FlushEvery != 0) continue;
            await results.FlushAsync(cancellation);
            imports.Note(state with { Stage = ImportStage.Running, Counts = counts });
        }

        results.Flush(flushToDisk: true);
        return state with { Counts = counts };
    }

    /// <summary>Counts the whole result lines that are there and cuts off half a one.</summary>
    private static async Task<ImportCounts> RecallAsync(FileStream results, CancellationToken cancellation)
    {
        var counts = ImportCounts.None;
        long end = 0;
        var reader = PipeReader.Create(results, new(leaveOpen: true));
        await foreach (var line in PostedLines.ReadAsync(reader, int.MaxValue, cancellation))
        {
            if (end + line.Bytes.Length >= results.Length) break; // no newline ends it
            using var document = JsonDocument.Parse(line.Bytes);
            counts = counts.With(document.RootElement.GetProperty("status").Deserialize(ApiJson.Default.ItemStatus));
            end += line.Bytes.Length + 1;
        }

        results.SetLength(end);
        results.Position = end;
        return counts;
    }

    private static async IAsyncEnumerable<PostedItem> SkipAsync(
        IAsyncEnumerable<PostedItem> lines, long count, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var line in lines.WithCancellation(cancellation))
            if (count-- <= 0) yield return line;
    }

    /// <summary>The store cannot take it now; what is not written down yet is posted again.</summary>
    private sealed class ImportInterruptedException(Problem problem) : Exception(problem.Title);
}
