using System.Text.Json.Serialization;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Facts;
using NodaTime;

namespace Ledger.Rules.Views;

/// <summary>Where a lot stands.</summary>
[JsonConverter(typeof(Ledger.Domain.Json.CodeJsonConverter<LotStatus>))]
public enum LotStatus { Unknown, Held, PartlyConsumed, Consumed, InTransit, Consigned, Exported, Lost }

/// <summary>What is known of a lot now, or was known at a past moment: a pure function of its facts.</summary>
/// <param name="MassKg">Its custodian's latest measured weight, its tagged mass at first; null when nobody stated one.</param>
/// <param name="SiteId">Where it was bagged; null for what came out of a run, or when no bagging is recorded.</param>
/// <param name="RunId">The run it came out of.</param>
/// <param name="Tags">The tags on it, sorted; usually one.</param>
/// <param name="Since">When it was bagged or produced.</param>
/// <param name="EventCount">Facts that count.</param>
/// <param name="CorrectedCount">Facts that were corrected away.</param>
public sealed record LotView(
    LotId LotId, LotStatus Status, Mineral? Mineral, OutputKind? Kind, SiteId? SiteId, RunId? RunId, IReadOnlyList<TagId> Tags,
    PartyId? Custodian, PartyId? Owner, Mass? MassKg, WeighingMethod? MassMethod, Mass ConsumedKg, Mass? RemainingKg,
    OffsetDateTime? Since, OffsetDateTime? LastEventTime, int EventCount, int CorrectedCount)
{
    /// <summary>What rules found about it, as far as a reader may see; a row of the view has none.</summary>
    public IReadOnlyList<FindingView>? Findings { get; init; }

    /// <summary>Everybody who had it in custody, in this order: provenance tells them; a row of the view has none.</summary>
    [JsonIgnore]
    public IReadOnlyList<PartyId> Holders { get; init; } = [];

    /// <summary>Folds the lot's facts; null when nothing that counts is known of it.</summary>
    public static LotView? Of(LotFacts lot)
    {
        if (lot.Facts.Count == 0) return null;
        var state = new LotState(lot.Settings);
        foreach (var fact in lot.Facts) state.Apply(fact);
        return new(
            lot.Lot, state.Status, state.Mineral, state.Kind, state.Site, state.Run, [.. state.Tags.Order()], state.Custodian,
            state.Owner, state.Mass, state.MassMethod, state.Consumed, state.Remaining, state.Since,
            lot.Facts[^1].Event.When.EventTime, lot.Facts.Count, lot.Corrected.Count)
        {
            Holders = state.Holders,
        };
    }
}
