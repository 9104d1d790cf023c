using System.Text.Json.Serialization;
using Ledger.Domain.Json;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;
using NodaTime;

namespace Ledger.Rules.Views;

[JsonConverter(typeof(CodeJsonConverter<MovementStatus>))]
public enum MovementStatus { OnTheWay, PartlyArrived, Arrived, ArrivedOnly }

[JsonConverter(typeof(CodeJsonConverter<MovedLotState>))]
public enum MovedLotState { OnTheWay, Arrived, Refused, Lost, ArrivedOnly }

/// <summary>A transport: what left, what came in, and how far the two halves agree.</summary>
/// <param name="DifferenceKg">Arrived less dispatched, over the lots of which both sides stated a mass; null where there is none.</param>
/// <param name="Silent">Whose half is missing: nothing recorded and nothing countersigned.</param>
public sealed record MovementView(
    MovementId MovementId, MovementStatus Status, PartyId? From, PartyId? To, PartyId? Carrier, string? Route,
    OffsetDateTime? DispatchedAt, OffsetDateTime? ExpectedAt, OffsetDateTime? ArrivedAt, Mass? DispatchedKg, Mass? ArrivedKg,
    Mass? DifferenceKg, IReadOnlyList<MovedLot> Lots, IReadOnlyList<MovedSeal> Seals, IReadOnlyList<PartyId> Silent)
{
    /// <summary>What rules found about it, as far as a reader may see.</summary>
    public IReadOnlyList<FindingView>? Findings { get; init; }

    /// <summary>With what R5 compares of each lot.</summary>
    public MovementView Comparing(TransferFacts transfer, RuleSettings settings)
    {
        var compared = ComparedMass.Of(transfer, settings);
        return this with { Lots = [.. Lots.Select(lot => lot with { Compared = Halves.Of(compared, transfer, lot.Lot) })] };
    }

    /// <summary>Puts both halves side by side; null when nothing that counts is known of it.</summary>
    public static MovementView? Of(MovementId id, TransferFacts transfer)
    {
        if (transfer.Facts.Count == 0) return null;
        var (dispatch, sent) = transfer.Of<MovementDispatched>().LastOrDefault();
        var (_, arrival) = transfer.Of<MovementArrived>().LastOrDefault();
        var delivery = transfer.Deliveries.Select(half => half.Delivery).LastOrDefault();
        var lots = MovedLot.Of(transfer);
        var answered = lots.Count(lot => lot.State != MovedLotState.OnTheWay);
        var status = sent is null ? MovementStatus.ArrivedOnly
            : answered == 0 ? MovementStatus.OnTheWay
            : answered < lots.Count ? MovementStatus.PartlyArrived : MovementStatus.Arrived;
        var (from, to) = (sent?.From ?? arrival?.From ?? delivery?.From, sent?.To ?? arrival?.To ?? delivery?.Receiver);
        var isAnswered = answered > 0 || (to is { } awaited && dispatch is not null && TransferFacts.IsCountersignedBy(dispatch, awaited));
        return new(
            id, status, from, to, sent?.Carrier ?? arrival?.Carrier, sent?.Route, sent?.When.EventTime, sent?.ExpectedAt,
            LastArrival(transfer, lots), Halves.Sum(lots.Select(lot => lot.DispatchedKg)), Halves.Sum(lots.Select(lot => lot.ArrivedKg)),
            Halves.Sum(lots.Select(lot => lot.DifferenceKg)), lots, MovedSeal.Of(transfer),
            [.. new[] { sent is null ? from : null, isAnswered ? null : to }.OfType<PartyId>()]);
    }

    // The last lot's, whichever record told of it.
    private static OffsetDateTime? LastArrival(TransferFacts transfer, IReadOnlyList<MovedLot> lots) =>
        lots.Select(lot => lot.ArrivedAt).OfType<OffsetDateTime>().Concat(transfer.Of<MovementArrived>().Select(half =>
            half.Event.When.EventTime)).OrderBy(time => time.ToInstant()).Select(time => (OffsetDateTime?)time).LastOrDefault();
}

