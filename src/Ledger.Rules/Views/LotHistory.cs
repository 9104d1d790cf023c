using System.Text.Json;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Balance;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;
using NodaTime;

namespace Ledger.Rules.Views;

/// <summary>A lot's chain of custody: every event in the order it happened, with both times, by whom, and whether it counts.</summary>
public sealed record LotHistory(LotId LotId, IReadOnlyList<HistoryEntry> Entries)
{
    public static LotHistory Of(LotFacts lot)
    {
        var (state, entries) = (new LotState(lot.Settings), new List<HistoryEntry>(lot.Facts.Count + lot.Corrected.Count));
        foreach (var (fact, isEffective) in lot.Facts.Select(fact => (fact, true)).Concat(lot.Corrected.Select(fact => (fact, false)))
            .OrderBy(each => each.fact))
        {
            if (isEffective) state.Apply(fact);
            var entry = HistoryEntry.Of(fact, isEffective, lot.Settings);
            entries.Add(isEffective ? entry with { Custodian = state.Custodian, Owner = state.Owner } : entry);
        }

        return new(lot.Lot, entries);
    }
}

/// <summary>One event of a lot.</summary>
/// <param name="RecordedAt">When the ledger wrote it.</param>
/// <param name="LateDays">Whole days from the end of the event's time span to its recording; 0 where it came the same day.</param>
/// <param name="IsEffective">False when it was corrected away: it stays to be seen.</param>
/// <param name="NamedByTag">The tag that stood for the lot in the record; absent where the record names the lot.</param>
/// <param name="Documents">By their hashes; their names are sealed.</param>
/// <param name="MassKg">What the record says the whole lot weighed then; absent where it says nothing of that.</param>
/// <param name="SigmaKg">1 sigma of it, by the settings of that time; absent where nobody weighed.</param>
/// <param name="Data">The ledger event's own members, as in its leaf.</param>
public sealed record HistoryEntry(
    long Sequence, CustodyEventId CustodyEvent, string Type, OffsetDateTime EventTime, TimePrecision TimePrecision,
    Instant RecordedAt, int LateDays, PartyId RecordedBy, bool IsEffective, TagId? NamedByTag, Place? Place, SheetReference? Sheet,
    IReadOnlyList<Countersignature>? Countersigned, IReadOnlyList<DocumentReference>? Documents, Mass? MassKg, decimal? SigmaKg,
    JsonElement Data)
{
    /// <summary>Who had it in custody after this; absent where nobody is known to, and for what was corrected away.</summary>
    public PartyId? Custodian { get; init; }

    /// <summary>Whose it was after this; absent likewise.</summary>
    public PartyId? Owner { get; init; }

    internal static HistoryEntry Of(Fact fact, bool isEffective, RuleSettings settings) => new(
        fact.Sequence, fact.Custody, fact.Type, fact.Event.When.EventTime, fact.Event.When.TimePrecision, fact.RecordedAt,
        Math.Max(0, (int)(fact.RecordedAt - fact.Interval.End).TotalDays), fact.RecordedBy, isEffective,
        fact.Stream.Kind is "tag" ? TagId.TryParse(fact.Stream.Value["tag:".Length..]) : null,
        fact.Headers.Place, fact.Headers.Sheet, fact.Headers.Countersigned, fact.Headers.Documents,
        MassIn(fact.Event)?.NetKg, MassIn(fact.Event) is { } stated ? SigmaOf(stated, settings.At(fact)) : null,
        EventTypes.AsElement(fact.Event));

    // What came out of a run or went into a heat is what the lot weighed then, too.
    private static StatedMass? MassIn(CustodyLedgerEvent ledgerEvent) => ledgerEvent switch
    {
        LotProduced made => new(made.NetKg, made.Method, MassBasis.Wet),
        LotSmelted smelted => new(smelted.NetKg, WeighingMethod.CopiedFromSheet, MassBasis.Wet),
        _ => StatedMass.Of(ledgerEvent),
    };

    // One weighing, on a scale in service of which nothing more is known.
    private static decimal? SigmaOf(StatedMass stated, RuleSettings settings)
    {
        if (!stated.IsMeasured) return null;
        var (random, systematic) = ((double)settings.WeighingSigma.Kg, (double)(stated.NetKg.Kg * settings.ScaleSigmaPct / 100));
        return Rounding.Kg(Math.Sqrt((random * random) + (systematic * systematic)));
    }
}

/// <summary>What a party holds, by mineral.</summary>
public sealed record HoldingsView(PartyId PartyId, IReadOnlyList<Holding> Holdings);

/// <summary>Lots of one mineral.</summary>
/// <param name="UnweighedCount">Lots of which nobody stated a mass; they are not in the sum.</param>
public sealed record Holding(Mineral? Mineral, int LotCount, Mass RemainingKg, int UnweighedCount);
