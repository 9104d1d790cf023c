using System.IO.Compression;
using System.Security.Cryptography;
using Ledger.Transparency.Dossiers;

namespace Ledger.Api.Dossiers;

/// <summary>A zip that is sent while it is made; of each file its length and hash are kept for the manifest.</summary>
internal sealed class DossierZip : IDisposable
{
    private const int DrainAt = 1 << 16;
    private readonly Stream _output;
    private readonly Undrained _packed = new();
    private readonly ZipArchive _archive;
    private readonly List<DossierFile> _files = [];

    public DossierZip(Stream output) => (_output, _archive) = (output, new(_packed, ZipArchiveMode.Create, leaveOpen: true));

    public IReadOnlyList<DossierFile> Files => _files;

    /// <summary>Adds a file, piece by piece.</summary>
    public async Task AddAsync(string name, IAsyncEnumerable<ReadOnlyMemory<byte>> pieces, CancellationToken cancellation)
    {
        using var sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var length = 0L;
        using (var entry = _archive.CreateEntry(name, CompressionLevel.Fastest).Open())
        {
            await foreach (var piece in pieces.WithCancellation(cancellation))
            {
                sha256.AppendData(piece.Span);
                length += piece.Length;
                entry.Write(piece.Span);
                if (_packed.Length >= DrainAt) await _packed.DrainAsync(_output, cancellation);
            }
        }

        _files.Add(new(name, length, Convert.ToHexStringLower(sha256.GetHashAndReset())));
    }

    /// <summary>Writes the directory. A zip that is not finished has none, and opens nowhere.</summary>
    public async Task FinishAsync(CancellationToken cancellation)
    {
        _archive.Dispose();
        await _packed.DrainAsync(_output, cancellation);
    }

    public void Dispose()
    {
        _archive.Dispose();
        _packed.Dispose();
    }

    /// <summary>What was packed and not sent yet: the archive writes at its own times, and nobody may wait for a network there.</summary>
    private sealed class Undrained : Stream
    {
        private readonly MemoryStream _held = new();

        public override bool CanRead => false;
        public override bool CanSeek => false;
        public override bool CanWrite => true;
        public override long Length => _held.Length;
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public async Task DrainAsync(Stream output, CancellationToken cancellation)
        {
            await output.WriteAsync(_held.GetBuffer().AsMemory(0, (int)_held.Length), cancellation);
            _held.SetLength(0);
        }

        public override void Write(byte[] buffer, int offset, int count) => _held.Write(buffer, offset, count);

        public override void Write(ReadOnlySpan<byte> buffer) => _held.Write(buffer);

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
