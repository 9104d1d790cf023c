using System.Text.Json;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Facts;
using NodaTime;

namespace Ledger.Rules.Views;

/// <summary>A lot's chain of custody: every event in the order it happened, with both times, by whom, and whether it counts.</summary>
public sealed record LotHistory(LotId LotId, IReadOnlyList<HistoryEntry> Entries)
{
    public static LotHistory Of(LotFacts lot) => new(
        lot.Lot,
        [.. lot.Facts.Select(fact => (fact, IsEffective: true)).Concat(lot.Corrected.Select(fact => (fact, IsEffective: false)))
            .OrderBy(each => each.fact).Select(each => HistoryEntry.Of(each.fact, each.IsEffective))]);
}

/// <summary>One event of a lot.</summary>
/// <param name="RecordedAt">When the ledger wrote it.</param>
/// <param name="LateDays">Whole days from the end of the event's time span to its recording; 0 where it came the same day.</param>
/// <param name="IsEffective">False when it was corrected away: it stays to be seen.</param>
/// <param name="NamedByTag">The tag that stood for the lot in the record; absent where the record names the lot.</param>
/// <param name="Data">The ledger event's own members, as in its leaf.</param>
public sealed record HistoryEntry(
    long Sequence, CustodyEventId CustodyEvent, string Type, OffsetDateTime EventTime, TimePrecision TimePrecision,
    Instant RecordedAt, int LateDays, PartyId RecordedBy, bool IsEffective, TagId? NamedByTag, Place? Place, SheetReference? Sheet,
    IReadOnlyList<Countersignature>? Countersigned, JsonElement Data)
{
    internal static HistoryEntry Of(Fact fact, bool isEffective) => new(
        fact.Sequence, fact.Custody, fact.Type, fact.Event.When.EventTime, fact.Event.When.TimePrecision, fact.RecordedAt,
        Math.Max(0, (int)(fact.RecordedAt - fact.Interval.End).TotalDays), fact.RecordedBy, isEffective,
        fact.Stream.Kind is "tag" ? TagId.TryParse(fact.Stream.Value["tag:".Length..]) : null,
        fact.Headers.Place, fact.Headers.Sheet, fact.Headers.Countersigned, EventTypes.AsElement(fact.Event));
}

/// <summary>What a party holds, by mineral.</summary>
public sealed record HoldingsView(PartyId PartyId, IReadOnlyList<Holding> Holdings);

/// <summary>Lots of one mineral.</summary>
/// <param name="UnweighedCount">Lots of which nobody stated a mass; they are not in the sum.</param>
public sealed record Holding(Mineral? Mineral, int LotCount, Mass RemainingKg, int UnweighedCount);
