using Ledger.Projections.Heads;
using Ledger.Testing;
using Ledger.Transparency.Heads;
using Ledger.Transparency.Leaves;
using Ledger.Transparency.Merkle;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;

namespace Ledger.Projections.Tests.Integration;

public sealed class HeadsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(70_000)] // more than one write, and a level above the tiles above the pages
    public async Task Every_stream_has_its_proof_in_a_tree_that_a_naive_reader_makes_too(int streams)
    {
        await using var log = await LogUnderTest.StartAsync();
        await FillStreamsAsync(log, streams);
        var (taken, isNew) = await Taker(log).TakeAsync(Cancellation);
        Assert.Equal((true, streams), (isNew, taken.Content.Streams));

        var naive = new CompactRange();
        for (var number = 0; number < streams; number++) naive.Append(Head(number).Hash());
        Assert.Equal(naive.Root, taken.Root);

        var reader = new HeadsReader(new(log.Source));
        var random = new Random(20261122);
        foreach (var number in Enumerable.Range(0, 40)
            .Select(run => run < 4 ? Math.Max(streams - 1 - run, 0) : random.Next(streams)).Append(0))
        {
            Assert.Equal(HeadsVerdict.Head, await JudgeAsync(Head(number).Stream));
            Assert.Equal(HeadsVerdict.Absent, await JudgeAsync(Head(number).Stream + "-"));
        }

        Assert.Equal(HeadsVerdict.Absent, await JudgeAsync("a"));
        Assert.Equal(HeadsVerdict.Absent, await JudgeAsync("z"));

        async Task<HeadsVerdict> JudgeAsync(string stream)
        {
            var (by, proof) = (await reader.ProveAsync(stream, Cancellation))!.Value;
            return proof.Judge(by.Content.Streams, by.Root);
        }
    }

    [Fact]
    public async Task An_empty_ledger_has_no_streams_and_proves_it()
    {
        await using var log = await LogUnderTest.StartAsync();
        Assert.Null(await new HeadsReader(new(log.Source)).ProveAsync("lot:a:1", Cancellation));
        var (taken, _) = await Taker(log).TakeAsync(Cancellation);
        Assert.Equal((0, 0, TreeHash.OfEmptyTree), (taken.Content.Through, taken.Content.Streams, taken.Root));
        var (_, proof) = (await new HeadsReader(new(log.Source)).ProveAsync("lot:a:1", Cancellation))!.Value;
        Assert.Equal(HeadsVerdict.Absent, proof.Judge(0, TreeHash.OfEmptyTree));
    }

    [Fact]
    public async Task They_are_taken_once_a_minute_at_most_and_only_the_last_two_are_kept()
    {
        await using var log = await LogUnderTest.StartAsync();
        var clock = new ClockAhead();
        await using var store = StoreDatabase.Store(log.Source, clock);
        using var taker = new HeadsTaker(store, new(log.Source), clock, NullLogger<HeadsTaker>.Instance);
        var throughs = new List<long>();
        for (var minute = 0; minute < 4; minute++)
        {
            await log.AppendAsync(1, $"lot:a:{minute}");
            var (first, second) = (await taker.TakeAsync(Cancellation), await taker.TakeAsync(Cancellation));
            Assert.Equal((true, false), (first.IsNew, second.IsNew));
            Assert.Equal(first.Taken.Content, second.Taken.Content);
            throughs.Add(first.Taken.Content.Through);
            clock.Ahead += Duration.FromMinutes(2);
        }

        Assert.Equal([1, 3, 5, 7], throughs);
        await using var command = log.Source.CreateCommand("SELECT array_agg(DISTINCT at_seq ORDER BY at_seq) FROM heads_page");
        var kept = (long[])(await command.ExecuteScalarAsync(Cancellation))!;
        Assert.Equal([5, 7], kept);
    }

    [Fact]
    public async Task Nodes_that_take_them_at_once_leave_one_event_and_a_proof_that_holds()
    {
        await using var log = await LogUnderTest.StartAsync();
        await FillStreamsAsync(log, 600);
        var takers = Enumerable.Range(0, 4).Select(_ => Taker(log)).ToList();
        var taken = await Task.WhenAll(takers.Select(taker => Task.Run(() => taker.TakeAsync(Cancellation))));
        Assert.Single(taken, each => each.IsNew);
        Assert.Single(taken.Select(each => each.Taken.Event.Sequence).Distinct());
        var (by, proof) = (await new HeadsReader(new(log.Source)).ProveAsync(Head(300).Stream, Cancellation))!.Value;
        Assert.Equal(HeadsVerdict.Head, proof.Judge(by.Content.Streams, by.Root));
        takers.ForEach(taker => taker.Dispose());
    }

    private static HeadsTaker Taker(LogUnderTest log) =>
        new(log.Ledger.Store, new(log.Source), SystemClock.Instance, NullLogger<HeadsTaker>.Instance);

    private static StreamHead Head(int number) => new($"lot:{number:000000}", 1, LeafHash.Of([]));

    private static Task FillStreamsAsync(LogUnderTest log, int streams) => log.ChangeAsync(
        $"""
        INSERT INTO ledger.head SELECT 'lot:' || lpad(n::text, 6, '0'), 1, sha256('\x00') FROM generate_series(0, {streams - 1}) n;
        UPDATE ledger.ledger_head SET seq = {streams}
        """);

    private sealed class ClockAhead : IClock
    {
        public Duration Ahead { get; set; }

        public Instant GetCurrentInstant() => SystemClock.Instance.GetCurrentInstant() + Ahead;
    }
}
