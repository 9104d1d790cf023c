using System.Globalization;
using Ledger.Domain;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.EventStore;
using Ledger.Rules.Views;

namespace Ledger.Projections.Tests;

/// <summary>What takes many streams to see is found when a day closes, and explained by what comes late.</summary>
public sealed class DistantRuleTests
{
    [Fact]
    public async Task A_cycle_is_one_finding_under_its_first_run_and_goes_when_any_of_its_runs_is_corrected()
    {
        await using var ledger = await LedgerUnderTest.StartAsync();
        await JudgedAsync(ledger, 1, Run(1, "mill:r2", "mill:b", "mill:a"), Run(2, "mill:r3", "mill:c", "mill:b"));
        Assert.DoesNotContain(await ledger.FindingsAsync(), IsCycle);

        await JudgedAsync(ledger, 2, Run(3, "mill:r1", "mill:a", "mill:c"));
        var cycle = Assert.Single(await ledger.FindingsAsync(), IsCycle);
        Assert.Equal(("cycle:mill:r1", 3m, FindingStatus.Active), (cycle.Content.Subject, cycle.Content.Observed, cycle.Status));

        await JudgedAsync(ledger, 3, Correction("mill", 9, target: 2));
        Assert.Equal(FindingStatus.Withdrawn, Assert.Single(await ledger.FindingsAsync(), IsCycle).Status);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(500)]
    public async Task Records_that_are_looked_at_only_after_a_day_was_closed_are_judged_by_that_close(int pageSize)
    {
        await using var ledger = await LedgerUnderTest.StartAsync();
        var closed = new NodaTime.LocalDate(2026, 4, 1);
        await ledger.AppendAsync([Run(1, "mill:r2", "mill:b", "mill:a"), Run(2, "mill:r1", "mill:a", "mill:b"), By("coop", 3, "sold", """
            "eventTime":"2026-02-01T09:00:00+02:00","saleId":"coop:s","seller":"coop","buyer":"trader","titlePasses":"paid",
            "lots":[{"lotId":"coop:1","netKg":66,"method":"measured"}]
            """)]);
        Assert.True(await ledger.Calendar.CloseAsync(closed, TestContext.Current.CancellationToken));

        await ledger.CatchUpAsync(pageSize);

        Assert.Single(await ledger.FindingsAsync(), IsCycle);
        Assert.Single(await ledger.FindingsAsync(), finding => finding.Content.Rule == "R28");
    }

    [Fact]
    public async Task Corrections_without_the_right_and_after_others_are_told_until_they_are_taken_back()
    {
        await using var ledger = await LedgerUnderTest.StartAsync();
        await JudgedAsync(ledger, 1, By("coop", 1, "sold", """
            "eventTime":"2026-03-01T09:00:00+02:00","saleId":"coop:s","seller":"coop","buyer":"trader","titlePasses":"paid",
            "lots":[{"lotId":"coop:1","netKg":66,"method":"measured"}]
            """));
        await JudgedAsync(ledger, 2, By("trader", 2, "received", """
            "eventTime":"2026-03-02T09:00:00+02:00","saleId":"coop:s","from":"coop","basis":"sale",
            "lots":[{"lotId":"coop:1","netKg":60,"method":"measured"}]
            """));
        await JudgedAsync(ledger, 3, Correction("trader", 3, target: 1), Correction("coop", 4, target: 1));
        Assert.Equal(["C1", "C2"], (await ActiveAsync(ledger)).Where(rule => rule[0] == 'C'));

        await JudgedAsync(ledger, 4, Correction("trader", 5, target: 3), Correction("coop", 6, target: 4));
        Assert.DoesNotContain(await ActiveAsync(ledger), rule => rule[0] == 'C');
    }

