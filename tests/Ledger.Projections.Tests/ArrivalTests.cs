using System.Text;
using System.Text.RegularExpressions;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.EventStore;
using Ledger.Projections.Facts;
using Ledger.Rules.Provenance;
using Ledger.Simulation;
using NodaTime;

namespace Ledger.Projections.Tests;

/// <summary>What the projections may never do: depend on the order of arrival, on pages, on crashes, on another node.</summary>
public sealed partial class ArrivalTests
{
    private const int Seed = 20260301;
    private const int LateRounds = 50;
    private const int LateEvents = 80;
    private const int MostDaysLate = 30;
    private static readonly LocalDate Until = new(2026, 3, 1);
    private static readonly Lazy<IReadOnlyList<AppendRequest>> Postings = new(() =>
        [.. World.Generate(new(7, WorldSize.Small, Until)).Postings.Take(700).Select(Recorded.Of)]);

    [Fact]
    public async Task Any_order_and_repetition_of_the_same_custody_events_ends_in_the_same_views_and_active_findings()
    {
        var expected = await ContentOfAsync(Postings.Value, pageSize: 500);
        Assert.Contains(expected, row => row.StartsWith("finding", StringComparison.Ordinal));
        for (var round = 0; round < 6; round++)
        {
            var random = new Random(Seed + round);
            AppendRequest[] shuffled = [.. Postings.Value, .. Postings.Value.Take(50)];
            random.Shuffle(shuffled);
            var content = await ContentOfAsync(shuffled, pageSize: random.Next(1, 400));
            Assert.True(expected.SequenceEqual(content), $"seed {Seed + round}: {FirstDifference(expected, content)}");
        }
    }

    [Fact]
    public async Task Batches_that_come_up_to_thirty_days_late_while_days_close_end_in_the_same_views_and_active_findings()
    {
        var some = Postings.Value.Take(LateEvents).ToList();
        var expected = await ContentOfAsync(some, pageSize: 500);
        Assert.Contains(expected, row => row.StartsWith("finding", StringComparison.Ordinal));
        for (var round = 0; round < LateRounds; round++)
        {
            var random = new Random(Seed + round);
            await using var ledger = await LedgerUnderTest.StartAsync();
            await ledger.AppendAsync(Registered());
            var batches = some.Chunk(random.Next(5, 20)).Select(batch => (Batch: batch, Day: random.Next(MostDaysLate + 1)));
            foreach (var day in batches.GroupBy(late => late.Day).OrderBy(late => late.Key))
            {
                foreach (var (batch, _) in day)
                {
                    random.Shuffle(batch);
                    await ledger.AppendAsync(batch);
                    await ledger.CatchUpAsync();
                }

                if (random.Next(4) == 0) await ledger.CloseDayAsync(Until.PlusDays(day.Key));
            }

            await ledger.CloseDayAsync(Until.PlusDays(60));
            var content = await Rows.ContentAsync(ledger.Source);
            Assert.True(expected.SequenceEqual(content), $"seed {Seed + round}: {FirstDifference(expected, content)}");
        }
    }

    [Fact]
    public async Task A_rebuild_gives_the_rows_that_grew_event_by_event_in_every_column()
    {
        await using var ledger = await LedgerUnderTest.StartAsync();
        await ledger.AppendAsync(Registered());
        foreach (var some in Postings.Value.Chunk(97))
        {
            await ledger.AppendAsync(some);
            await ledger.CatchUpAsync(pageSize: 61);
        }

        await ledger.CloseDayAsync(Until.PlusDays(1));
        var incremental = await Rows.AllAsync(ledger.Source);
        await ledger.RebuildAsync();
        var rebuilt = await Rows.AllAsync(ledger.Source);
        Assert.True(incremental.SequenceEqual(rebuilt), FirstDifference(incremental, rebuilt));
    }

    [Fact]
    public async Task Projections_killed_in_the_middle_of_a_page_or_run_on_two_nodes_end_in_the_same_rows()
    {
        await using var calm = await LedgerUnderTest.StartAsync();
        await calm.AppendAsync(Postings.Value);
        await calm.CatchUpAsync();
        var expected = await Rows.ContentAsync(calm.Source);

        await using var ledger = await LedgerUnderTest.StartAsync();
        await ledger.AppendAsync(Postings.Value);
        await Task.WhenAll(ProjectUnderFireAsync(ledger, Seed), ProjectUnderFireAsync(ledger, Seed + 1));
        await ledger.EvaluateAsync();
        await ledger.ProjectAsync();
        var content = await Rows.ContentAsync(ledger.Source);
        Assert.True(expected.SequenceEqual(content), FirstDifference(expected, content));
        var survived = await Rows.AllAsync(ledger.Source);
        await ledger.RebuildAsync();
        Assert.Equal(survived, await Rows.AllAsync(ledger.Source));
    }

