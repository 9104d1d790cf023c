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

    /// <summary>Why the ledger does not sign any further, in its own words; null where it does, and of a file.</summary>
    public abstract Task<string?> WhyNotSignedAsync(CancellationToken cancellation);

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

    public override Task<string?> WhyNotSignedAsync(CancellationToken cancellation) => Task.FromResult<string?>(null);
}

/// <summary>A running ledger.</summary>
/// <param name="http">Sends an auditor's key with each request.</param>
internal sealed class ServerSource(HttpClient http) : LeafSource
{
    private const int LinesInOneRequest = 100_000;
    private const int RowsInOneRequest = 5_000;

    public override bool HasTiles => true;

    public async Task<string> TextAsync(string path, CancellationToken cancellation) =>
        (await Attempts.SendAsync(http, () => new(HttpMethod.Get, path), cancellation)).Body;

    /// <summary>Rows that the ledger keeps beside its leaves, all of them, in pages.</summary>
    /// <param name="what">records, sealed or heads.</param>
    /// <param name="keyOf">By what a row is found again.</param>
    /// <param name="cancellation">Stops.</param>
    public async IAsyncEnumerable<JsonNode> KeptAsync(
        string what, Func<JsonNode, string> keyOf, [EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var (after, count) = ("", RowsInOneRequest); count == RowsInOneRequest;)
        {
            count = 0;
            var path = FormattableString.Invariant($"/v1/log/kept/{what}?limit={RowsInOneRequest}&after={Uri.EscapeDataString(after)}");
            using var answer = await http.GetAsync(
                new Uri(path, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, cancellation);
            await using var body = await Good(answer).Content.ReadAsStreamAsync(cancellation);
            await foreach (var line in LinesAsync(body, cancellation))
            {
                var row = JsonNode.Parse(line.Span)!;
                (after, count) = (keyOf(row), count + 1);
                yield return row;
            }
        }
    }

    /// <summary>Where a stream ended when the heads were taken last, with its proof; null where the ledger cannot say.</summary>
    public async Task<JsonNode?> HeadAsync(string stream, CancellationToken cancellation)
    {
        using var answer = await http.GetAsync(
            new Uri($"/v1/log/heads?stream={Uri.EscapeDataString(stream)}", UriKind.Relative), cancellation);
        return answer.IsSuccessStatusCode ? JsonNode.Parse(await answer.Content.ReadAsStringAsync(cancellation)) : null;
    }

    /// <summary>The keys that the ledger says are its own, or were.</summary>
    public async Task<IReadOnlyList<string>> KeysAsync(CancellationToken cancellation)
    {
        var answer = JsonNode.Parse(await TextAsync("/v1/log/key", cancellation))!;
        return [.. answer["keys"]!.AsArray().Concat(answer["earlier"]!.AsArray()).Select(key => (string)key!)];
    }

    public override async Task<string?> WhyNotSignedAsync(CancellationToken cancellation)
    {
        using var answer = await http.GetAsync(new Uri("/health/ready", UriKind.Relative), cancellation);
        return (string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync(cancellation))?["log"];
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
