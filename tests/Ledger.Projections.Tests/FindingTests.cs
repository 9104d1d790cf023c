using Ledger.Domain.LedgerEvents;
using Ledger.EventStore;
using Ledger.Rules.Views;
using NodaTime;

namespace Ledger.Projections.Tests;

/// <summary>The life of a finding, from the record that raises it to the one that explains it.</summary>
public sealed class FindingTests
{
    private const string Bagged = """
        {"type":"bagged","id":"11111111-0000-4000-8000-000000000001","eventTime":"2026-01-05T09:00:00+02:00",
         "mineral":"coltan","siteId":"s1",
         "lotId":"agent:b1","holder":"miner","tag":{"series":"T","kind":"mine","number":"0001"},"weighing":{"netKg":50,"method":"measured"}}
        """;

    private const string Sold = """
        {"type":"sold","id":"11111111-0000-4000-8000-000000000002","eventTime":"2026-01-06T09:00:00+02:00",
         "saleId":"miner:s1","seller":"miner",
         "buyer":"trader","titlePasses":"delivered","lots":[{"lotId":"agent:b1"}]}
        """;

    private const string Received = """
        {"type":"received","id":"11111111-0000-4000-8000-000000000003","eventTime":"2026-01-06T11:00:00+02:00",
         "basis":"sale","from":"miner",
         "lots":[{"tag":{"series":"T","kind":"mine","number":"0001"},"netKg":58,"method":"measured"}]}
        """;

    private const string ReceiptCorrected = """
        {"type":"corrected","id":"11111111-0000-4000-8000-000000000004","eventTime":"2026-01-07T11:00:00+02:00","reason":"incorrect-data",
         "target":"11111111-0000-4000-8000-000000000003","replacement":
         {"type":"received","id":"11111111-0000-4000-8000-000000000005","eventTime":"2026-01-06T11:00:00+02:00",
          "basis":"sale","from":"miner",
          "lots":[{"tag":{"series":"T","kind":"mine","number":"0001"},"netKg":49.8,"method":"measured"}]}}
        """;

    private const string NeverOccurred = """
        {"type":"corrected","id":"11111111-0000-4000-8000-000000000006","eventTime":"2026-01-07T11:00:00+02:00","reason":"did-not-occur",
         "target":"11111111-0000-4000-8000-000000000003"}
        """;

    [Fact]
    public async Task A_receipt_far_from_the_recorded_mass_is_raised_at_once_and_withdrawn_by_its_correction()
    {
        await using var ledger = await LedgerUnderTest.StartAsync();
        await RecordAsync(ledger, ("agent", Bagged), ("miner", Sold), ("trader", Received));
        var raised = Assert.Single(await FindingsAsync(ledger), finding => finding.Content.Rule == "R5");
        Assert.Equal((FindingStatus.Active, 50m, 58m), (raised.Status, raised.Content.Expected, raised.Content.Observed));

        await RecordAsync(ledger, ("trader", ReceiptCorrected));
        var withdrawn = Assert.Single(await FindingsAsync(ledger), finding => finding.FindingId == raised.FindingId);
        Assert.Equal((FindingStatus.Withdrawn, 2), (withdrawn.Status, withdrawn.Version));
    }

    [Fact]
    public async Task Nobody_else_can_correct_the_receipt_away()
    {
        await using var ledger = await LedgerUnderTest.StartAsync();
        await RecordAsync(ledger, ("agent", Bagged), ("miner", Sold), ("trader", Received), ("miner", NeverOccurred));
        Assert.Equal(FindingStatus.Active, Assert.Single(await FindingsAsync(ledger), finding => finding.Content.Rule == "R5").Status);
    }

    [Fact]
    public async Task A_missing_half_is_raised_when_its_day_closes_and_withdrawn_when_it_comes_late_without_the_id()
    {
        await using var ledger = await LedgerUnderTest.StartAsync();
        await RecordAsync(ledger, ("agent", Bagged), ("miner", Sold));
        await ledger.CloseDayAsync(new(2026, 2, 5));
        Assert.Empty(await FindingsAsync(ledger));
        await ledger.CloseDayAsync(new(2026, 2, 6));
        Assert.Equal(("R28", FindingStatus.Active), Single(await FindingsAsync(ledger)));

        await RecordAsync(ledger, ("trader", Received.Replace("58", "49.9", StringComparison.Ordinal)));
        Assert.Equal(("R28", FindingStatus.Withdrawn), Single(await FindingsAsync(ledger)));
    }

    [Fact]
    public async Task A_finding_that_leaves_incident_tier_and_comes_back_is_amended_each_time_and_flags_its_incident_once()
    {
        await using var ledger = await LedgerUnderTest.StartAsync();
        await RecordAsync(ledger, ("agent", Bag(1)), ("agent", Bag(2)), ("trader", Receipt(1, 3)), ("trader", Receipt(2, 4)));
        await ledger.CloseDayAsync(new(2026, 1, 10));
        await RecordAsync(ledger, ("trader", NeverOccurred.Replace("000000000003", "000000000014", StringComparison.Ordinal)));
        await ledger.CloseDayAsync(new(2026, 1, 11));
        Assert.Equal(FindingTier.Review, (await TagFindingAsync(ledger)).Content.Tier);

        await RecordAsync(ledger, ("trader", Receipt(2, 5)));
        await ledger.CloseDayAsync(new(2026, 1, 12));
        var finding = await TagFindingAsync(ledger);
        Assert.Equal((FindingTier.Incident, FindingStatus.Active, 3), (finding.Content.Tier, finding.Status, finding.Version));
        Assert.Single((await ledger.Rows.IncidentsAsync(
            new(null, null, null, null, null), default, null, 10, TestContext.Current.CancellationToken)).Bodies);
    }

