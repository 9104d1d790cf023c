using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Ledger.Domain;
using Ledger.Domain.Values;
using Ledger.EventStore;
using Ledger.Projections.Facts;
using Ledger.Projections.Queries;
using Ledger.Rules.Views;

namespace Ledger.Projections.Tests;

/// <summary>Where an export lot of seven hundred bags comes from, out of the views and out of the facts.</summary>
public sealed class LotBalanceTests
{
    private const int Bags = 700, BagsOfRun = 100;

    [Fact]
    public async Task An_export_lot_of_seven_hundred_bags_is_told_at_once_and_the_same_from_facts_alone()
    {
        await using var ledger = await LedgerUnderTest.StartAsync();
        foreach (var part in Enumerable.Range(0, Bags).SelectMany(Bag).Chunk(500)) await ledger.AppendAsync(part);
        await ledger.AppendAsync(Enumerable.Range(0, Bags / BagsOfRun).Select(Run));
        await ledger.AppendAsync([Consigned(), Exported()]);
        await ledger.ProjectAsync(2_000);
        var reader = new LotBalanceReader(ledger.Source, ledger.Provenance, ledger.Loader);
        await ReadAsync(reader, Horizon.Now); // the first look prepares its reads

        var clock = Stopwatch.StartNew();
        var balance = await ReadAsync(reader, Horizon.Now);
        Assert.InRange(clock.ElapsedMilliseconds, 0, 5_000); // a busy machine; a read for each bag takes longer

        Assert.Equal(
            balance.MassKg!.Value.Grams, balance.Tagged.Kg.Grams + balance.Transfers.Kg.Grams + balance.Runs.Kg.Grams
            + balance.Stocks.Kg.Grams + balance.UnattributedKg.Grams);
        Assert.Equal((Bags, Bags / BagsOfRun, 0L), (balance.Tagged.Lots, balance.RunGains.Count, balance.UnattributedKg.Grams));
        var past = await ReadAsync(reader, Horizon.Now with { HappenedBy = NodaTime.Instant.FromUtc(2030, 1, 1, 0, 0) });
        Assert.Equal(Said(balance), Said(past));
    }

    private static async Task<LotBalanceView> ReadAsync(LotBalanceReader reader, Horizon horizon) =>
        (await reader.ReadAsync(new("exporter:x"), horizon, TestContext.Current.CancellationToken))!;

    // Sums of doubles differ in their last digit with the order in which they are taken.
    private static string Said(LotBalanceView view) => JsonSerializer.Serialize(view with { Beyond = null }, ViewJson.Plain.LotBalanceView);

    private static IEnumerable<AppendRequest> Bag(int bag)
    {
        var kg = 40 + (bag % 20);
        yield return Post("coop", $"{bag} bagged", $"2026-03-{1 + (bag % 20):00}T08:00", $$"""
            "type":"bagged","mineral":"cassiterite","siteId":"site-{{bag % 5}}","lotId":"coop:{{bag}}","holder":"coop",
            "tag":{"series":"RW","kind":"mine","number":"{{bag:0000000}}"},"weighing":{"netKg":{{kg}},"method":"measured"}
            """);
        yield return Post("exporter", $"{bag} received", $"2026-04-{1 + (bag % 20):00}T08:00", $$"""
            "type":"received","from":"coop","basis":"sale","saleId":"coop:s{{bag % 30}}",
            "lots":[{"tag":{"series":"RW","kind":"mine","number":"{{bag:0000000}}"},"netKg":{{kg - 0.3m}},"method":"measured"}]
            """);
    }

    private static AppendRequest Run(int run)
    {
        var inputs = string.Join(',', Enumerable.Range(run * BagsOfRun, BagsOfRun).Select(bag => string.Create(CultureInfo.InvariantCulture,
            $$"""{"lotId":"coop:{{bag}}","netKg":{{40 + (bag % 20) - 0.3m}},"method":"measured","moisturePct":4}""")));
        return Post("exporter", $"run {run}", $"2026-05-0{1 + run}T08:00", $$"""
            "type":"processed","runId":"exporter:r{{run}}","operation":"magnetic","holder":"exporter","final":true,"inputs":[{{inputs}}],
            "outputs":[{"lotId":"exporter:p{{run}}","kind":"product","mineral":"cassiterite","netKg":4800,"method":"measured",
            "moisturePct":3}]
            """);
    }

    private static AppendRequest Consigned() => Post("exporter", "consigned", "2026-06-01T08:00", $$"""
        "type":"consigned","lotId":"exporter:x","mineral":"cassiterite",
        "lots":[{{string.Join(',', Enumerable.Range(0, Bags / BagsOfRun).Select(run => $$"""{"lotId":"exporter:p{{run}}"}"""))}}],
        "packing":[{"drum":"1","netKg":33590}]
        """);

    private static AppendRequest Exported() => Post("exporter", "exported", "2026-06-02T08:00",
        """
        "type":"exported","lotId":"exporter:x","exitPoint":"Rusumo","mode":"road","destination":{"country":"MY"},"shippedOn":"2026-06-02"
        """);

    private static AppendRequest Post(string party, string name, string time, FormattableString members) =>
        Post(party, name, time, members.ToString(CultureInfo.InvariantCulture));

    private static AppendRequest Post(string party, string name, string time, string members)
    {
        var id = Uuid5.Create(Guid.Empty, System.Text.Encoding.UTF8.GetBytes(name));
        return Recorded.By(party, $$"""{"id":"{{id}}","eventTime":"{{time}}:00+02:00",{{members}}}""");
    }
}
