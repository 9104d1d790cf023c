using System.Text.Json;
using Ledger.Domain.Json;
using Ledger.Domain.Values;
using Ledger.Rules.Facts;
using Ledger.Rules.Views;

namespace Ledger.Projections.Views;

/// <summary>Lots and their part in runs.</summary>
internal static class LotTable
{
    private static readonly ViewTable<LotView> Lots = new(
        "lot", ["lot_id"],
        new ViewColumn<LotView, string>("lot_id", lot => lot.LotId.Value),
        new ViewColumn<LotView, string>("status", lot => Code<LotStatus>.Name(lot.Status)),
        new ViewColumn<LotView, string?>("mineral", lot => lot.Mineral is { } mineral ? Code<Mineral>.Name(mineral) : null),
        new ViewColumn<LotView, string?>("site_id", lot => lot.SiteId?.Value),
        new ViewColumn<LotView, string?>("custodian", lot => lot.Custodian?.Value),
        new ViewColumn<LotView, string?>("owner", lot => lot.Owner?.Value),
        new ViewColumn<LotView, string>("holders", lot => string.Join(' ', lot.Holders)),
        new ViewColumn<LotView, long?>("mass_g", lot => lot.MassKg?.Grams),
        new ViewColumn<LotView, long?>("left_g", lot => lot.RemainingKg?.Grams),
        new ViewColumn<LotView, DateTime?>("changed", lot => lot.LastEventTime?.ToInstant().ToDateTimeUtc()),
        new ViewColumn<LotView, string>("body", lot => JsonSerializer.Serialize(lot, ViewJson.Plain.LotView)));

    private static readonly ViewTable<LotRun> Runs = new(
        "lot_run", ["lot_id", "is_output", "run_id"],
        new ViewColumn<LotRun, string>("lot_id", part => part.Lot.Value),
        new ViewColumn<LotRun, bool>("is_output", part => part.IsOutput),
        new ViewColumn<LotRun, string>("run_id", part => part.Run.Value),
        new ViewColumn<LotRun, long>("grams", part => part.NetKg.Grams),
        new ViewColumn<LotRun, long?>("metal_g", part => part.MetalKg?.Grams));

    private static readonly ViewTable<SiteFact> SiteFacts = new(
        "site_fact", ["lot_id", "seq"],
        new ViewColumn<SiteFact, string>("lot_id", fact => fact.Lot.Value),
        new ViewColumn<SiteFact, long>("seq", fact => fact.Sequence),
        new ViewColumn<SiteFact, string>("site_id", fact => fact.Site.Value),
        new ViewColumn<SiteFact, string>("month", fact => NodaTime.Text.YearMonthPattern.Iso.Format(fact.Month)),
        new ViewColumn<SiteFact, string?>("tag", fact => fact.Tag?.ToString()),
        new ViewColumn<SiteFact, string?>("holder", fact => fact.Holder?.Value),
        new ViewColumn<SiteFact, DateTime>("begun", fact => fact.Begun.ToDateTimeUtc()),
        new ViewColumn<SiteFact, long?>("lag_s", fact => fact.Lag is { } lag ? (long)lag.TotalSeconds : null),
        new ViewColumn<SiteFact, string?>("mineral", fact => fact.Mineral is { } mineral ? Code<Mineral>.Name(mineral) : null),
        new ViewColumn<SiteFact, long?>("grams", fact => fact.Kg?.Grams));

    private static readonly ViewTable<SupplyFact> SupplyFacts = new(
        "supply_fact", ["lot_id", "seq"],
        new ViewColumn<SupplyFact, string>("lot_id", fact => fact.Lot.Value),
        new ViewColumn<SupplyFact, long>("seq", fact => fact.Sequence),
        new ViewColumn<SupplyFact, Guid>("delivery", fact => fact.Delivery.Value),
        new ViewColumn<SupplyFact, string>("supplier", fact => fact.Supplier.Value),
        new ViewColumn<SupplyFact, string>("mineral", fact => Code<Mineral>.Name(fact.Mineral)),
        new ViewColumn<SupplyFact, string>("month", fact => NodaTime.Text.YearMonthPattern.Iso.Format(fact.Month)),
        new ViewColumn<SupplyFact, long>("grams", fact => fact.Kg.Grams),
        new ViewColumn<SupplyFact, DateTime>("begun", fact => fact.Begun.ToDateTimeUtc()));

    private static readonly ViewTable<StockFlow> StockFlows = new(
        "stock_flow", ["lot_id", "seq", "party", "move"],
        new ViewColumn<StockFlow, string>("lot_id", flow => flow.Lot.Value),
        new ViewColumn<StockFlow, long>("seq", flow => flow.Sequence),
        new ViewColumn<StockFlow, string>("party", flow => flow.Party.Value),
        new ViewColumn<StockFlow, string>("move", flow => Code<StockMove>.Name(flow.Move)),
        new ViewColumn<StockFlow, string?>("mineral", flow => flow.Mineral is { } mineral ? Code<Mineral>.Name(mineral) : null),
        new ViewColumn<StockFlow, string?>("other", flow => flow.Other?.Value),
        new ViewColumn<StockFlow, string>("month", flow => NodaTime.Text.YearMonthPattern.Iso.Format(flow.Month)),
        new ViewColumn<StockFlow, long>("grams", flow => flow.Grams));

