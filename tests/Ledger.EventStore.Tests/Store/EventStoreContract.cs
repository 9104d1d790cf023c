using Ledger.Testing.Histories;

namespace Ledger.EventStore.Tests.Store;

/// <summary>What every event store must do. Linked into each by an empty class.</summary>
public abstract class EventStoreContract
{
    private readonly History _history = new();

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>The node that serves this client; its store starts empty or with what other cases left.</summary>
    protected abstract IEventStore Node(int client);

    /// <summary>Lets nothing be committed until disposed.</summary>
    protected abstract ValueTask<IAsyncDisposable> StallAsync();

    [Fact]
    public async Task Appended_events_are_read_in_order_and_by_stream()
    {
        var (first, second) = (NewStream(), NewStream());
        var before = await Node(0).HeadAsync(Cancellation);
        var result = await AppendAsync(0, "a", History.Unit(Guid.NewGuid(), "a", first, second, first));

        var receipts = result.Units.Single().Receipts;
        Assert.Equal([before + 1, before + 2, before + 3], receipts.Select(receipt => receipt.Sequence));
        Assert.Equal([1, 1, 2], receipts.Select(receipt => receipt.Version));
        var page = await Node(1).ReadAsync(before, 2, Cancellation);
        Assert.Equal([before + 1, before + 2], page.Select(stored => stored.Sequence));
        var stream = await Node(1).ReadStreamAsync(new(first), 1, 10, Cancellation);
        Assert.Equal(receipts[2].LeafHash, Assert.Single(stream).LeafHash);
        Assert.Equal(before + 3, await Node(1).HeadAsync(Cancellation));
        await CheckAsync();
    }

    [Fact]
    public async Task A_follower_gets_every_event_once_and_in_order()
    {
        var after = await Node(0).HeadAsync(Cancellation);
        var appending = Task.WhenAll(Enumerable.Range(0, 100).Select(client =>
            AppendAsync(client, "f", History.Unit(Guid.NewGuid(), "f", $"lot:f:{client % 7}"))));

        var seen = new List<long>();
        await foreach (var page in Node(1).FollowAsync(after, 9, Cancellation))
        {
            seen.AddRange(page.Select(stored => stored.Sequence));
            if (seen.Count >= 100) break;
        }

        await appending;
        Assert.Equal(Enumerable.Range(1, 100).Select(offset => after + offset), seen);
    }

    [Fact]
    public async Task The_same_id_with_the_same_content_gets_the_first_receipts()
    {
        var unit = History.Unit(Guid.NewGuid(), "same", NewStream(), NewStream(), NewStream());
        var first = await AppendAsync(0, "same", unit);
        var second = await AppendAsync(0, "same", unit);
        var elsewhere = await AppendAsync(1, "same", unit);

        Assert.Equal(AppendStatus.Created, first.Status);
        Assert.All([second, elsewhere], repeat => Assert.Equal(AppendStatus.Duplicate, repeat.Status));
        Assert.All([second, elsewhere], repeat => Assert.Equal(first.Units[0].Receipts, repeat.Units[0].Receipts));
        await CheckAsync();
    }

    [Fact]
    public async Task The_same_id_with_other_content_or_from_another_organisation_is_a_conflict()
    {
        var (id, stream) = (Guid.NewGuid(), NewStream());
        await AppendAsync(0, "mine", History.Unit(id, "mine", stream));
        foreach (var client in new[] { 0, 1 })
        {
            var other = await AppendAsync(client, "other", History.Unit(id, "other", stream));
            Assert.Equal(AppendStatus.ConflictingContent, other.Status);
            var stranger = await Node(client).AppendAsync(new(History.UnitOf("org-2", id, "mine", stream)), Cancellation);
            Assert.Equal(AppendStatus.ConflictingContent, stranger.Status);
        }

        Assert.Single(await Node(0).ReadStreamAsync(new(stream), 0, 10, Cancellation));
        await CheckAsync();
    }

