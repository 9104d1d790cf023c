using Ledger.Projections.Integration;
using Ledger.Testing;
using Ledger.Transparency.Notes;
using Npgsql;

namespace Ledger.Projections.Tests.Integration;

/// <summary>
/// A node dies before or after each of commit, sign and publish, five times each, and another one goes on from what is on disk
/// and in the database. Whatever was ever signed is one history.
/// </summary>
public sealed class KilledIntegratorTests
{
    private const int Times = 5;
    private readonly List<Checkpoint> _signed = [];
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Cut.BeforeRequest, false)]
    [InlineData(Cut.WithinRequest, false)]
    [InlineData(Cut.BeforeAnswer, true)]
    public Task Killed_before_or_after_the_commit(Cut cut, bool isCommitted) => KillAsync(async (log, time) =>
    {
        await using var wire = new FaultyWire(new NpgsqlConnectionStringBuilder(log.Source.ConnectionString).Host!, seed: time);
        await using var source = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(log.Source.ConnectionString) { Host = wire.Folder });
        var store = new TreeStore(source);
        var before = await store.StateAsync(Cancellation);
        wire.Arm(cut, after: 1); // the leaf hashes are read, then comes the commit

        await Assert.ThrowsAnyAsync<NpgsqlException>(() => new Integrator(store, log.Tiles).AdvanceAsync(before, Cancellation));

        Assert.Equal(1, wire.Losses);
        Assert.Equal(isCommitted, (await log.Store.StateAsync(Cancellation)).Size > before.Size);
    });

    [Fact]
    public Task Killed_after_the_commit_before_the_signature() => KillAsync((log, _) => log.NewNode().Host.IntegrateAsync(Cancellation));

    [Fact]
    public Task Killed_after_the_head_was_written_down_before_the_signature() => KillAsync(async (log, _) =>
    {
        var state = await log.NewNode().Host.IntegrateAsync(Cancellation);
        new SignedHeadFile(log.Folder).Write(new(LogUnderTest.Origin, state.Size, state.Root));
    });

    [Fact]
    public Task Killed_after_the_signature_before_it_was_published() => KillAsync(async (log, _) =>
    {
        var node = log.NewNode();
        var note = await node.Signer.SignAsync(await node.Host.IntegrateAsync(Cancellation), Cancellation);
        _signed.Add(Checkpoint.Parse(note.Text));
    });

    [Fact]
    public Task Killed_after_it_was_published() => KillAsync(async (log, _) =>
    {
        var node = log.NewNode();
        var state = await node.Host.IntegrateAsync(Cancellation);
        await node.Host.PublishAsync(await node.Signer.SignAsync(state, Cancellation), state, Cancellation);
    });

    private async Task KillAsync(Func<LogUnderTest, int, Task> untilItDies)
    {
        await using var log = await LogUnderTest.StartAsync();
        _signed.Add((await log.NewNode().CatchUpAsync()).Head);
        for (var time = 0; time < Times; time++)
        {
            await log.AppendAsync(60 + (100 * time));
            await untilItDies(log, time);
            await log.AppendAsync(7);
            var published = (await log.NewNode().CatchUpAsync()).Head;
            Assert.Equal(await log.Ledger.Store.HeadAsync(Cancellation), published.Size);
            _signed.Add(published);
        }

        await log.CheckOneHistoryAsync(_signed);
    }
}
