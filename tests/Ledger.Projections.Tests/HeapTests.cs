using System.Globalization;
using System.Text.Json;
using Ledger.Domain.LedgerEvents;
using Ledger.EventStore;
using Ledger.Projections.Facts;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;
using Ledger.Rules.Views;

namespace Ledger.Projections.Tests;

/// <summary>Heaps that are fed between runs, counted, sold and corrected, as the service looks at them again and again.</summary>
public sealed class HeapTests
{
    private const string Subject = "holder-balance:mill/2026";

    [Fact]
    public async Task What_counts_find_on_heaps_is_an_incident_until_a_late_record_or_a_correction_explains_it()
    {
        await using var ledger = await LedgerUnderTest.StartAsync();
        AppendRequest[] sheets = [.. Enumerable.Range(1, 9).Select(Run)], counts = [.. Enumerable.Range(1, 9).Select(Count)];
        await JudgedAsync(ledger, 1, sheets);
        Assert.DoesNotContain(await ledger.FindingsAsync(), IsOfBalance);

        await JudgedAsync(ledger, 2, counts);
        Assert.Equal(("R6", FindingStatus.Active), Told(await ledger.FindingsAsync()));

        // It is in the heaps' own streams only that they were sold.
        await JudgedAsync(ledger, 3, [.. Enumerable.Range(1, 9).Select(month => Sold(200 + month, month))]);
        Assert.Equal(("R6", FindingStatus.Withdrawn), Told(await ledger.FindingsAsync()));

        await JudgedAsync(ledger, 4, [.. Enumerable.Range(1, 9).Select(month => Correction(300 + month, 200 + month))]);
        Assert.Equal(("R6", FindingStatus.Active), Told(await ledger.FindingsAsync()));
        await JudgedAsync(ledger, 5, [.. Enumerable.Range(1, 9).Select(month => Correction(400 + month, 100 + month))]);
        Assert.Equal(("R6", FindingStatus.Withdrawn), Told(await ledger.FindingsAsync()));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task In_whatever_order_and_pages_they_come_all_is_as_in_a_ledger_that_had_them_at_once(int seed)
    {
        var random = new Random(seed);
        AppendRequest[] all =
        [
            .. Enumerable.Range(1, 9).SelectMany(month => (AppendRequest[])[Run(month), Count(month)]), Sold(204, 4), Correction(305, 105),
            Correction(306, 305), Correction(307, 7),
        ];
        var shuffled = all.ToArray();
        random.Shuffle(shuffled);
        await using var late = await LedgerUnderTest.StartAsync();
        await using var once = await LedgerUnderTest.StartAsync();
        foreach (var (day, part) in shuffled.Chunk(5).Index())
        {
            await late.AppendAsync(part);
            await late.CatchUpAsync(random.Next(1, 4));
            await late.CloseDayAsync(new NodaTime.LocalDate(2026, 12, 1).PlusDays(day));
        }

        await JudgedAsync(late, 9);
        await JudgedAsync(once, 9, all);

        Assert.Equal(await Rows.ContentAsync(once.Source), await Rows.ContentAsync(late.Source));
        Assert.Equal(await BalanceAsync(once), await BalanceAsync(late));
    }

    private static (string, FindingStatus) Told(IReadOnlyList<FindingView> findings)
    {
        var finding = Assert.Single(findings, IsOfBalance);
        return (finding.Content.Rule, finding.Status);
    }

    private static bool IsOfBalance(FindingView finding) => finding.Content.Subject == Subject;

    private static async Task<string> BalanceAsync(LedgerUnderTest ledger)
    {
        var facts = await ledger.Balances.LoadAsync(Subject, Horizon.Now, TestContext.Current.CancellationToken);
        return JsonSerializer.Serialize(BalanceView.Of(facts, RuleSettings.Default, new(2026, 12, 31)), ViewJson.Plain.BalanceView);
    }

    private static async Task JudgedAsync(LedgerUnderTest ledger, int day, params AppendRequest[] requests)
    {
        await ledger.AppendAsync(requests);
        await ledger.CatchUpAsync();
        await ledger.CloseDayAsync(new NodaTime.LocalDate(2027, 1, 1).PlusDays(day));
    }

    // Half a tonne is left over each month; the next month takes what the count found, 20 kg more.
    private static AppendRequest Run(int month) => By(month, "processed", string.Create(CultureInfo.InvariantCulture, $$"""
        "eventTime":"2026-{{month:00}}-10T09:00:00+02:00","runId":"mill:r{{month}}","operation":"blending","final":true,
        "inputs":[{{Line($"coop:{month}", 1_000)}}{{(month > 1 ? "," + Line($"mill:h{month - 1}", 520) : "")}}],
        "outputs":[{{Out($"mill:p{month}", month > 1 ? 1_016 : 496, "product")}},{{Out($"mill:h{month}", 500, "leftover")}}]
        """));

    private static AppendRequest Count(int month) => By(100 + month, "stock-counted", string.Create(CultureInfo.InvariantCulture, $$"""
        "eventTime":"2026-{{month:00}}-28T18:00:00+02:00","complete":true,
        "heaps":[{"mineral":"coltan",{{Line($"mill:h{month}", 520)[1..]}}]
        """));

    private static AppendRequest Sold(int number, int month) => By(number, "dispatched", string.Create(CultureInfo.InvariantCulture, $$"""
        "eventTime":"2026-{{month:00}}-20T09:00:00+02:00","movementId":"mill:m{{month}}","from":"mill","to":"trader",
        "lots":[{"lotId":"mill:h{{month}}"}]
        """));

    private static AppendRequest Correction(int number, int target) => By(number, "corrected",
        $"\"eventTime\":\"2026-10-05T09:00:00+02:00\",\"target\":\"{Id(target)}\",\"reason\":\"did-not-occur\"");

    private static string Line(string lot, int kg) => string.Create(
        CultureInfo.InvariantCulture, $$"""{"lotId":"{{lot}}","netKg":{{kg}},"method":"measured","moisturePct":5}""");

    private static string Out(string lot, int kg, string kind) => $$"""{"kind":"{{kind}}","mineral":"coltan",{{Line(lot, kg)[1..]}}""";

    private static AppendRequest By(int number, string type, string members) => Recorded.By("mill",
        $$"""{"id":"{{Id(number)}}","type":"{{type}}",{{members}}}""");

    private static string Id(int number) => string.Create(CultureInfo.InvariantCulture, $"44444444-0000-4000-8000-{number:000000000000}");
}
