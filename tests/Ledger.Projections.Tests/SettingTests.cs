using System.Text.Json;
using Ledger.Domain.Json;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.EventStore;
using Ledger.Projections.Facts;
using Ledger.Rules.Views;
using Ledger.Transparency.Leaves;
using NodaTime;

namespace Ledger.Projections.Tests;

/// <summary>A changed setting and the records it concerns, whichever the ledger had first.</summary>
public sealed class SettingTests
{
    // A phone whose clock is years ahead: recorded before a change that holds for its time.
    private const string Ahead = "2031-05-05T09:00:00+02:00";
    private static readonly Instant From = Instant.FromUtc(2031, 5, 1, 0, 0);
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_a_change_concerns_and_was_judged_before_it_is_judged_again_in_the_background()
    {
        await using var ledger = await LedgerUnderTest.StartAsync();
        await RecordAsync(ledger, Enumerable.Range(1, 120).Select(number => Bag(number, 65, Ahead)));
        await RecordAsync(ledger, [Bag(500, 65, "2026-01-05T09:00:00+02:00")]);
        await ChangeAsync(ledger, 1, "R4.bagKg", 60);
        await ledger.CatchUpAsync();
        Assert.Empty(await ledger.FindingsAsync());

        Assert.True(await ledger.Review.StepAsync(Cancellation));
        await ledger.ProjectAsync();
        Assert.InRange((await ledger.FindingsAsync()).Count, 1, 50); // little by little
        while (await ledger.Review.StepAsync(Cancellation)) await ledger.CatchUpAsync();

        var findings = await ledger.FindingsAsync();
        Assert.Equal(120, findings.Count);
        Assert.All(findings, finding => Assert.Equal(
            ("R4", 60m, 1), (finding.Content.Rule, finding.Content.Expected, finding.Content.SettingsVersion)));
    }

    [Fact]
    public async Task Records_before_the_change_or_after_it_end_in_the_same_views_and_findings()
    {
        await using var changedLast = await LedgerUnderTest.StartAsync();
        await RecordAsync(changedLast, Told);
        await ChangeAsync(changedLast, 1, "R4.bagKg", 60);
        await ChangeAsync(changedLast, 2, "lot.crumbsKg", 0);
        await changedLast.CatchUpAsync();
        while (await changedLast.Review.StepAsync(Cancellation)) await changedLast.CatchUpAsync();

        await using var changedFirst = await LedgerUnderTest.StartAsync();
        await ChangeAsync(changedFirst, 1, "R4.bagKg", 60);
        await ChangeAsync(changedFirst, 2, "lot.crumbsKg", 0);
        await RecordAsync(changedFirst, Told);

        var content = await Rows.ContentAsync(changedFirst.Source);
        Assert.Contains(content, row => row.Contains("partly-consumed", StringComparison.Ordinal));
        Assert.Contains(content, row => row.StartsWith("finding", StringComparison.Ordinal));
        Assert.Equal(content, await Rows.ContentAsync(changedLast.Source));
    }

    [Fact]
    public async Task A_rebuild_gives_the_rows_that_grew_while_settings_changed()
    {
        await using var ledger = await LedgerUnderTest.StartAsync();
        await RecordAsync(ledger, Told);
        await ChangeAsync(ledger, 1, "lot.crumbsKg", 0);
        await ledger.CatchUpAsync(pageSize: 1);
        var incremental = await Rows.AllAsync(ledger.Source);
        Assert.Contains(incremental, row => row.StartsWith("dated_ahead", StringComparison.Ordinal));
        await ledger.RebuildAsync();
        Assert.Equal(incremental, await Rows.AllAsync(ledger.Source));
    }

    [Fact]
    public async Task A_past_moment_knows_the_settings_that_were_known_then()
    {
        await using var ledger = await LedgerUnderTest.StartAsync();
        await RecordAsync(ledger, Told);
        var then = SystemClock.Instance.GetCurrentInstant();
        await Task.Delay(5, Cancellation);
        await ChangeAsync(ledger, 1, "lot.crumbsKg", 0);

        Assert.Equal(LotStatus.PartlyConsumed, await StatusAsync(ledger, Horizon.Now));
        Assert.Equal(LotStatus.Consumed, await StatusAsync(ledger, Horizon.Now with { KnownAt = then }));
    }

    private static async Task<LotStatus> StatusAsync(LedgerUnderTest ledger, Horizon horizon) =>
        LotView.Of((await ledger.Loader.LotsAsync([new("agent:b1")], horizon, Cancellation)).Values.Single())!.Status;

    private static string[] Told =>
    [
        Bag(1, 65, Ahead),
        """
        {"type":"processed","id":"22222222-0000-4000-8000-000000000900","eventTime":"2031-06-05T09:00:00+02:00","runId":"agent:r1",
         "operation":"other","holder":"agent","final":true,"inputs":[{"lotId":"agent:b1","netKg":64.9,"method":"measured"}],
         "outputs":[{"lotId":"agent:p1","kind":"product","mineral":"coltan","netKg":64.9,"method":"measured"}]}
        """,
    ];

    private static string Bag(int number, decimal kg, string eventTime) =>
        $$$"""
        {"type":"bagged","id":"22222222-0000-4000-8000-{{{number:000000000000}}}","eventTime":"{{{eventTime}}}","mineral":"coltan",
         "siteId":"s1","lotId":"agent:b{{{number}}}","tag":{"series":"T","kind":"mine","number":"{{{number:0000}}}"},
         "weighing":{"method":"measured","netKg":{{{kg}}} } }
        """;

    private static async Task RecordAsync(LedgerUnderTest ledger, IEnumerable<string> custodyEvents)
    {
        await ledger.AppendAsync(custodyEvents.Select(json => Recorded.By("agent", json)));
        await ledger.CatchUpAsync();
    }

    private static Task ChangeAsync(LedgerUnderTest ledger, int number, string name, decimal value)
    {
        var id = Guid.Parse($"33333333-0000-4000-8000-{number:000000000000}");
        var changed = new SettingChanged(new(id), name, value, From);
        var headers = JsonSerializer.SerializeToUtf8Bytes(
            new EventHeaders { RecordedBy = new("programme") }, LedgerJson.Default.EventHeaders);
        return ledger.AppendAsync([new([new AppendUnit(null,
            [new(id, StreamName.Settings, EventTypes.NameOf(changed), LeafPrefix.Create(EventTypes.Serialize(changed), headers, id))], [])],
            [new(StreamName.Settings, number - 1)])]);
    }
}
