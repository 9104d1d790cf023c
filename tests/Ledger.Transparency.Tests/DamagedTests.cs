using System.Security.Cryptography;
using System.Text;
using Ledger.Transparency.Heads;
using Ledger.Transparency.Leaves;
using Ledger.Transparency.Merkle;
using Ledger.Transparency.Notes;
using Ledger.Transparency.Tests.Heads;
using Ledger.Transparency.Tests.Merkle;
using Ledger.Transparency.Witnessing;
using NodaTime;
using static Ledger.Transparency.Tests.Notes.SampleNotes;

namespace Ledger.Transparency.Tests;

/// <summary>
/// 100,000 damaged inputs over all that is read from strangers. Each is refused in the documented way, or means what the
/// undamaged one meant; nothing else comes out.
/// </summary>
public sealed class DamagedTests
{
    private const int Size = 1_000;
    private const int Index = 700;
    private static readonly NoteSigner Log = NewSigner(Origin);
    private static readonly TileStore Tiles = new TileStore().Grow(Index).Grow(Size - Index);
    private static readonly Checkpoint Head = new(Origin, Size, Tiles.At(Size).Root());
    private static readonly LeafHash Proved = LeafHash.Of(NaiveTree.Leaf(Index));

    [Fact]
    public void Notes() => Damage(15_000, Utf8(OpenSslNote), damaged =>
    {
        var note = SignedNote.Parse(damaged);
        Assert.Equal(damaged, Utf8(note.ToString()));
        if (note.VerifiedBy(OpenSslVerifier).Count > 0) Assert.StartsWith(note.Text, OpenSslNote, StringComparison.Ordinal);
    });

    [Fact]
    public void Cosigned_notes_and_their_policy()
    {
        if (!Ed25519.CanSign) Testing.Requirement.Missing("libcrypto");
        var witness = new Cosigner("w.example", RandomNumberGenerator.GetBytes(32));
        var policy = WitnessPolicy.Parse(Utf8($"log {Log.Verifier}\nwitness w {witness.Verifier}\nquorum w\n"));
        var signed = Head.Sign(Log);
        var cosigned = signed.With(witness.Cosign(signed.Text, Instant.FromUnixTimeSeconds(1_000)));
        Assert.Equal(Head, policy.Accept(cosigned));
        Damage(10_000, Utf8(cosigned.ToString()), damaged =>
        {
            if (policy.Accept(SignedNote.Parse(damaged)) is { } accepted) Assert.Equal(Head, accepted);
        });
    }

