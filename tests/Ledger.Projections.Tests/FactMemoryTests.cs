using Ledger.Projections.Facts;

namespace Ledger.Projections.Tests;

/// <summary>What a reader keeps of a horizon.</summary>
public sealed class FactMemoryTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void What_was_asked_for_lately_is_kept_and_the_rest_forgotten()
    {
        var recent = new FactMemory.Recent<int, string>(2, text => text.Length);
        recent.Keep(1, "a");
        recent.Keep(2, "b");
        recent.Keep(3, "c"); // full: 1 and 2 are the older half
        Assert.True(recent.TryGet(1, out var first) && first == "a");
        recent.Keep(4, "d");

        Assert.True(recent.TryGet(1, out _) && recent.TryGet(3, out _) && recent.TryGet(4, out _));
        Assert.False(recent.TryGet(2, out _));
    }

    [Fact]
    public async Task Streams_places_and_corrections_are_the_same_with_and_without_it()
    {
        await using var ledger = await LedgerUnderTest.StartAsync();
        await ledger.AppendAsync([
            Recorded.By("agent", Weighing(1, 50)), Recorded.By("agent", Weighing(2, 51)), Recorded.By("agent", Corrected(3, of: 2)),
            Recorded.By("agent", Corrected(4, of: 3)), Recorded.By("agent", Corrected(5, of: 1))]);
        await ledger.CatchUpAsync();
        var facts = new FactReader(ledger.Source);
        var corrections = new CorrectionReader(ledger.Source);
        string[] streams = ["lot:agent:b1", "lot:agent:none"];
        var horizon = new Horizon(await ledger.Store.HeadAsync(Cancellation));
        var remembering = horizon with { Memory = new() };
        var expected = await StateAsync(horizon);

        for (var time = 0; time < 2; time++) Assert.Equal(expected, await StateAsync(remembering));
        Assert.Contains("1 not, 2 counts", expected, StringComparison.Ordinal); // its correction was corrected away
        Assert.True(remembering.Memory!.Streams.TryGet(streams[1], out var none) && none.Count == 0);

        async Task<string> StateAsync(Horizon asked)
        {
            var read = await facts.ReadStreamsAsync(streams, asked, Cancellation);
            var own = Assert.Single(read).Value;
            var places = await facts.ReadSequencesAsync([.. own.Select(fact => fact.Sequence).Reverse()], asked, Cancellation);
            Assert.Equal(own.Select(fact => fact.Sequence), places.Select(fact => fact.Sequence));
            var effective = await corrections.ReadAsync(own, asked, Cancellation);
            return string.Join(", ", own.Select((fact, index) =>
                $"{index + 1} {(effective.IsEffective(fact.Custody) ? "counts" : "not")}"));
        }
    }

    private static string Weighing(int number, int kg) =>
        $$"""
        {"type":"weighed","id":"00000000-0000-4000-8000-00000000000{{number}}","eventTime":"2026-03-0{{number}}T08:00:00+02:00",
         "lotId":"agent:b1","netKg":{{kg}},"method":"measured","basis":"wet","purpose":"gate"}
        """;

    private static string Corrected(int number, int of) =>
        $$"""
        {"type":"corrected","id":"00000000-0000-4000-8000-00000000000{{number}}","eventTime":"2026-03-0{{number}}T08:00:00+02:00",
         "target":"00000000-0000-4000-8000-00000000000{{of}}","reason":"did-not-occur"}
        """;
}
