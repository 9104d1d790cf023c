namespace Ledger.Projections.Tests;

/// <summary>Title to the whole of a sale stands in the sale's stream and belongs in the rows of its lots, whichever came first.</summary>
public sealed class TitleTests
{
    private static readonly string[] Told =
    [
        Event("bagged", 1, """
            "mineral":"coltan","siteId":"s1","holder":"agent","lotId":"agent:b1"
            """),
        Event("bagged", 2, """
            "mineral":"coltan","siteId":"s1","holder":"agent","lotId":"agent:b2",
            "tag":{"series":"T","kind":"mine","number":"0002"}
            """),
        Event("sold", 3, """
            "saleId":"agent:s","seller":"agent","buyer":"mill","titlePasses":"paid",
            "lots":[{"lotId":"agent:b1"},{"tag":{"series":"T","kind":"mine","number":"0002"}}]
            """),
        Event("title-passed", 4, """
            "saleId":"agent:s","from":"agent","to":"mill","ground":"paid"
            """),
        Event("title-passed", 5, """
            "saleId":"agent:s","from":"mill","to":"bank","ground":"other"
            """),
        Event("corrected", 6, """
            "target":"44444444-0000-4000-8000-000000000005","reason":"did-not-occur"
            """),
    ];

    [Fact]
    public async Task In_any_order_of_arrival_the_lots_of_a_sale_have_the_owner_its_title_passed_to()
    {
        var expected = await RowsAsync(Told);
        Assert.Equal(2, expected.Count(row => row.StartsWith("lot ", StringComparison.Ordinal)
            && row.Contains("\"owner\":\"mill\"", StringComparison.Ordinal)));
        var random = new Random(20260302);
        for (var round = 0; round < 5; round++)
        {
            var told = Told.ToArray();
            random.Shuffle(told);
            Assert.Equal(expected, await RowsAsync(told));
        }
    }

    [Fact]
    public async Task A_rebuild_gives_the_same_owners()
    {
        await using var ledger = await LedgerUnderTest.StartAsync();
        await RecordAsync(ledger, Told);
        var before = await Rows.AllAsync(ledger.Source);
        await ledger.RebuildAsync();
        Assert.Equal(before, await Rows.AllAsync(ledger.Source));
    }

    private static async Task<IReadOnlyList<string>> RowsAsync(IEnumerable<string> told)
    {
        await using var ledger = await LedgerUnderTest.StartAsync();
        await RecordAsync(ledger, told);
        return await Rows.ContentAsync(ledger.Source);
    }

    private static async Task RecordAsync(LedgerUnderTest ledger, IEnumerable<string> told)
    {
        foreach (var json in told)
        {
            await ledger.AppendAsync([Recorded.By("agent", json)]);
            await ledger.CatchUpAsync(pageSize: 1);
        }
    }

    private static string Event(string type, int number, string members) =>
        $$"""
        {"type":"{{type}}","id":"44444444-0000-4000-8000-{{number:000000000000}}",
         "eventTime":"2026-01-0{{number}}T09:00:00+02:00",{{members}} }
        """;
}
