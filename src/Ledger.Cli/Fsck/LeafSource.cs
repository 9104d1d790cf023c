using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Ledger.Cli.Http;
using Ledger.Transparency.Merkle;

namespace Ledger.Cli.Fsck;

/// <summary>Where leaves come from: a running ledger, or a file of lines as <c>/v1/events</c> gives them.</summary>
internal abstract class LeafSource
{
    private const int MostLineBytes = 16 << 20;

    /// <summary>The leaves up to a sequence, from the first.</summary>
    public abstract IAsyncEnumerable<ReadOnlyMemory<byte>> LeavesAsync(long upTo, CancellationToken cancellation);

    /// <summary>A tile as it is served; null where it is not; a file has none.</summary>
    public abstract Task<byte[]?> TileAsync(TileId tile, CancellationToken cancellation);

    public abstract bool HasTiles { get; }

    protected static async IAsyncEnumerable<ReadOnlyMemory<byte>> LinesAsync(
        Stream stream, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var reader = PipeReader.Create(stream);
        while (true)
        {
            var read = await reader.ReadAsync(cancellation);
            var buffer = read.Buffer;
            while (buffer.PositionOf((byte)'\n') is { } end)
            {
                yield return buffer.Slice(0, end).ToArray();
                buffer = buffer.Slice(buffer.GetPosition(1, end));
            }

            if (buffer.Length > MostLineBytes) throw new CliException("a line is longer than any event");
            if (read.IsCompleted && buffer.IsEmpty) break;
            if (read.IsCompleted) throw new CliException("the last line breaks off");
            reader.AdvanceTo(buffer.Start, buffer.End);
        }

        await reader.CompleteAsync();
    }
}

/// <summary>An export: one leaf a line.</summary>
internal sealed class ExportSource(FileInfo file) : LeafSource
{
    public override bool HasTiles => false;

    public override async IAsyncEnumerable<ReadOnlyMemory<byte>> LeavesAsync(
        long upTo, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var stream = file.OpenRead();
        await foreach (var line in LinesAsync(stream, cancellation))
        {
            if (upTo-- <= 0) yield break;
            yield return line;
        }
    }

    public override Task<byte[]?> TileAsync(TileId tile, CancellationToken cancellation) => Task.FromResult<byte[]?>(null);
}

/// <summary>A running ledger.</summary>
/// <param name="http">Sends an auditor's key with each request.</param>
internal sealed class ServerSource(HttpClient http) : LeafSource
{
    private const int LinesInOneRequest = 100_000;

    public override bool HasTiles => true;

    public async Task<string> TextAsync(string path, CancellationToken cancellation) =>
        (await Attempts.SendAsync(http, () => new(HttpMethod.Get, path), cancellation)).Body;

    /// <summary>What a custody event or command became, as the service answers it; null where it knows of none.</summary>
    public async Task<JsonNode?> RecordAsync(Guid id, CancellationToken cancellation)
    {
        using var answer = await http.GetAsync(new Uri($"/v1/custody-events/{id}", UriKind.Relative), cancellation);
        return answer.StatusCode == HttpStatusCode.NotFound ? null
            : JsonNode.Parse(await Good(answer).Content.ReadAsStringAsync(cancellation));
    }

    /// <summary>Salt and body of what was sealed with it; null where there is none.</summary>
    public async Task<(byte[] Salt, byte[] Body)?> SealedAsync(Guid id, string kind, CancellationToken cancellation)
    {
        using var answer = await http.GetAsync(new Uri($"/v1/custody-events/{id}/sealed/{kind}", UriKind.Relative), cancellation);
        if (answer.StatusCode == HttpStatusCode.NotFound) return null;
        var salt = Good(answer).Headers.GetValues("Ledger-Salt").Single();
        return (Convert.FromBase64String(salt), await answer.Content.ReadAsByteArrayAsync(cancellation));
    }

    public override IAsyncEnumerable<ReadOnlyMemory<byte>> LeavesAsync(long upTo, CancellationToken cancellation) =>
        LeavesAsync(0, upTo, cancellation);

    /// <summary>The leaves after one sequence up to another.</summary>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> LeavesAsync(
        long after, long upTo, [EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var before = -1L; after < upTo && after > before;)
        {
            before = after;
            var limit = Math.Min(LinesInOneRequest, upTo - after);
            using var answer = await http.GetAsync(
                new Uri(FormattableString.Invariant($"/v1/events?after={after}&limit={limit}"), UriKind.Relative),
                HttpCompletionOption.ResponseHeadersRead, cancellation);
            if (!answer.IsSuccessStatusCode && answer.StatusCode != HttpStatusCode.InternalServerError)
                throw new CliException($"unexpected answer {(int)answer.StatusCode} to /v1/events");
            if (!answer.IsSuccessStatusCode) yield break; // it will not show the next event: that one is missing
            await using var body = await answer.Content.ReadAsStreamAsync(cancellation);
            await foreach (var line in UntilCutAsync(LinesAsync(body, cancellation)))
            {
                after++;
                yield return line;
            }
        }
    }

    // Cut off, it is asked again for what follows the last whole line.
    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> UntilCutAsync(IAsyncEnumerable<ReadOnlyMemory<byte>> lines)
    {
        await using var each = lines.GetAsyncEnumerator();
        while (true)
        {
            try
            {
                if (!await each.MoveNextAsync()) yield break;
            }
            catch (HttpIOException)
            {
                yield break;
            }

            yield return each.Current;
        }
    }

    private static HttpResponseMessage Good(HttpResponseMessage answer) => answer.IsSuccessStatusCode ? answer
        : throw new CliException($"unexpected answer {(int)answer.StatusCode} to {answer.RequestMessage?.RequestUri?.AbsolutePath}");

    public override async Task<byte[]?> TileAsync(TileId tile, CancellationToken cancellation)
    {
        using var answer = await http.GetAsync(new Uri($"/{tile}", UriKind.Relative), cancellation);
        return answer.StatusCode == HttpStatusCode.OK ? await answer.Content.ReadAsByteArrayAsync(cancellation) : null;
    }
}
