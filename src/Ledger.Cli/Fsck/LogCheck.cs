using Ledger.Transparency.Audit;
using Ledger.Transparency.Merkle;
using Ledger.Transparency.Notes;

namespace Ledger.Cli.Fsck;

/// <summary>Derives a log again from its leaves and compares it with what is signed and served.</summary>
/// <param name="records">Null where only leaves and tiles are looked at.</param>
internal sealed class LogCheck(
    LeafSource source, IReadOnlyList<Checkpoint> heads, Action<long> progress, RecordCheck? records = null)
{
    private const int ProgressEvery = 10_000;
    private readonly LogAudit _audit = new();
    private readonly TileAudit _tiles = new();

    /// <summary>Streams there are, once it ran.</summary>
    public int Streams => _audit.Streams;

    /// <summary>The first thing that is wrong; null where nothing is.</summary>
    /// <exception cref="CliException">The leaves cannot be read.</exception>
    public async Task<AuditProblem?> RunAsync(CancellationToken cancellation)
    {
        var size = heads.Max(head => head.Size);
        await foreach (var leaf in source.LeavesAsync(size, cancellation))
        {
            if (_audit.Add(leaf) is { } problem) return problem;
            if (await CompareAsync(_tiles.Add(_audit.Newest), cancellation) is { } different) return different;
            if (RootProblem() is { } root) return root;
            if (records?.Add(_audit.Content!) is { } record) return record;
            if (_audit.Size % ProgressEvery == 0) progress(_audit.Size);
        }

        if (_audit.Size < size) return new(_audit.Size + 1, $"is missing: the signed tree has {size} events");
        return await CompareAsync(_tiles.Edge(), cancellation)
            ?? (records is null ? null : await records.FinishAsync(_audit, cancellation))
            ?? (await source.WhyNotSignedAsync(cancellation) is { } why ? new(null, $"the ledger does not sign: {why}") : null);
    }

    private AuditProblem? RootProblem() => heads.Any(head => head.Size == _audit.Size && head.Root != _audit.Root)
        ? new(_audit.Size, "or one before it is not what was signed: the tree has another root") : null;

    private async Task<AuditProblem?> CompareAsync(IReadOnlyList<Tile> derived, CancellationToken cancellation)
    {
        foreach (var tile in source.HasTiles ? derived : [])
        {
            var served = await source.TileAsync(tile.Id, cancellation);
            if (served is null)
                return new((tile.Id.Index * TileId.FullWidth << (8 * tile.Id.Level)) + 1, $"begins {tile.Id}, which is not served");
            if (TileAudit.FirstDifference(tile, served) is { } sequence)
                return new(sequence, tile.Id.Level == 0 ? $"is not what {tile.Id} commits to"
                    : $"or one of the {1L << (8 * tile.Id.Level)} from it on is not what {tile.Id} commits to");
        }

        return null;
    }
}
