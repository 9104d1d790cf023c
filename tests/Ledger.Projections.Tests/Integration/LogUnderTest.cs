using System.Text;
using Ledger.EventStore;
using Ledger.EventStore.PrivatePostgres;
using Ledger.Projections.Integration;
using Ledger.Testing;
using Ledger.Transparency.Leaves;
using Ledger.Transparency.Merkle;
using Ledger.Transparency.Notes;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Ledger.Projections.Tests.Integration;

/// <summary>A ledger with its log: the database, a folder of keys, and as many nodes as a test starts.</summary>
internal sealed class LogUnderTest : IAsyncDisposable
{
    public const string Origin = "ledger.example/tin";

    private readonly LedgerUnderTest _ledger;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ledger-log-");

    private LogUnderTest(LedgerUnderTest ledger) => _ledger = ledger;

    public LedgerUnderTest Ledger => _ledger;
    public string Folder => _folder.FullName;
    public NpgsqlDataSource Source => _ledger.Source;
    public TileReader Tiles => new(Source);
    public TreeStore Store => new(Source);
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<LogUnderTest> StartAsync() => new(await LedgerUnderTest.StartAsync());

    /// <summary>A node as it is after a start: it remembers nothing.</summary>
    public Node NewNode(
        string? folder = null, NpgsqlDataSource? source = null, string? acceptedKey = null, AskWitnesses? witnesses = null) =>
        new(new(Origin, folder ?? Folder, acceptedKey), source ?? Source, witnesses);

    /// <summary>The folder of another node, which was given the keys of the first.</summary>
    public string CopyKeys(string name)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Folder, name)).FullName;
        foreach (var file in Directory.GetFiles(Folder, "*.pem")) File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        return folder;
    }

    /// <summary>Events of one stream, through the store.</summary>
    public async Task AppendAsync(int count, string stream = "lot:a:1")
    {
        var events = Enumerable.Range(0, count).Select(_ => Guid.NewGuid())
            .Select(id => new NewEvent(id, new(stream), "lot_weighed", LeafPrefix.Create("{}"u8, "{}"u8, id))).ToList();
        await _ledger.AppendAsync([new(new AppendUnit(null, events, []))]);
    }

    /// <summary>Many leaves at once, behind the store's back: their hashes are those of their numbers.</summary>
    public Task FillAsync(long upTo) => ChangeAsync(
        $"""
        INSERT INTO ledger.event (seq, id, stream, version, type, recorded_at, bytes, leaf_hash)
        SELECT n, gen_random_uuid(), 'lot:fill', n, 't', now(), '', sha256(convert_to('leaf ' || n, 'UTF8'))
        FROM generate_series((SELECT seq + 1 FROM ledger.ledger_head), {upTo}) n;
        UPDATE ledger.ledger_head SET seq = {upTo};
        """);

    public static TreeHash Filled(long sequence) =>
        new(System.Security.Cryptography.SHA256.HashData(Encoding.ASCII.GetBytes($"leaf {sequence}")));

    /// <summary>Changes the database as only a superuser can.</summary>
    public async Task ChangeAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(_ledger.ConnectionString(ClusterRoles.Superuser));
        await using var command = source.CreateCommand($"SET session_replication_role = replica; {sql}"); // no triggers
        await command.ExecuteNonQueryAsync(Cancellation);
    }

    /// <summary>All that were ever published must be one history.</summary>
    public async Task CheckOneHistoryAsync(IEnumerable<Checkpoint> heads)
    {
        var last = new Checkpoint(Origin, 0, TreeHash.OfEmptyTree);
        foreach (var head in heads.OrderBy(head => head.Size))
        {
            var proof = await Tiles.ConsistencyProofAsync(last.Size, head.Size, Cancellation);
            Assert.True(MerkleProof.VerifiesConsistency(last.Size, last.Root, head.Size, head.Root, proof), $"{last.Size} to {head.Size}");
            last = head;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ledger.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}

/// <summary>One node's part in the log.</summary>
internal sealed class Node(LogIdentity log, NpgsqlDataSource source, AskWitnesses? witnesses)
{
    public PublishedLog Published { get; } = new();

    public HeadSigner Signer { get; } = new(log, new(source), new(source));

    public LogHost Host => field ??= new(
        log, new(source), new(new(source), new(source)), Signer, Published,
        witnesses ?? ((_, _, _) => Task.FromResult<IReadOnlyList<NoteSignature>>([])), NullLogger<LogHost>.Instance);

    /// <summary>Commits, signs and publishes until nothing is new; returns what is published then.</summary>
    public async Task<PublishedCheckpoint> CatchUpAsync()
    {
        TreeState state;
        do state = await Host.CycleAsync(TestContext.Current.CancellationToken);
        while (state.Size < state.Sequence);
        return Published.Current!;
    }
}
