using Ledger.Projections.Integration;
using Ledger.Transparency.Merkle;

namespace Ledger.Projections.Tests.Integration;

public sealed class IntegratorTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_tree_that_grows_by_any_steps_has_the_root_of_all_its_leaves()
    {
        await using var log = await LogUnderTest.StartAsync();
        var integrator = new Integrator(log.Store, log.Tiles);
        var expected = new CompactRange();
        foreach (var size in (long[])[1, 2, 255, 256, 257, 300, 511, 512, 1_000, 65_535, 65_536, 66_000, 140_000])
        {
            await log.FillAsync(size);
            for (var next = expected.Size + 1; next <= size; next++) expected.Append(LogUnderTest.Filled(next));
            var state = await log.Store.StateAsync(Cancellation);
            while (state.Size < size) state = await integrator.AdvanceAsync(state, Cancellation);
            Assert.Equal((size, expected.Root), (state.Size, state.Root));
            Assert.Equal((size, expected.Root), await CommittedAsync(log));
            Assert.Equal(expected.Root, await log.Tiles.RootAsync(size, Cancellation));
        }

        var complete = await log.Store.StateAsync(Cancellation);
        Assert.Equal(complete, await integrator.AdvanceAsync(complete, Cancellation));
    }

    [Fact]
    public async Task Any_leaf_of_any_size_is_proved_from_full_tiles_and_leaf_hashes()
    {
        await using var log = await LogUnderTest.StartAsync();
        const long size = 66_000;
        await log.FillAsync(size);
        await log.NewNode().CatchUpAsync();
        var roots = new List<TreeHash> { TreeHash.OfEmptyTree };
        var range = new CompactRange();
        for (var next = 1L; next <= size; next++)
        {
            range.Append(LogUnderTest.Filled(next));
            roots.Add(range.Root);
        }

        var random = new Random(20261122);
        for (var run = 0; run < 300; run++)
        {
            var at = run < 4 ? 65_535 + run : random.NextInt64(1, size + 1);
            var (index, older) = (random.NextInt64(at), random.NextInt64(at + 1));
            var proof = await log.Tiles.InclusionProofAsync(index, at, Cancellation);
            Assert.True(MerkleProof.VerifiesInclusion(index, LogUnderTest.Filled(index + 1), at, roots[(int)at], proof));
            var consistency = await log.Tiles.ConsistencyProofAsync(older, at, Cancellation);
            Assert.True(MerkleProof.VerifiesConsistency(older, roots[(int)older], at, roots[(int)at], consistency));
        }

        await Assert.ThrowsAsync<LogDamagedException>(() => log.Tiles.FetchAsync([new(0, 257, 256)], Cancellation));
        await Assert.ThrowsAsync<LogDamagedException>(() => log.Tiles.FetchAsync([new(1, 1, 2)], Cancellation));
        await Assert.ThrowsAsync<LogDamagedException>(() => log.Tiles.FetchAsync([new(0, 257, 255)], Cancellation));
    }

    [Fact]
    public async Task Nodes_that_integrate_at_once_grow_one_tree()
    {
        await using var log = await LogUnderTest.StartAsync();
        await log.NewNode().CatchUpAsync(); // the keys are made
        var nodes = Enumerable.Range(0, 4).Select(number => log.NewNode(log.CopyKeys($"node-{number}"))).ToList();
        var published = new List<PublishedCheckpoint>();
        for (var round = 0; round < 10; round++)
        {
            await log.AppendAsync(100 + round);
            published.AddRange(await Task.WhenAll(nodes.Select(node => Task.Run(node.CatchUpAsync))));
        }

        var head = await log.Ledger.Store.HeadAsync(Cancellation);
        Assert.Equal(head, (await CommittedAsync(log)).Size);
        Assert.All(nodes, node => Assert.Equal(head, node.Published.Current!.Head.Size));
        await log.CheckOneHistoryAsync(published.Select(each => each.Head));
    }

    [Fact]
    public async Task An_event_that_is_missing_stops_the_log_and_not_the_ledger()
    {
        await using var log = await LogUnderTest.StartAsync();
        await log.FillAsync(10);
        await log.ChangeAsync("DELETE FROM ledger.event WHERE seq = 7");
        var refused = await Assert.ThrowsAsync<LogDamagedException>(log.NewNode().CatchUpAsync);
        Assert.Contains("events 1 to 10 some are missing", refused.Message, StringComparison.Ordinal);
        await log.AppendAsync(1, "lot:other");
        Assert.Equal(0, (await CommittedAsync(log)).Size);
    }

    [Fact]
    public async Task Tiles_of_leaves_the_tree_does_not_have_stop_it()
    {
        await using var log = await LogUnderTest.StartAsync();
        await log.FillAsync(10);
        await log.NewNode().CatchUpAsync();
        await log.ChangeAsync("INSERT INTO ledger.log_tile VALUES (0, 0, sha256(''), decode(repeat('00', 8192), 'hex'))");
        await log.FillAsync(300);
        var refused = await Assert.ThrowsAsync<LogDamagedException>(log.NewNode().CatchUpAsync);
        Assert.Contains("has 10 leaves, and there are tiles of more", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_service_may_not_change_what_the_tree_has()
    {
        await using var log = await LogUnderTest.StartAsync();
        await log.FillAsync(300);
        await log.NewNode().CatchUpAsync();
        string[] changes = ["UPDATE log_tile SET root = hashes", "DELETE FROM log_tile", "DELETE FROM log_key", "DELETE FROM log_tree"];
        foreach (var sql in changes)
        {
            await using var command = log.Source.CreateCommand(sql);
            var refused = await Assert.ThrowsAsync<Npgsql.PostgresException>(() => command.ExecuteNonQueryAsync(Cancellation));
            Assert.Equal("42501", refused.SqlState); // insufficient_privilege
        }
    }

    private static async Task<(long Size, TreeHash Root)> CommittedAsync(LogUnderTest log)
    {
        var state = await log.Store.StateAsync(Cancellation);
        return (state.Size, state.Root);
    }
}