    [Fact]
    public async Task A_box_is_compared_with_what_was_assigned_and_tied_on_and_a_late_bag_explains_it()
    {
        await using var ledger = await LedgerUnderTest.StartAsync();
        var tags = TagRange.TryCreate("T", TagKind.Mine, "0001", "0010")!.Value;
        await JudgedAsync(ledger, 1,
            Entered.In(StreamName.TagSeries("T"), new TagsIssued(Command("i"), tags, new(2026, 1, 1)),
                new TagsAssigned(Command("a"), Command("r"), new("s1"), tags, new(2026, 1, 1))),
            By("agency", 1, "lock-box-counted", """
                "eventTime":"2026-03-02T09:00:00+02:00","siteId":"s1","box":"A","series":"T","kind":"mine","counted":8,"removed":1,
                "keyHolders":[{"role":"key-holder","ref":"a"},{"role":"key-holder","ref":"b"}]
                """));
        Assert.Equal(["R17"], await ActiveAsync(ledger));

        await JudgedAsync(ledger, 2, Bag(2, "coop:1", "0001"), Bag(3, "coop:2", "0002"));
        Assert.Empty(await ActiveAsync(ledger));
    }

    [Fact]
    public async Task An_origin_is_traced_through_the_views_and_a_site_that_is_registered_late_explains_it()
    {
        await using var ledger = await LedgerUnderTest.StartAsync();
        await JudgedAsync(ledger, 1, Bag(1, "coop:1", "0001"), Site("s1", "CD"),
            By("exporter", 2, "certified", """
                "eventTime":"2026-05-12T09:00:00+02:00","authority":"office","number":"C1","lotId":"coop:1","weightKg":50,"origin":["RW"],
                "issuedOn":"2026-05-12","expiresOn":"2026-07-12"
                """));
        Assert.Equal(["R15", "R15"], (await ActiveAsync(ledger)).Where(rule => rule == "R15"));

        await JudgedAsync(ledger, 2, Entered.In(StreamName.Site(new("s1")), new SiteChanged(Command("c"), new("s1"), Described("RW"))));
        Assert.DoesNotContain(await ActiveAsync(ledger), rule => rule == "R15");
    }

    [Fact]
    public async Task Spans_of_a_device_a_book_a_scale_and_a_holder_are_found_and_explained_by_late_records()
    {
        await using var ledger = await LedgerUnderTest.StartAsync();
        const string When = "\"eventTime\":\"2026-02-02T09:00:00+02:00\",";
        await JudgedAsync(ledger, 1, Weighing(1, 1), Weighing(3, 3),
            By("coop", 4, "scale-registered", When + "\"scaleId\":\"x\",\"class\":\"ordinary\",\"divisionKg\":0.2"),
            By("coop", 5, "untagged-found", When + "\"holder\":\"coop\""));
        Assert.Equal(["R12", "R18", "R19", "R25"], await ActiveAsync(ledger));

        await JudgedAsync(ledger, 2, Weighing(2, 2), Run(6, "coop:r", "coop:8", "coop:9", "2026-02-02", "coop"),
            By("office", 7, "scale-calibrated", "\"eventTime\":\"2026-01-02T09:00:00+02:00\",\"scaleId\":\"x\",\"result\":\"passed\""));
        Assert.Empty(await ActiveAsync(ledger));
    }

    [Fact]
    public async Task What_runs_gained_together_is_found_when_their_month_is_over_and_withdrawn_when_corrections_explain_it()
    {
        await using var ledger = await LedgerUnderTest.StartAsync();
        await ledger.AppendAsync([.. Enumerable.Range(0, 12).Select(GainingRun)]);
        await ledger.CatchUpAsync();
        await ledger.CloseDayAsync(new(2026, 3, 30));
        Assert.DoesNotContain(await ledger.FindingsAsync(), IsOfBalance);

        await ledger.CloseDayAsync(new(2026, 3, 31)); // nothing new: it was on the list for this day
        var finding = Assert.Single(await ledger.FindingsAsync(), IsOfBalance);
        Assert.Equal(("R6", FindingTier.Incident, 12), (finding.Content.Rule, finding.Content.Tier, finding.Content.Evidence.Count));

        await ledger.AppendAsync([.. Enumerable.Range(0, 12).Select(run => Correction("mill", 100 + run, target: run))]);
        await ledger.CatchUpAsync();
        await ledger.CloseDayAsync(new(2026, 4, 1));
        Assert.Equal(FindingStatus.Withdrawn, Assert.Single(await ledger.FindingsAsync(), IsOfBalance).Status);
    }