    private static readonly ViewTable<SiteFlow> SiteFlows = new(
        "site_flow", ["lot_id", "number"],
        new ViewColumn<SiteFlow, string>("lot_id", flow => flow.Lot.Value),
        new ViewColumn<SiteFlow, int>("number", flow => flow.Number),
        new ViewColumn<SiteFlow, string>("site_id", flow => flow.Site.Value),
        new ViewColumn<SiteFlow, string>("month", flow => NodaTime.Text.YearMonthPattern.Iso.Format(flow.Month)),
        new ViewColumn<SiteFlow, string>("move", flow => Code<SiteMove>.Name(flow.Move)),
        new ViewColumn<SiteFlow, string>("mineral", flow => Code<Mineral>.Name(flow.Mineral)),
        new ViewColumn<SiteFlow, int>("bags", flow => flow.Bags),
        new ViewColumn<SiteFlow, int>("readings", flow => flow.Readings),
        new ViewColumn<SiteFlow, long>("grams", flow => flow.Grams),
        new ViewColumn<SiteFlow, bool>("is_measured", flow => flow.IsMeasured),
        new ViewColumn<SiteFlow, string>("read_by", flow => flow.ReadBy.Value),
        new ViewColumn<SiteFlow, string?>("read_on", flow => flow.ReadOn?.Value),
        new ViewColumn<SiteFlow, DateTime>("read_at", flow => flow.ReadAt.ToDateTimeUtc()));

    private static readonly ViewTable<WeighedTwice> WeighedTwice = new(
        "weighed_twice", ["lot_id", "seq"],
        new ViewColumn<WeighedTwice, string>("lot_id", lot => lot.Lot.Value),
        new ViewColumn<WeighedTwice, long>("seq", lot => lot.Sequence),
        new ViewColumn<WeighedTwice, long>("sent_seq", lot => lot.SentSequence),
        new ViewColumn<WeighedTwice, Guid>("delivery", lot => lot.Delivery.Value),
        new ViewColumn<WeighedTwice, string>("receiver", lot => lot.Receiver.Value),
        new ViewColumn<WeighedTwice, long>("sent_g", lot => lot.Sent.Mass.Grams),
        new ViewColumn<WeighedTwice, string>("sent_by", lot => lot.Sent.By.Value),
        new ViewColumn<WeighedTwice, string?>("sent_on", lot => lot.Sent.On?.Value),
        new ViewColumn<WeighedTwice, DateTime>("sent_from", lot => lot.Sent.At.ToDateTimeUtc()),
        new ViewColumn<WeighedTwice, long>("received_g", lot => lot.Received.Mass.Grams),
        new ViewColumn<WeighedTwice, string>("received_by", lot => lot.Received.By.Value),
        new ViewColumn<WeighedTwice, string?>("received_on", lot => lot.Received.On?.Value),
        new ViewColumn<WeighedTwice, DateTime>("received_from", lot => lot.Received.At.ToDateTimeUtc()),
        new ViewColumn<WeighedTwice, int>("sent_readings", lot => lot.SentReadings),
        new ViewColumn<WeighedTwice, DateTime>("received_to", lot => lot.ReceivedTo.ToDateTimeUtc()));

    /// <summary>What the column of that name says: no id holds a blank.</summary>
    public static IReadOnlyList<PartyId> HoldersOf(string column) =>
        [.. column.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(id => new PartyId(id))];

    public static void Write(ViewBatch batch, IReadOnlyDictionary<LotId, LotFacts> facts)
    {
        string[] lots = [.. facts.Keys.Select(lot => lot.Value)];
        Runs.Replace(batch, lots, [.. facts.Values.SelectMany(LotRun.Of)]);
        SiteFacts.Replace(batch, lots, [.. facts.Values.SelectMany(SiteFact.Of)]);
        SupplyFacts.Replace(batch, lots, [.. facts.Values.SelectMany(SupplyFact.Of)]);
        StockFlows.Replace(batch, lots, [.. facts.Values.SelectMany(StockFlow.Of)]);
        SiteFlows.Replace(batch, lots, [.. facts.Values.SelectMany(SiteFlow.Of)]);
        WeighedTwice.Replace(batch, lots, [.. facts.Values.SelectMany(Ledger.Rules.Facts.WeighedTwice.Of)]);
        var rows = facts.Values.Select(LotView.Of).OfType<LotView>().ToList();
        Lots.Delete(batch, [.. facts.Keys.Except(rows.Select(row => row.LotId)).Select(lot => lot.Value)]);
        Lots.Upsert(batch, rows);
    }
}
