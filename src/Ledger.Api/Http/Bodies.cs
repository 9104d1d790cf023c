using System.Buffers;
using System.IO.Compression;
using System.IO.Pipelines;

namespace Ledger.Api.Http;

/// <summary>Request bodies, unpacked where they are gzip, read within a limit.</summary>
internal static class Bodies
{
    /// <summary>The body as bytes arrive. Limits count what comes out of it, so a small bomb is as large as it unpacks.</summary>
    /// <exception cref="RefusedException">An encoding other than gzip.</exception>
    public static PipeReader Reader(HttpContext context)
    {
        var encoding = context.Request.Headers.ContentEncoding;
        if (encoding.Count == 0) return context.Request.BodyReader;
        if (encoding.Count == 1 && string.Equals(encoding[0], "gzip", StringComparison.OrdinalIgnoreCase))
            return PipeReader.Create(new GZipStream(context.Request.Body, CompressionMode.Decompress));
        throw new RefusedException(new(Problem.UnsupportedMediaType, "Content-Encoding may be gzip, or absent."));
    }

    /// <summary>Waits for the whole body and hands it over in one piece, valid until <paramref name="use"/> returns.</summary>
    /// <param name="reader">The body's reader.</param>
    /// <param name="limit">Most bytes, by what has come so far.</param>
    /// <param name="use">What is done with the bytes.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <exception cref="RefusedException">Larger than the limit.</exception>
    public static async ValueTask<T> WholeAsync<T>(
        PipeReader reader, Func<ReadOnlySequence<byte>, int> limit, Func<ReadOnlyMemory<byte>, T> use, CancellationToken cancellation)
    {
        while (true)
        {
            var result = await reader.ReadAsync(cancellation);
            var body = result.Buffer;
            var isTooLarge = body.Length > limit(body);
            if (!isTooLarge && !result.IsCompleted)
            {
                reader.AdvanceTo(body.Start, body.End);
                continue;
            }

            try
            {
                return isTooLarge ? throw TooLarge(limit(body)) : use(Contiguous(body));
            }
            finally
            {
                reader.AdvanceTo(body.End); // else the connection could not be used again
            }
        }
    }

    public static RefusedException TooLarge(long limit) =>
        new(new(Problem.TooLarge, FormattableString.Invariant(
            $"At most {limit} bytes, unpacked. More fits in application/x-ndjson, one event a line.")));

    /// <summary>The bytes in one piece; copied only where they are not.</summary>
    public static ReadOnlyMemory<byte> Contiguous(in ReadOnlySequence<byte> bytes) =>
        bytes.IsSingleSegment ? bytes.First : bytes.ToArray();
}
