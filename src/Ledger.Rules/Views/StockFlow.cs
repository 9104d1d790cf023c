using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Facts;
using NodaTime;

namespace Ledger.Rules.Views;

/// <summary>How mass comes to a party's stock and leaves it.</summary>
[System.Text.Json.Serialization.JsonConverter(typeof(Ledger.Domain.Json.CodeJsonConverter<StockMove>))]
public enum StockMove
{
    Bagged, Received, Recovered,

    /// <summary>A run of its took what nobody recorded as having come to it.</summary>
    Unrecorded, Produced, Composed, Consumed, Consigned, Sent, Exported, Smelted, Sampled, Lost,

    /// <summary>A weighing or a count showed another mass than was known.</summary>
    Difference,
}

/// <summary>One entry in a party's account of one lot: a month's stock is the sum of all entries until its end.</summary>
/// <param name="Other">Who gave or took it, where that party's own dealing says so.</param>
/// <param name="Month">The calendar month where it happened.</param>
/// <param name="Grams">As weighed; negative where it left.</param>
public sealed record StockFlow(
    LotId Lot, long Sequence, PartyId Party, StockMove Move, Mineral? Mineral, PartyId? Other, YearMonth Month, long Grams)
{
    /// <summary>
    /// Follows the lot from hand to hand: what a custodian has of it before and after each record. Every change is an entry, so that
    /// entries always add up to what is there.
    /// </summary>
    public static IReadOnlyList<StockFlow> Of(LotFacts lot)
    {
        var (state, rows) = (new LotState(lot.Settings), new List<StockFlow>());
        var (came, exporter) = ((Move: StockMove.Difference, Other: (PartyId?)null), (PartyId?)null);
        foreach (var fact in lot.Facts)
        {
            var before = (state.Custodian, Grams: GramsIn(state, exporter), IsWeighed: state.Mass is not null);
            state.Apply(fact);
            if (fact.Event is LotExported) exporter = state.Custodian;
            var (party, grams) = (state.Custodian, GramsIn(state, exporter));
            if (fact.Event is LotConsumed taken && taken.Holder != party)
            {
                Add(fact, taken.Holder, StockMove.Unrecorded, null, taken.NetKg.Grams);
                Add(fact, taken.Holder, StockMove.Consumed, null, -taken.NetKg.Grams);
            }

            if (party != before.Custodian)
            {
                if (before.Custodian is { } old) Add(fact, old, StockMove.Sent, Named(fact, before.Custodian, party), -before.Grams);
                came = ArrivalOf(fact, before.Custodian);
                if (party is { } holder) Add(fact, holder, came.Move, came.Other, grams);
            }
            else if (party is { } holder)
            {
                // The first that is said of its mass tells what came.
                var move = before.IsWeighed || fact.Event is LotProduced ? MoveOf(fact, holder) : came.Move;
                var moved = MovedBy(fact, move, grams - before.Grams);
                Add(fact, holder, move, move == came.Move ? came.Other : null, moved);
                Add(fact, holder, StockMove.Difference, null, grams - before.Grams - moved);
            }
        }

        return [.. rows.GroupBy(row => (row.Sequence, row.Party, row.Move))
            .Select(same => same.First() with { Grams = same.Sum(row => row.Grams), Mineral = state.Mineral })
            .Where(row => row.Grams != 0)];

        void Add(Fact fact, PartyId party, StockMove move, PartyId? other, long grams) =>
            rows.Add(new(lot.Lot, fact.Sequence, party, move, null, other, FactKeys.MonthOf(fact), grams));
    }

    // What was exported is the exporter's no more, and theirs who take it in.
    private static long GramsIn(LotState state, PartyId? exporter) => state.Status switch
    {
        LotStatus.Held or LotStatus.PartlyConsumed or LotStatus.InTransit => state.Remaining?.Grams ?? 0,
        LotStatus.Exported when state.Custodian != exporter => state.Remaining?.Grams ?? 0,
        _ => 0,
    };

    private static (StockMove Move, PartyId? Other) ArrivalOf(Fact fact, PartyId? from) => fact.Event switch
    {
        LotBagged => (StockMove.Bagged, null),
        LotProduced => (StockMove.Produced, null),
        ExportLotComposed => (StockMove.Composed, null),
        LotReceived { From: { } sender } => (StockMove.Received, sender),
        LotArrived { From: { } sender } => (StockMove.Received, sender),
        LotDispatched dispatched => (StockMove.Received, dispatched.From),
        _ => (StockMove.Received, from is null ? null : Named(fact, from, null)),
    };

    // What another's run took left.
    private static StockMove MoveOf(Fact fact, PartyId holder) => fact.Event switch
    {
        LotConsumed consumed when consumed.Holder != holder => StockMove.Sent,
        LotProduced => StockMove.Produced,
        ExportLotComposed => StockMove.Composed,
        LotConsumed => StockMove.Consumed,
        LotSmelted => StockMove.Smelted,
        LotSampled => StockMove.Sampled,
        LotLost => StockMove.Lost,
        LotRecovered => StockMove.Recovered,
        LotConsigned => StockMove.Consigned,
        LotExported => StockMove.Exported,
        _ => StockMove.Difference,
    };

    // What the record itself says of how much; the rest of the change is a difference. Of what it says nothing, all of it.
    private static long MovedBy(Fact fact, StockMove move, long changed) => fact.Event switch
    {
        LotConsumed consumed => -consumed.NetKg.Grams,
        LotSmelted smelted => -smelted.NetKg.Grams,
        LotSampled sampled => -sampled.NetKg.Grams,
        LotLost { NetKg: { } net } => -net.Grams,
        LotProduced produced => produced.NetKg.Grams,
        _ when move is StockMove.Consigned or StockMove.Exported => Math.Min(changed, 0),
        _ => changed,
    };

    // Whom a record of another names is told to a party only where it names that party too.
    private static PartyId? Named(Fact fact, PartyId? giver, PartyId? taker) => fact.Event switch
    {
        LotReceived received => received.From == giver ? taker : null,
        LotArrived arrived => arrived.From == giver ? taker : null,
        LotDispatched dispatched => dispatched.From == giver ? dispatched.Carrier ?? dispatched.To : null,
        LotRefused refused => refused.Receiver,
        _ => null,
    };
}