    // A tonne in, 8.2 kg more out, in ten bags each.
    private static AppendRequest GainingRun(int number)
    {
        string Lines(string party, string members) => string.Join(',', Enumerable.Range(0, 10).Select(bag =>
            $$"""{"lotId":"{{party}}:{{number}}-{{bag}}",{{members}},"method":"measured","moisturePct":5}"""));
        return By("mill", number, "processed", string.Create(CultureInfo.InvariantCulture, $$"""
            "eventTime":"2026-03-{{number + 1:00}}T09:00:00+02:00","runId":"mill:r{{number}}","operation":"sorting","final":true,
            "inputs":[{{Lines("coop", "\"netKg\":100")}}],
            "outputs":[{{Lines("mill", "\"netKg\":100.82,\"kind\":\"product\",\"mineral\":\"cassiterite\"")}}]
            """));
    }

    private static bool IsOfBalance(FindingView finding) =>
        finding.Content.Subject.StartsWith("holder-balance:", StringComparison.Ordinal);

    private static async Task JudgedAsync(LedgerUnderTest ledger, int day, params AppendRequest[] requests)
    {
        await ledger.AppendAsync(requests);
        await ledger.CatchUpAsync();
        await ledger.CloseDayAsync(new NodaTime.LocalDate(2026, 6, 1).PlusDays(day));
    }

    private static async Task<IReadOnlyList<string>> ActiveAsync(LedgerUnderTest ledger) =>
        [.. (await ledger.FindingsAsync()).Where(each => each.Status == FindingStatus.Active)
            .Select(each => each.Content.Rule).Where(rule => rule is not ("R28" or "R16")).Order()];

    private static bool IsCycle(FindingView finding) => finding.Content.Subject.StartsWith("cycle:", StringComparison.Ordinal);

    private static AppendRequest By(string organisation, int number, string type, string members) => Recorded.By(organisation,
        string.Create(CultureInfo.InvariantCulture, $$"""{"id":"{{Id(number)}}","type":"{{type}}",{{members}}}"""));

    private static string Id(int number) => string.Create(CultureInfo.InvariantCulture, $"22222222-0000-4000-8000-{number:000000000000}");

    private static AppendRequest Correction(string by, int number, int target) => By(by, number, "corrected",
        $"\"eventTime\":\"2026-03-05T09:00:00+02:00\",\"target\":\"{Id(target)}\",\"reason\":\"did-not-occur\"");

    private static AppendRequest Run(
        int number, string run, string from, string to, string day = "2026-03-01", string by = "mill") => By(by, number, "processed", $$"""
        "eventTime":"{{day}}T09:00:00+02:00","timePrecision":"day","runId":"{{run}}","operation":"other","final":true,
        "inputs":[{"lotId":"{{from}}","netKg":60,"method":"measured"}],
        "outputs":[{"lotId":"{{to}}","kind":"product","mineral":"coltan","netKg":60,"method":"measured"}]
        """);

    private static AppendRequest Bag(int number, string lot, string tag) => By("coop", number, "bagged", $$"""
        "eventTime":"2026-02-01T09:00:00+02:00","mineral":"coltan","siteId":"s1","lotId":"{{lot}}",
        "tag":{"series":"T","kind":"mine","number":"{{tag}}"}
        """);

    private static AppendRequest Weighing(int number, int place) => By("coop", number, "weighed", $$"""
        "eventTime":"2026-02-02T09:00:00+02:00","lotId":"coop:5","netKg":60,"method":"measured","basis":"wet","purpose":"stock",
        "scaleId":"x","deviceId":"p","deviceSeq":{{place}},"sheet":{"book":"B","number":"{{place}}"}
        """);

    private static AppendRequest Site(string site, string country) =>
        Entered.In(StreamName.Site(new(site)), new SiteRegistered(Command(site), new(site), Described(country)));

    private static SiteDescription Described(string country) => new("Hill", new(country), null, null, -1, 30, [Mineral.Coltan]);

    private static CommandId Command(string name) => new(Uuid5.Create(Guid.Empty, System.Text.Encoding.UTF8.GetBytes(name)));
}
