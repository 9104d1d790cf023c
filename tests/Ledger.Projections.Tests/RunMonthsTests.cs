using System.Globalization;
using Ledger.Domain;
using Ledger.Domain.LedgerEvents;
using Ledger.EventStore;
using Ledger.Rules.Views;

namespace Ledger.Projections.Tests;

/// <summary>Plants beside each other, by rows of an index: late sheets and corrections reach what was said of a year.</summary>
public sealed class RunMonthsTests
{
    private const int Runs = 6;

    // What dries and is lost, percent; more in the rains.
    private static readonly decimal[] Season = [-3, -3.2m, -4.6m, -4.9m, -4.5m, -2.8m, -1.6m, -1.4m, -2.4m];

    [Fact]
    public async Task Who_gains_beside_others_is_an_incident_until_late_sheets_explain_it_and_again_when_they_are_corrected()
    {
        await using var ledger = await LedgerUnderTest.StartAsync();
        await JudgedAsync(ledger, 1, [.. Plant("mill", 3), .. Plant("east", 0)]);
        Assert.Equal("mill incident active", await SaidAsync(ledger));

        AppendRequest[] late = [.. Enumerable.Range(7, 3).SelectMany(month => Enumerable.Range(0, Runs).Select(run => Late(month, run)))];
        await JudgedAsync(ledger, 2, late);
        Assert.Equal("mill incident withdrawn", await SaidAsync(ledger));

        await JudgedAsync(ledger, 3, [.. Enumerable.Range(7, 3).SelectMany(month => Enumerable.Range(0, Runs)
            .Select(run => Corrected(month, run)))]);
        Assert.Equal("mill incident active", await SaidAsync(ledger));
    }

    [Fact]
    public async Task A_plant_that_comes_late_changes_what_is_said_of_another()
    {
        await using var ledger = await LedgerUnderTest.StartAsync();
        await JudgedAsync(ledger, 1, Plant("mill", 2.4m));
        Assert.Equal("", await SaidAsync(ledger));

        await JudgedAsync(ledger, 2, Plant("east", 0));
        Assert.Equal("mill incident active", await SaidAsync(ledger));
    }

    [Fact]
    public async Task In_whatever_order_and_pages_they_come_rows_and_findings_are_as_in_a_ledger_that_had_them_at_once()
    {
        var random = new Random(5);
        AppendRequest[] all = [.. Plant("mill", 3), .. Plant("east", 0), Late(8, 1), Corrected(8, 1), Late(9, 0)];
        var shuffled = all.ToArray();
        random.Shuffle(shuffled);
        await using var late = await LedgerUnderTest.StartAsync();
        await using var once = await LedgerUnderTest.StartAsync();
        foreach (var (day, part) in shuffled.Chunk(40).Index())
        {
            await late.AppendAsync(part);
            await late.CatchUpAsync(random.Next(1, 30));
            await late.CloseDayAsync(new NodaTime.LocalDate(2026, 11, 1).PlusDays(day));
        }

        await JudgedAsync(late, 9);
        await JudgedAsync(once, 9, all);

        Assert.Equal(await Rows.ContentAsync(once.Source), await Rows.ContentAsync(late.Source));
        var rows = (await Rows.AllAsync(once.Source)).Where(IsOfIt).ToList();
        Assert.Equal(2 * Season.Length * Runs, rows.Count);
        await once.RebuildAsync();
        Assert.Equal(rows, (await Rows.AllAsync(once.Source)).Where(IsOfIt));

        static bool IsOfIt(string row) => row.StartsWith("run_mass ", StringComparison.Ordinal);
    }

    private static async Task JudgedAsync(LedgerUnderTest ledger, int day, params AppendRequest[] requests)
    {
        if (requests.Length > 0) await ledger.AppendAsync(requests);
        await ledger.CatchUpAsync();
        await ledger.CloseDayAsync(new(2026, 12, day));
    }

    private static async Task<string> SaidAsync(LedgerUnderTest ledger) => string.Join("; ",
        from finding in await ledger.FindingsAsync()
        where finding.Content.Subject == "run-months:2026"
        select $"{finding.Content.Discriminator} {finding.Content.Tier} {finding.Status}".ToLowerInvariant());

    // Six runs of a tonne each month, ten bags in and ten out; from July on each gains something more.
    private static AppendRequest[] Plant(string holder, decimal gainPct) =>
    [
        .. from month in Enumerable.Range(1, Season.Length)
           from run in Enumerable.Range(0, Runs)
           let name = $"{month}-{run}"
           let made = 100 + Season[month - 1] + (month >= 7 ? gainPct : 0) + (0.3m * (run - 2))
           select Recorded.By(holder, Sheet(
               $"{holder} {name}", $"{holder}:{name}", Day(month, run),
               Lines(bag => $$"""{"lotId":"coop:{{holder}}-{{name}}-{{bag}}","netKg":100,"method":"measured"}"""),
               Lines(bag => string.Create(CultureInfo.InvariantCulture, $$"""
                   {"lotId":"{{holder}}:p{{name}}-{{bag}}","mineral":"cassiterite","kind":"product","netKg":{{made}},"method":"measured"}
                   """)))),
    ];

    private static string Lines(Func<int, string> line) => string.Join(',', Enumerable.Range(0, 10).Select(line));

    // Of the same run, with what had not been written down.
    private static AppendRequest Late(int month, int run) => Recorded.By("mill", Sheet(
        $"late {month} {run}", $"mill:{month}-{run}", Day(month, run + 8),
        $$"""{"lotId":"coop:late-{{month}}-{{run}}","netKg":30,"method":"measured"}""", ""));

    private static AppendRequest Corrected(int month, int run) => Recorded.By("mill", $$"""
        {"type":"corrected","id":"{{Id($"correction {month} {run}")}}","eventTime":"2026-10-20T12:00:00+02:00",
         "target":"{{Id($"late {month} {run}")}}","reason":"incorrect-data"}
        """);

    private static string Sheet(string name, string run, string day, string input, string output) => $$"""
        {"type":"processed","id":"{{Id(name)}}","eventTime":"{{day}}T12:00:00+02:00","runId":"{{run}}","operation":"washing","final":true,
         "inputs":[{{input}}],"outputs":[{{output}}]}
        """;

    private static string Day(int month, int day) => string.Create(CultureInfo.InvariantCulture, $"2026-{month:00}-{day + 1:00}");

    private static Guid Id(string name) => Uuid5.Create(Guid.Empty, System.Text.Encoding.UTF8.GetBytes(name));
}