    [Fact]
    public async Task An_id_twice_in_one_request_counts_once_and_with_two_contents_not_at_all()
    {
        var (id, stream) = (Guid.NewGuid(), NewStream());
        var conflict = await Node(0).AppendAsync(
            new(History.Unit(id, "one", stream), History.Unit(id, "two", stream)), Cancellation);
        var twice = await AppendAsync(0, "one", History.Unit(id, "one", stream), History.Unit(id, "one", stream));

        Assert.Equal(AppendStatus.ConflictingContent, conflict.Status);
        Assert.Equal(AppendStatus.ConflictingContent, conflict.Units[1].Status);
        Assert.Equal([AppendStatus.Created, AppendStatus.Duplicate], twice.Units.Select(unit => unit.Status));
        Assert.Single(await Node(0).ReadStreamAsync(new(stream), 0, 10, Cancellation));
        await CheckAsync();
    }

    [Fact]
    public async Task Units_appended_before_count_as_done_and_the_rest_is_stored()
    {
        var units = Enumerable.Range(0, 10).Select(_ => History.Unit(Guid.NewGuid(), "part", NewStream(), NewStream())).ToList();
        var early = await AppendAsync(0, "part", units[3], units[7]);
        var all = await AppendAsync(1, "part", [.. units]);

        Assert.Equal(AppendStatus.Created, all.Status);
        Assert.Equal(early.Units[1].Receipts, all.Units[7].Receipts);
        Assert.Equal([3, 7], all.Units.Index().Where(unit => unit.Item.Status == AppendStatus.Duplicate).Select(unit => unit.Index));
        await CheckAsync();
    }

    [Fact]
    public async Task One_conflicting_unit_keeps_all_others_out()
    {
        var taken = Guid.NewGuid();
        await AppendAsync(0, "first", History.Unit(taken, "first", NewStream()));
        var fresh = Enumerable.Range(0, 20).Select(_ => History.Unit(Guid.NewGuid(), "rest", NewStream())).ToList();
        var result = await AppendAsync(1, "rest", [.. fresh, History.Unit(taken, "rest", NewStream())]);

        Assert.Equal(AppendStatus.ConflictingContent, result.Status);
        Assert.Equal([20], result.Units.Index()
            .Where(unit => unit.Item.Status == AppendStatus.ConflictingContent).Select(unit => unit.Index));
        await CheckAsync();
    }

    [Fact]
    public async Task Of_rivals_for_one_version_exactly_one_wins()
    {
        var stream = NewStream();
        for (var version = 0; version < 20; version++)
        {
            var expected = new ExpectedVersion(new(stream), version);
            var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(client => _history.AppendAsync(
                Node(client), client, "rival", new([History.Unit(Guid.NewGuid(), "rival", stream)], [expected]), Cancellation)));

            Assert.Single(results, result => result.Status == AppendStatus.Created);
            Assert.Equal(7, results.Count(result => result.Status == AppendStatus.StaleVersion));
        }

