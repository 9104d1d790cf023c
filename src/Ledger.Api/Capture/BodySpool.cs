using System.Buffers;
using System.IO.Pipelines;
using Ledger.Api.Http;

namespace Ledger.Api.Capture;

/// <summary>
/// A body of lines taken in whole before any of it is worked on: in memory while it is small, else in a file. A client that
/// sends and a server that answers at the same time would wait for each other.
/// </summary>
internal sealed class BodySpool(string file) : IAsyncDisposable
{
    private const int MostInMemory = 1 << 20;

    private readonly MemoryStream _memory = new();
    private FileStream? _file;
    private bool _endsInLine;

    /// <summary>Lines so far, the last one counted though no newline ends it.</summary>
    public long Lines { get; private set; }

    /// <exception cref="RefusedException">Larger than the limit.</exception>
    public async Task FillAsync(PipeReader reader, long maxBytes, CancellationToken cancellation)
    {
        long length = 0;
        while (true)
        {
            var result = await reader.ReadAsync(cancellation);
            length += result.Buffer.Length;
            if (length > maxBytes) throw Bodies.TooLarge(maxBytes);
            foreach (var segment in result.Buffer) await AddAsync(segment, cancellation);
            reader.AdvanceTo(result.Buffer.End);
            if (result.IsCompleted) break;
        }

        if (_endsInLine) Lines++;
    }

    /// <summary>The body from its start; call once.</summary>
    public Stream Open()
    {
        Stream body = _file is null ? _memory : _file;
        body.Position = 0;
        return body;
    }

    /// <summary>Keeps the body as that file, durably.</summary>
    public async Task MoveToAsync(string path, CancellationToken cancellation)
    {
        if (_file is null) await SpillAsync(cancellation);
        _file!.Flush(flushToDisk: true);
        await _file.DisposeAsync();
        _file = null;
        File.Move(file, path);
    }

    public async ValueTask DisposeAsync()
    {
        await _memory.DisposeAsync();
        if (_file is null) return;
        await _file.DisposeAsync();
        File.Delete(file);
    }

    private async ValueTask AddAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        if (bytes.IsEmpty) return;
        Lines += bytes.Span.Count((byte)'\n');
        _endsInLine = bytes.Span[^1] != '\n';
        if (_file is null && _memory.Length + bytes.Length > MostInMemory) await SpillAsync(cancellation);
        if (_file is null) _memory.Write(bytes.Span);
        else await _file.WriteAsync(bytes, cancellation);
    }

    private async Task SpillAsync(CancellationToken cancellation)
    {
        _file = new FileStream(file, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, bufferSize: 1 << 16, useAsync: false);
        _memory.Position = 0;
        await _memory.CopyToAsync(_file, cancellation);
        _memory.SetLength(0);
        _memory.Capacity = 0;
    }
}
