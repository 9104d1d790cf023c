using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;
using Ledger.Rules.Views;
using NodaTime;

namespace Ledger.Rules.Balance.Transfers;

/// <summary>
/// One lot of a shipment that both sides measured. Only measured wet masses are compared: a mass copied from the sheet
/// agrees with it by nature.
/// </summary>
/// <param name="SentFacts">
/// Where the sender's mass comes from: its custodian's last weighing, or what runs gave.
/// </param>
/// <param name="Received">On the receiver's scale, on taking it in or on arrival.</param>
public sealed record ComparedLot(
    LotId Lot, PartyId Receiver, IReadOnlyList<Fact> SentFacts, Mass Sent, Fact Receipt, Mass Received)
{
    /// <summary>Received less sent. Unit: kg.</summary>
    public double DifferenceKg => (double)(Received - Sent).Kg;

    public double SentKg => (double)Sent.Kg;

    /// <summary>The scale it was sent from; null where it is not named, or there was more than one weighing.</summary>
    public ScaleId? SentOn => SentFacts.Count == 1 ? TransferFacts.ScaleOf(SentFacts[0].Event) : null;

    public ScaleId? ReceivedOn => TransferFacts.ScaleOf(Receipt.Event);

    /// <summary>The fact that tells when, and by whom, the sender's mass was last measured.</summary>
    public Fact LastSent => SentFacts[^1];

    /// <summary>The most it can have dried between both scales, as a fraction.</summary>
    public double MostDrying(RuleSettings settings) => MostDrying(Receipt.Interval.End - LastSent.Interval.Start, settings);

    /// <summary>The most a lot can have dried in that time, as a fraction.</summary>
    public static double MostDrying(Duration between, RuleSettings settings) =>
        Math.Min((double)settings.ExpectedDryingPct, Math.Max(0, between.TotalDays) * (double)settings.DailyDryingPct) / 100;

    /// <summary>The lots of a transfer that both sides measured, each when it first came in, by id.</summary>
    public static IReadOnlyList<ComparedLot> Of(TransferFacts transfer)
    {
        var receipts = transfer.Facts.Where(fact => fact.Event is DeliveryReceived or SmelterDeliveryReceived)
            .Select(fact => fact.Custody).ToHashSet();
        return Of(transfer.Lots.Values, receipts);
    }

    /// <summary>The lots that both sides measured, each at the first of those receipts, by id.</summary>
    public static IReadOnlyList<ComparedLot> Of(IEnumerable<LotFacts> lots, HashSet<CustodyEventId> receipts) =>
    [
        .. lots.DistinctBy(lot => lot.Lot).SelectMany(lot => Of(lot, receipts).Take(1))
            .OrderBy(compared => compared.Lot.Value, StringComparer.Ordinal),
    ];

    // A line written twice is one receipt.
    private static IEnumerable<ComparedLot> Of(LotFacts lot, HashSet<CustodyEventId> receipts)
    {
        foreach (var (fact, receipt) in lot.Of<LotReceived>().DistinctBy(each => each.Fact.Custody))
        {
            if (!receipts.Contains(fact.Custody) || MeasuredBy(lot, fact, receipt) is not { } received) continue;
            if (IsOpenedBefore(lot, fact, receipt.Receiver)) continue;
            if (RecordedBefore(lot, fact, receipt.Receiver) is { } sent)
                yield return new(lot.Lot, receipt.Receiver, sent.Facts, sent.NetKg, fact, received);
        }
    }

    private static Mass? MeasuredBy(LotFacts lot, Fact fact, LotReceived receipt) =>
        receipt is { NetKg: { } received, Method: WeighingMethod.Measured } ? received
        : receipt.MovementId is null ? null
        : lot.Of<LotArrived>().Where(each => !fact.DefinitelyBefore(each.Fact) && each.Event.To == receipt.Receiver
            && each.Event.MovementId == receipt.MovementId && each.Event.Method == WeighingMethod.Measured)
            .Select(each => each.Event.NetKg).LastOrDefault();

    // By somebody else: what the receiver itself used of it the same day, it had received.
    private static bool IsOpenedBefore(LotFacts lot, Fact fact, PartyId receiver) =>
        lot.Of<LotConsumed>().Any(use => use.Event.Holder != receiver && !fact.DefinitelyBefore(use.Fact));

    // What its custodian's scale had shown. A weight of the same day may well be from before the receipt, another
    // receipt not. Arrived, it is in the receiver's hands: what was weighed there is not the sender's word.
    private static (Mass NetKg, IReadOnlyList<Fact> Facts)? RecordedBefore(LotFacts lot, Fact receipt, PartyId receiver)
    {
        var state = new LotState(lot.Settings);
        foreach (var fact in lot.Facts)
            if (fact.Custody != receipt.Custody && !receipt.DefinitelyBefore(fact)
                && (fact.CompareTo(receipt) < 0 || fact.Event is LotBagged or LotProduced or LotWeighed)
                && !(fact.Event is LotArrived arrived && arrived.To == receiver)) state.Apply(fact);
        return state is { Mass: { } recorded, IsMassComparable: true } ? (recorded, state.MassFacts) : null;
    }
}