        await CheckAsync();
    }

    [Fact]
    public async Task A_decision_on_a_stream_it_does_not_write_to_is_stale_when_that_stream_moved()
    {
        var (read, written) = (NewStream(), NewStream());
        AppendRequest Decision(int version) => new(
            [new(null, [History.Event(Guid.NewGuid(), "decided", written)], [])], [new(new(read), version)]);

        Assert.Equal(AppendStatus.Created, (await Node(0).AppendAsync(Decision(0), Cancellation)).Status);
        await AppendAsync(1, "moved", History.Unit(Guid.NewGuid(), "moved", read));
        await AppendAsync(0, "other", History.Unit(Guid.NewGuid(), "other", NewStream()));
        Assert.Equal(AppendStatus.StaleVersion, (await Node(0).AppendAsync(Decision(0), Cancellation)).Status);
        Assert.Equal(AppendStatus.Created, (await Node(0).AppendAsync(Decision(1), Cancellation)).Status);
        await CheckAsync();
    }

    [Fact]
    public async Task What_a_caller_read_elsewhere_is_known_here()
    {
        var stream = NewStream();
        for (var version = 0; version < 10; version++)
        {
            var result = await _history.AppendAsync(
                Node(version), version, "turn", new([History.Unit(Guid.NewGuid(), "turn", stream)], [new(new(stream), version)]),
                Cancellation);
            Assert.Equal(AppendStatus.Created, result.Status);
        }
    }

    [Fact]
    public async Task A_wrong_hint_that_a_stream_is_new_only_costs_time()
    {
        var stream = NewStream();
        foreach (var client in new[] { 0, 1, 0 })
        {
            var unit = History.Unit(Guid.NewGuid(), "hint", stream);
            var hinted = unit with { Events = [.. unit.Events.Select(each => each with { OpensStream = true })] };
            Assert.Equal(AppendStatus.Created, (await AppendAsync(client, "hint", hinted)).Status);
        }

        await CheckAsync();
    }

    [Fact]
    public async Task Concurrent_repeats_are_stored_once_with_one_answer()
    {
        const int Seed = 20260301;
        var random = new Random(Seed);
        var sends = Enumerable.Range(0, 5_000)
            .SelectMany(n => Enumerable.Repeat(History.Unit(Guid.NewGuid(), "repeat", $"lot:r:{n % 50}"), random.Next(1, 6)))
            .ToArray();
        random.Shuffle(sends);

        var results = await Task.WhenAll(Enumerable.Range(0, 32).Select(async client =>
        {
            var answers = new List<(Guid Id, AppendResult Result)>();
            for (var i = client; i < sends.Length; i += 32)
                answers.Add((sends[i].Custody!.Id.Value, await AppendAsync(client, "repeat", sends[i])));
            return answers;
        }));

        foreach (var answers in results.SelectMany(answers => answers).GroupBy(answer => answer.Id))
        {
            Assert.Single(answers, answer => answer.Result.Status == AppendStatus.Created);
            Assert.Single(answers.Select(answer => answer.Result.Units.Single().Receipts.Single()).Distinct());
        }

        await CheckAsync();
    }

    [Fact]
    public async Task Overload_is_said_and_passes()
    {
        List<Task<AppendResult>> flood;
        await using (await StallAsync())
            flood = [.. Enumerable.Range(0, 18_000).Select(client =>
                AppendAsync(client, "flood", History.Unit(Guid.NewGuid(), "flood", $"lot:o:{client % 99}")))];
        var statuses = (await Task.WhenAll(flood)).Select(result => result.Status).Distinct().ToList();

        Assert.Contains(AppendStatus.Overloaded, statuses);
        Assert.DoesNotContain(AppendStatus.Unknown, statuses);
        Assert.Equal(AppendStatus.Created, (await AppendAsync(0, "after", History.Unit(Guid.NewGuid(), "after", NewStream()))).Status);
        await CheckAsync();
    }

    [Fact]
    public async Task Reads_never_go_back()
    {
        using var done = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var readers = Enumerable.Range(0, 3).Select(client => Task.Run(async () =>
        {
            var newest = 0L;
            while (!done.IsCancellationRequested)
            {
                var head = await Node(client).HeadAsync(Cancellation);
                Assert.True(head >= newest, $"the head went from {newest} to {head}");
                if (head > 0) Assert.Single(await Node(client + 1).ReadAsync(head - 1, 1, Cancellation));
                newest = head;
            }
        })).ToList();

        for (var round = 0; round < 20; round++)
            await Task.WhenAll(Enumerable.Range(0, 20).Select(client =>
                AppendAsync(client, "read", History.Unit(Guid.NewGuid(), "read", $"lot:b:{client}"))));
        await done.CancelAsync();
        await Task.WhenAll(readers);
        await CheckAsync();
    }

    [Fact]
    public async Task Malformed_requests_are_the_callers_mistake()
    {
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Node(0).AppendAsync(new(), Cancellation));
        await Assert.ThrowsAnyAsync<ArgumentException>(
            () => Node(0).AppendAsync(new(History.Unit(Guid.NewGuid(), "x")), Cancellation));
        await Assert.ThrowsAnyAsync<ArgumentException>(
            () => Node(0).AppendAsync(new(History.Unit(Guid.NewGuid(), "x", "lot:\0")), Cancellation));
    }

    protected Task<AppendResult> AppendAsync(int client, string content, params AppendUnit[] units) =>
        _history.AppendAsync(Node(client), client, content, new(units), Cancellation);

    protected Task CheckAsync() => _history.CheckAsync(Node(0), Cancellation);

    protected static string NewStream() => $"lot:p:{Guid.NewGuid():N}";
}
