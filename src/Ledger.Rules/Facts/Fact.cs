using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using NodaTime;

namespace Ledger.Rules.Facts;

/// <summary>
/// One ledger event that came from a custody event, as rules and views see it. What they conclude may depend on what it says
/// and when it happened, never on when or in what order it arrived: sequence and record time are for showing only.
/// </summary>
public sealed record Fact(
    long Sequence, Instant RecordedAt, StreamName Stream, int Version, string Type, CustodyLedgerEvent Event, EventHeaders Headers)
    : IComparable<Fact>
{
    public CustodyEventId Custody { get; } = Headers.CustodyEvent!.Value;

    public PartyId RecordedBy { get; } = Headers.RecordedBy!.Value;

    /// <summary>When it happened, as a half-open span in UTC.</summary>
    public Interval Interval { get; } = Event.When.Interval;

    /// <summary>True when this had ended before the other began. The only order a rule may rest on.</summary>
    public bool DefinitelyBefore(Fact other) => Interval.End <= other.Interval.Start;

    /// <summary>The same, by more than clocks and clerks of one day may differ: what an accusation of wrong order rests on.</summary>
    public bool DefinitelyBefore(Fact other, Duration slack) => Interval.End + slack <= other.Interval.Start;

    /// <summary>
    /// The total sort key: span start, trade rank, custody event, ordinal. For showing and folding, not for judging order.
    /// </summary>
    public int CompareTo(Fact? other)
    {
        if (other is null) return 1;
        var byStart = Interval.Start.CompareTo(other.Interval.Start);
        if (byStart != 0) return byStart;
        var byRank = TradeRanks.Of(Event).CompareTo(TradeRanks.Of(other.Event));
        if (byRank != 0) return byRank;
        var byCustody = Custody.CompareTo(other.Custody);
        return byCustody != 0 ? byCustody : (Headers.Ordinal ?? 0).CompareTo(other.Headers.Ordinal ?? 0);
    }
}

/// <summary>The order in which things happen to a lot where the clock does not tell.</summary>
public enum TradeRank { Bag, Tag, Weigh, Sell, Dispatch, Arrive, Receive, Cut, Process, Export }

public static class TradeRanks
{
    public static TradeRank Of(CustodyLedgerEvent ledgerEvent) => ledgerEvent switch
    {
        LotBagged => TradeRank.Bag,
        LotTagged or TagAttached or TagReplaced => TradeRank.Tag,
        LotSold or SaleAgreed => TradeRank.Sell,
        LotDispatched or MovementDispatched => TradeRank.Dispatch,
        LotArrived or MovementArrived => TradeRank.Arrive,
        LotReceived or LotRefused or DeliveryReceived or SmelterDeliveryReceived => TradeRank.Receive,
        LotTitlePassed or SaleTitlePassed or LotSaleCancelled or SaleCancelled => TradeRank.Receive,
        TagCut or LotUntagged => TradeRank.Cut,
        LotConsumed or LotProduced or RunPartRecorded or LotSmelted or HeatRecorded or LotLost => TradeRank.Process,
        LotConsigned or ExportLotComposed or LotCertified or LotExported or LotRecovered => TradeRank.Export,
        _ => TradeRank.Weigh,
    };
}