/// <summary>One lot of a movement.</summary>
/// <param name="DifferenceKg">Arrived less dispatched.</param>
public sealed record MovedLot(
    LotReference Lot, MovedLotState State, Mass? DispatchedKg, WeighingMethod? DispatchedMethod, Mass? ArrivedKg,
    WeighingMethod? ArrivedMethod, Mass? DifferenceKg, bool? TagIntact, OffsetDateTime? ArrivedAt)
{
    /// <summary>As R5 compares it; absent where one side did not measure it.</summary>
    public ComparedMass? Compared { get; init; }

    internal static IReadOnlyList<MovedLot> Of(TransferFacts transfer)
    {
        var lots = new List<MovedLot>();
        foreach (var (_, dispatch) in transfer.Of<MovementDispatched>())
            foreach (var item in dispatch.Lots.Where(item => !lots.Exists(known => transfer.IsSameLot(known.Lot, item.Lot))))
                lots.Add(Of(item.Lot, item, transfer.ArrivalOf(dispatch, item.Lot)));
        var came = transfer.Of<MovementArrived>().SelectMany(half => half.Event.Lots, (half, item) => (half.Fact, item))
            .Concat(transfer.Deliveries.SelectMany(half => half.Delivery.Lots, (half, item) => (half.Fact, item)));
        foreach (var (fact, item) in came.Where(each => !lots.Exists(known => transfer.IsSameLot(known.Lot, each.item.Lot))).ToList())
            lots.Add(Of(item.Lot, null, new(fact, item.NetKg, item.Method, item.TagIntact, LotOutcome.Taken)));
        return lots;
    }

    private static MovedLot Of(LotReference lot, LotItem? sent, OtherHalf? came)
    {
        var state = came is null ? MovedLotState.OnTheWay : came.Outcome switch
        {
            LotOutcome.Refused => MovedLotState.Refused,
            LotOutcome.Lost => MovedLotState.Lost,
            _ => sent is null ? MovedLotState.ArrivedOnly : MovedLotState.Arrived,
        };
        return new(
            lot, state, sent?.NetKg, sent?.Method, came?.NetKg, came?.Method, Halves.Difference(sent?.NetKg, came?.NetKg),
            came?.TagIntact, came is { Outcome: LotOutcome.Taken } ? came.Fact.Event.When.EventTime : null);
    }
}

/// <summary>A seal of a movement.</summary>
/// <param name="IsDispatched">It was on when the transport left.</param>
/// <param name="IsIntact">As found on arrival; absent where the arriving side said nothing of it.</param>
public sealed record MovedSeal(SealId Seal, bool IsDispatched, bool? IsIntact)
{
    internal static IReadOnlyList<MovedSeal> Of(TransferFacts transfer)
    {
        var placed = transfer.Of<MovementDispatched>().SelectMany(half => half.Event.Seals).Distinct().ToList();
        var found = transfer.Of<MovementArrived>().SelectMany(half => half.Event.Seals).ToList();
        return [.. placed.Concat(found.Select(each => each.Seal)).Distinct().Select(seal => new MovedSeal(
            seal, placed.Contains(seal), found.FindLast(each => each.Seal == seal)?.Intact))];
    }
}

/// <summary>The masses of two halves.</summary>
internal static class Halves
{
    public static Mass? Difference(Mass? sent, Mass? came) => sent is { } from && came is { } to ? to - from : null;

    public static ComparedMass? Of(
        IReadOnlyDictionary<LotId, ComparedMass> compared, TransferFacts transfer, LotReference lot) =>
        transfer.Lots.TryGetValue(lot, out var facts) ? compared.GetValueOrDefault(facts.Lot) : null;

    /// <summary>Null where there is none to add up.</summary>
    public static Mass? Sum(IEnumerable<Mass?> masses) =>
        masses.OfType<Mass>().Aggregate((Mass?)null, (sum, mass) => (sum ?? Mass.Zero) + mass);
}