    [Fact]
    public void Policies()
    {
        if (!Ed25519.CanSign) Testing.Requirement.Missing("libcrypto");
        var witness = new Cosigner("w.example", RandomNumberGenerator.GetBytes(32)).Verifier;
        var text = $"log {Log.Verifier}\nwitness w1 {witness} https://w.example\ngroup g 1 w1\nquorum g\n";
        var unsigned = Head.Sign(Log);
        Damage(10_000, Utf8(text), damaged =>
        {
            var policy = WitnessPolicy.Parse(damaged);
            // without the cosignature it may be accepted only where the quorum itself is gone from the text
            if (policy.Accept(unsigned) is not null)
                Assert.Contains("quorum none", Encoding.UTF8.GetString(damaged), StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Proofs_of_inclusion()
    {
        var proof = new TlogProof(Index, Tiles.At(Size).InclusionProof(Index), Head.Sign(Log));
        Damage(20_000, Utf8(proof.ToString()), damaged =>
        {
            var read = TlogProof.Parse(damaged);
            if (!read.Verifies(Proved, Origin, Log.Verifier)) return;
            Assert.Equal((proof.Index, proof.Checkpoint.Text), (read.Index, read.Checkpoint.Text));
            Assert.Equal(proof.Hashes, read.Hashes);
        });
    }

    [Fact]
    public void Requests_to_a_witness()
    {
        var older = new Checkpoint(Origin, Index, Tiles.At(Index).Root());
        var request = new AddCheckpointRequest(Index, Tiles.At(Size).ConsistencyProof(Index), Head.Sign(Log));
        Assert.Equal(WitnessVerdict.Cosign, WitnessRule.Judge(request, [Log.Verifier], _ => older).Verdict);
        Damage(15_000, Utf8(request.ToString()), damaged =>
        {
            var (verdict, head) = WitnessRule.Judge(AddCheckpointRequest.Parse(damaged), [Log.Verifier], _ => older);
            if (verdict == WitnessVerdict.Cosign) Assert.Equal(Head, head);
        });
    }

    [Fact]
    public void Proofs_of_heads()
    {
        var heads = new TreeOfHeads(100);
        foreach (var (proof, expected) in ((HeadsProof, HeadsVerdict)[])
            [(heads.Prove(TreeOfHeads.Stream(40), 40), HeadsVerdict.Head), (heads.Prove("lot:040x", 41), HeadsVerdict.Absent)])
            Damage(5_000, proof.ToJson(), damaged =>
            {
                var read = HeadsProof.FromJson(damaged);
                var verdict = read.Judge(100, heads.Root);
                if (verdict == HeadsVerdict.NotProved) return;
                if (read.Stream == proof.Stream) Assert.Equal(expected, verdict);
                // a name that was damaged into that of another absent stream between the same neighbours is absent too
                else Assert.Equal(HeadsVerdict.Absent, verdict);
            });
    }

    [Fact]
    public void Tiles_never_lead_to_a_proof_that_holds_for_another_leaf() => Repeat(10_000, random =>
    {
        var tree = new TiledTree(Size, tile =>
        {
            var bytes = Tiles.Tile(tile).ToArray();
            if (random.Next(3) == 0) bytes[random.Next(bytes.Length)] ^= (byte)random.Next(1, 256);
            if (random.Next(20) == 0) Array.Resize(ref bytes, random.Next(bytes.Length + 40));
            return bytes;
        });
        var index = random.Next(Size);
        var proof = tree.InclusionProof(index);
        Assert.False(MerkleProof.VerifiesInclusion(index, LeafHash.Of("other"u8), Size, Head.Root, proof));
        if (MerkleProof.VerifiesInclusion(index, NaiveTree.LeafHash(index), Size, Head.Root, proof))
            Assert.Equal(Tiles.At(Size).InclusionProof(index), proof);
    });

    [Fact]
    public void Bundles_paths_and_keys()
    {
        var bundle = new System.Buffers.ArrayBufferWriter<byte>();
        for (var leaf = 0; leaf < 5; leaf++) EntryBundle.Append(bundle, NaiveTree.Leaf(leaf));
        Damage(4_000, bundle.WrittenSpan.ToArray(), damaged =>
            Assert.Equal(damaged.Length, EntryBundle.Parse(damaged).Sum(leaf => leaf.Length + 2)));
        Damage(3_000, Utf8("tile/0/x001/x234/067.p/9"), damaged =>
        {
            var path = Encoding.Latin1.GetString(damaged);
            if (TileId.TryParse(path, out var tile)) Assert.Equal(path, tile.ToString());
        });
        Damage(3_000, Utf8(OpenSslKey), damaged =>
        {
            var vkey = Encoding.Latin1.GetString(damaged);
            if (NoteVerifier.TryParse(vkey, out var key)) Assert.Equal(vkey, key.ToString());
        });
    }

    private static void Damage(int count, byte[] whole, Action<byte[]> read) =>
        Repeat(count, random => read(Damaged(whole, random)));

    private static void Repeat(int count, Action<Random> read)
    {
        var random = Seeded.Random();
        for (var run = 0; run < count; run++)
        {
            try
            {
                read(random);
            }
            catch (Exception exception) when (exception is FormatException or InvalidDataException)
            {
                // the documented answers
            }
        }
    }

    private static byte[] Damaged(byte[] whole, Random random)
    {
        var bytes = whole.ToList();
        for (var damage = random.Next(1, 4); damage > 0 && bytes.Count > 0; damage--)
        {
            var (at, length) = (random.Next(bytes.Count), random.Next(1, 12));
            switch (random.Next(6))
            {
                case 0: bytes[at] = (byte)random.Next(256); break;
                case 1: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 2: bytes.RemoveRange(at, Math.Min(length, bytes.Count - at)); break;
                case 3: bytes.InsertRange(at, bytes.GetRange(at, Math.Min(length, bytes.Count - at))); break;
                case 4: bytes.Insert(at, "\n 0:\"x{"u8[random.Next(7)]); break;
                default: // lines change places
                    var lines = Encoding.Latin1.GetString([.. bytes]).Split('\n');
                    var (one, two) = (random.Next(lines.Length), random.Next(lines.Length));
                    (lines[one], lines[two]) = (lines[two], lines[one]);
                    bytes = [.. Encoding.Latin1.GetBytes(string.Join('\n', lines))];
                    break;
            }
        }
        return [.. bytes];
    }
}
