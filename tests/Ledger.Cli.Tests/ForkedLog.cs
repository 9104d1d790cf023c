using System.Security.Cryptography;
using System.Text;
using Ledger.Transparency.Leaves;
using Ledger.Transparency.Merkle;
using Ledger.Transparency.Notes;
using Ledger.Transparency.Witnessing;

namespace Ledger.Cli.Tests;

/// <summary>One history of a log; another one with the same key begins alike and then says something else.</summary>
/// <param name="signer">The log's key.</param>
/// <param name="forkedAt">Leaves from here on are of this history only.</param>
/// <param name="history">Its name.</param>
internal sealed class ForkedLog(NoteSigner signer, long forkedAt, string history)
{
    public const string Origin = "ledger.example/tin";
    private readonly Dictionary<TileId, ReadOnlyMemory<byte>> _tiles = [];
    private long _size;

    public static NoteSigner NewKey() => new EcdsaNoteSigner(Origin, ECDsa.Create(ECCurve.NamedCurves.nistP256));

    public SignedNote Head(long size) =>
        new Checkpoint(Origin, size, size == long.MaxValue ? TreeHash.OfEmptyTree : Tree(size).Root()).Sign(signer);

    public AddCheckpointRequest Request(long oldSize, long size) => new(oldSize, Tree(size).ConsistencyProof(oldSize), Head(size));

    private TiledTree Tree(long size)
    {
        for (; _size < size; _size++)
        {
            var name = _size < forkedAt ? "both" : history;
            var leaf = LeafHash.Of(Encoding.ASCII.GetBytes($"{name} {_size}"));
            foreach (var tile in TileGrowth.Append(_size, [leaf], tile => _tiles[tile])) _tiles[tile.Id] = tile.Bytes;
        }

        return new(size, tile => _tiles[tile]);
    }
}
