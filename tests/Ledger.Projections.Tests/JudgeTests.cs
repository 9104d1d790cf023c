using System.Text.Json;
using Ledger.Domain.CustodyEvents;
using Ledger.Domain.Guarded;
using Ledger.Domain.LedgerEvents;
using Ledger.Rules.Findings;
using Ledger.Rules.Judging;
using Ledger.Rules.Views;
using Ledger.Simulation;
using NodaTime;

namespace Ledger.Projections.Tests;

/// <summary>The judge that benchmarks use, held against the service it stands for.</summary>
public sealed class JudgeTests
{
    [Fact]
    public async Task In_memory_the_same_is_found_as_by_the_service()
    {
        var world = World.Generate(new(2, WorldSize.Small, new(2026, 6, 30)));
        var asOf = new LocalDate(2026, 8, 15);
        var clerk = new RegisterClerk();
        var register = world.Registrations.Select(each => clerk.Decide(each.Path, each.PostedBy, each.Json))
            .SelectMany(decided => decided.Events.Select(entered => (decided.Stream, Event: entered))).ToList();
        await using var ledger = await LedgerUnderTest.StartAsync();
        var now = SystemClock.Instance.GetCurrentInstant();
        await ledger.AppendAsync(register.Select(entered => Recorded.Decided(entered.Stream, entered.Event)));
        await ledger.AppendAsync(world.Postings.Select(Recorded.Of));
        await ledger.CatchUpAsync();
        await ledger.CloseDayAsync(asOf);
        await ledger.CloseDayAsync(asOf.PlusDays(1)); // what the first close put on the list

        var book = new RecordBook(
            world.Postings.Select(posting => new Arrival(Read(posting), now)), register.Select(entered => (entered.Event, now)),
            RuleSettings.Default);
        var judged = BookJudge.Findings(book, asOf.PlusDays(1)).Select(finding => Told(finding.Content));

        var found = (await ledger.FindingsAsync()).Where(finding => finding.Status == FindingStatus.Active).ToList();
        Assert.True(found.Count > 50);
        Assert.Equal(found.Select(finding => Told(finding.Content)).Order(StringComparer.Ordinal), judged.Order(StringComparer.Ordinal));
    }

    // A stored number has no zeros at its end, in statistics too; until when it is provisional goes by when it was recorded.
    private static string Told(FindingContent finding) => JsonSerializer.Serialize(finding with
    {
        Expected = finding.Expected / 1.000m, Observed = finding.Observed / 1.000m, Tolerance = finding.Tolerance / 1.000m,
        ProvisionalUntil = null, Statistics = null,
    });

    private static CustodyEvent Read(Posting posting)
    {
        using var json = JsonDocument.Parse(posting.Json);
        return CustodyEventReader.Read(json.RootElement, posting.PostedBy).Event!;
    }
}
