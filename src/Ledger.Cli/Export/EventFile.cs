using System.Text;

namespace Ledger.Cli.Export;

/// <summary>
/// A file of leaves. Under its own name it is always whole: what is fetched goes to <c>NAME.part</c> first, which a later run goes on
/// with. Only a followed file grows in place, line by whole line.
/// </summary>
internal sealed class EventFile(FileInfo file)
{
    private readonly string _part = file.FullName + ".part";

    /// <summary>Fetches what is new, and then takes the file's name.</summary>
    public async Task<long> CompleteAsync(LedgerReader ledger, long after, Action<int> advance, CancellationToken cancellation)
    {
        if (!File.Exists(_part) && file.Exists) File.Copy(file.FullName, _part);
        var stream = new FileStream(_part, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        await using (stream)
        {
            var last = await EndOfWholeLinesAsync(stream, cancellation) ?? after;
            await foreach (var page in ledger.ReadAsync(last, cancellation))
            {
                await stream.WriteAsync(Encoding.UTF8.GetBytes(string.Join('\n', page) + "\n"), cancellation);
                last += page.Count;
                advance(page.Count);
            }

            stream.Flush(flushToDisk: true);
            after = last;
        }

        File.Move(_part, file.FullName, overwrite: true);
        return after;
    }

    /// <summary>Adds what comes, without end.</summary>
    public async Task FollowAsync(LedgerReader ledger, long after, CancellationToken cancellation)
    {
        await using var stream = new FileStream(file.FullName, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
        await foreach (var line in ledger.FollowAsync(after, cancellation))
            await stream.WriteAsync(Encoding.UTF8.GetBytes(line + "\n"), CancellationToken.None);
    }

    // A run that was killed, or a followed file after a power cut, may end within a line. Returns the last whole line's sequence.
    private static async Task<long?> EndOfWholeLinesAsync(FileStream stream, CancellationToken cancellation)
    {
        const int Step = 1 << 16;
        var tail = new StringBuilder();
        var buffer = new byte[Step];
        for (var at = stream.Length; at > 0;)
        {
            var from = Math.Max(0, at - Step);
            stream.Position = from;
            var read = buffer.AsMemory(0, (int)(at - from));
            await stream.ReadExactlyAsync(read, cancellation);
            tail.Insert(0, Encoding.Latin1.GetString(read.Span)); // a byte a character: only line ends and the line between them matter
            at = from;
            var text = tail.ToString();
            var end = text.LastIndexOf('\n');
            var start = end > 0 ? text.LastIndexOf('\n', end - 1) : -1;
            if (end < 0 || (start < 0 && at > 0)) continue;
            stream.SetLength(at + end + 1);
            stream.Position = stream.Length;
            return System.Text.Json.Nodes.JsonNode.Parse(text[(start + 1)..end])!["seq"]!.GetValue<long>();
        }

        stream.SetLength(0);
        return null;
    }
}