    [Fact]
    public async Task Provenance_out_of_the_views_is_the_provenance_out_of_the_facts_for_every_lot()
    {
        await using var ledger = await LedgerUnderTest.StartAsync();
        await ledger.AppendAsync(Postings.Value);
        await ledger.CatchUpAsync();
        var page = await ledger.Rows.LotsAsync(new(null, null, null, null), default, null, 2_000, TestContext.Current.CancellationToken);
        var exported = new List<ProvenanceView>();
        foreach (var body in page.Bodies)
        {
            var lot = System.Text.Json.JsonSerializer.Deserialize(body, Ledger.Rules.Views.ViewJson.Plain.LotView)!;
            var fromViews = await ledger.Provenance.UpstreamAsync(lot.LotId, Horizon.Now, TestContext.Current.CancellationToken);
            var fromFacts = ProvenanceView.Of(
                lot.LotId, lot.MassKg,
                await ledger.Provenance.FromFactsAsync([lot.LotId], Horizon.Now, TestContext.Current.CancellationToken));
            Assert.Equal(Json(fromFacts), Json(fromViews!));
            Assert.Equal(1m, fromViews!.UnattributedShare + fromViews.Sites.Sum(site => site.Share));
            if (fromViews.Nodes.Any(node => node.Id == Consignment.NameOf(Consignment.Of(lot.LotId)))) exported.Add(fromViews);
        }

        Assert.NotEmpty(exported);
        Assert.All(exported, view => Assert.True(view.UnattributedShare < 0.05m, $"{view.LotId}: {view.UnattributedShare}"));
    }

    [Fact]
    public async Task What_was_known_at_a_past_moment_is_what_the_views_said_then()
    {
        await using var ledger = await LedgerUnderTest.StartAsync();
        await ledger.AppendAsync(Postings.Value.Take(350));
        await ledger.CatchUpAsync();
        var then = await ledger.Rows.LotsAsync(new(null, null, null, null), default, null, 500, TestContext.Current.CancellationToken);
        var moment = SystemClock.Instance.GetCurrentInstant();
        await Task.Delay(5, TestContext.Current.CancellationToken);
        await ledger.AppendAsync(Postings.Value.Skip(350));
        await ledger.CatchUpAsync();
        foreach (var body in then.Bodies)
        {
            var lot = System.Text.Json.JsonSerializer.Deserialize(body, Ledger.Rules.Views.ViewJson.Plain.LotView)!;
            var facts = await ledger.Loader.LotsAsync(
                [lot.LotId], Horizon.Now with { KnownAt = moment }, TestContext.Current.CancellationToken);
            var known = Ledger.Rules.Views.LotView.Of(facts[lot.LotId]);
            Assert.Equal(body, System.Text.Json.JsonSerializer.Serialize(known, Ledger.Rules.Views.ViewJson.Plain.LotView));
        }
    }

    // Half of what the world uses, so that rules have something to say.
    private static IEnumerable<AppendRequest> Registered()
    {
        var description = new SiteDescription("Hill", new("XA"), new("north"), null, 0.5m, 0.1m, [Mineral.Coltan]);
        yield return Entered.In(
            StreamName.Site(new("site-demo-01")), new SiteRegistered(Command(1), new("site-demo-01"), description),
            new SiteChanged(Command(2), new("site-demo-01"), description with { Area = new("south") }));
        var series = World.Generate(new(7, WorldSize.Small, Until)).Postings.Select(posting => Encoding.UTF8.GetString(posting.Json.Span))
            .Select(json => SeriesName().Match(json)).First(match => match.Success).Groups[1].Value;
        var range = TagRange.TryCreate(series, TagKind.Mine, "0050000", "0060000")!.Value;
        yield return Entered.In(
            StreamName.TagSeries(series), new TagsIssued(Command(3), range, new(2025, 1, 1)),
            new TagsRequested(Command(4), Command(4), new("site-demo-01"), new("demo-coop-01"), TagKind.Mine, 5),
            new TagRequestReviewed(Command(5), Command(4), Verdict.Approved, 5, new(2025, 1, 1)),
            new TagsAssigned(Command(6), Command(4), new("site-demo-02"), range with { To = "0050004" }));
    }

    private static CommandId Command(byte number) => new(new Guid(number, 0, 0, new byte[8]));

    [GeneratedRegex("\"series\":\"(DM[^\"]+)\"")]
    private static partial Regex SeriesName();

    private static async Task<IReadOnlyList<string>> ContentOfAsync(IEnumerable<AppendRequest> requests, int pageSize)
    {
        await using var ledger = await LedgerUnderTest.StartAsync();
        await ledger.AppendAsync(Registered());
        foreach (var some in requests.Chunk(200))
        {
            await ledger.AppendAsync(some);
            await ledger.CatchUpAsync(pageSize);
        }

        await ledger.CloseDayAsync(Until.PlusDays(60));
        return await Rows.ContentAsync(ledger.Source);
    }

    // Two of these race; each is cut off again and again in the middle of its work.
    private static async Task ProjectUnderFireAsync(LedgerUnderTest ledger, int seed)
    {
        var random = new Random(seed);
        for (var cuts = 0; ;)
        {
            using var cut = new CancellationTokenSource(TimeSpan.FromMilliseconds(cuts < 25 ? random.Next(1, 60) : 60_000));
            try
            {
                var from = await ledger.Views.ProgressAsync(cut.Token);
                var page = await ledger.Store.ReadAsync(from, 50, cut.Token);
                if (page.Count == 0) return;
                await ledger.Views.WriteAsync(from, page, cut.Token);
            }
            catch (OperationCanceledException)
            {
                cuts++;
            }
        }
    }

    private static string Json(ProvenanceView view) =>
        System.Text.Json.JsonSerializer.Serialize(view, Ledger.Rules.Views.ViewJson.Plain.ProvenanceView);

    private static string FirstDifference(IReadOnlyList<string> expected, IReadOnlyList<string> actual) =>
        $"only expected: {expected.Except(actual).FirstOrDefault()}\nonly actual: {actual.Except(expected).FirstOrDefault()}";
}