    [Fact]
    public async Task An_incident_left_open_is_told_after_six_months_until_what_flagged_it_is_explained()
    {
        await using var ledger = await LedgerUnderTest.StartAsync();
        await ledger.CloseDayAsync(new(2026, 1, 10));
        await RecordAsync(ledger, ("agent", Bag(1)), ("agent", Bag(2)), ("trader", Receipt(1, 3)), ("trader", Receipt(2, 4)));
        await ledger.CloseDayAsync(new(2026, 1, 11));
        await ledger.CloseDayAsync(new(2026, 7, 10));
        Assert.DoesNotContain(await FindingsAsync(ledger), finding => finding.Content.Rule == "R26");

        await ledger.CloseDayAsync(new(2026, 7, 11));
        var open = Assert.Single(await FindingsAsync(ledger), finding => finding.Content.Rule == "R26");
        var flagged = (await TagFindingAsync(ledger)).Content;
        Assert.Equal((6m, flagged.Evidence.Sha256), (open.Content.Observed, open.Content.Evidence.Sha256));

        await RecordAsync(ledger, ("agent", NeverOccurred.Replace("000000000003", "000000000021", StringComparison.Ordinal)));
        await ledger.CloseDayAsync(new(2026, 8, 11));
        Assert.Equal(FindingStatus.Withdrawn,
            Assert.Single(await FindingsAsync(ledger), finding => finding.Content.Rule == "R26").Status);
    }

    [Fact]
    public async Task Looking_twice_at_the_same_events_appends_nothing()
    {
        await using var ledger = await LedgerUnderTest.StartAsync();
        await RecordAsync(ledger, ("agent", Bagged), ("miner", Sold), ("trader", Received));
        var head = await ledger.Store.HeadAsync(TestContext.Current.CancellationToken);
        var page = await ledger.Store.ReadAsync(0, 500, TestContext.Current.CancellationToken);
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => ledger.Evaluator.EvaluateAsync(
            page, new(head), TestContext.Current.CancellationToken)));
        Assert.Equal(head, await ledger.Store.HeadAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(0, 7)]
    [InlineData(2, 3)]
    [InlineData(0, 1000)]
    public async Task Pages_that_are_read_ahead_are_all_there_are_in_order(long from, int size)
    {
        await using var ledger = await LedgerUnderTest.StartAsync();
        await RecordAsync(ledger, ("agent", Bagged), ("miner", Sold), ("trader", Received));
        var cancellation = TestContext.Current.CancellationToken;
        var head = await ledger.Store.HeadAsync(cancellation);
        var read = new List<StoredEvent>();
        await foreach (var page in ledger.Evaluator.PagesAsync(new(head - 1), from, size, cancellation))
        {
            Assert.InRange(page.Events.Count, 1, size);
            Assert.Equal(page.Events[^1].Sequence, page.End);
            read.AddRange(page.Events);
        }

        Assert.Equal(Enumerable.Range((int)from + 1, (int)(head - 1 - from)), read.Select(each => (int)each.Sequence));
        // Whoever stops early, or is cancelled, leaves nothing running.
        await foreach (var _ in ledger.Evaluator.PagesAsync(new(head), from, 1, cancellation)) break;
        Assert.Empty(await ledger.Evaluator.PagesAsync(new(from), from, size, cancellation).ToListAsync(cancellation));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            await ledger.Evaluator.PagesAsync(new(head), from, size, new(canceled: true)).ToListAsync(cancellation));
    }

    private static async Task RecordAsync(LedgerUnderTest ledger, params (string By, string Json)[] custodyEvents)
    {
        await ledger.AppendAsync(custodyEvents.Select(each => Recorded.By(each.By, each.Json)));
        await ledger.CatchUpAsync();
    }

    private static string Bag(int number) => $$$"""
        {"type":"bagged","id":"11111111-0000-4000-8000-00000000002{{{number}}}","eventTime":"2026-01-0{{{4 + number}}}T09:00:00+02:00",
         "mineral":"coltan","siteId":"s1","lotId":"agent:c{{{number}}}","holder":"miner","tag":{"series":"T","kind":"mine","number":"0009"},
         "weighing":{"netKg":50,"method":"measured"}}
        """;

    private static string Receipt(int bag, int id) => $$$"""
        {"type":"received","id":"11111111-0000-4000-8000-00000000001{{{id}}}","eventTime":"2026-01-0{{{4 + bag}}}T11:00:00+02:00",
         "basis":"deposit","from":"miner","lots":[{"tag":{"series":"T","kind":"mine","number":"0009"},"netKg":49.9,"method":"measured"}]}
        """;

    private static async Task<FindingView> TagFindingAsync(LedgerUnderTest ledger) =>
        Assert.Single(await FindingsAsync(ledger), finding => finding.Content.Rule == "R1");

    private static (string Rule, FindingStatus Status) Single(IReadOnlyList<FindingView> findings)
    {
        var finding = Assert.Single(findings);
        return (finding.Content.Rule, finding.Status);
    }

    private static Task<IReadOnlyList<FindingView>> FindingsAsync(LedgerUnderTest ledger) => ledger.FindingsAsync();
}
