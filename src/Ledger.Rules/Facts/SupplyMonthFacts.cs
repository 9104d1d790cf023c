using Ledger.Domain.Json;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using NodaTime;
using NodaTime.Text;

namespace Ledger.Rules.Facts;

/// <summary>One receipt of a lot, as supply by whom it came from.</summary>
/// <param name="Delivery">The record that tells of it: all its lots came at once.</param>
/// <param name="Month">The calendar month where it happened.</param>
/// <param name="Begun">The first moment it may have happened.</param>
public sealed record SupplyFact(
    LotId Lot, long Sequence, CustodyEventId Delivery, PartyId Supplier, Mineral Mineral, YearMonth Month, Mass Kg, Instant Begun)
{
    /// <summary>What was taken in to stay, with a mass, from a party that is named.</summary>
    public static IReadOnlyList<SupplyFact> Of(LotFacts lot) =>
        SupplyMonth.MineralsIn(lot.Facts).FirstOrDefault() is not { } mineral ? [] :
        [
            .. from each in lot.Of<LotReceived>().DistinctBy(each => each.Fact.Custody)
               where each.Event is { From: not null, NetKg: not null } && SupplyMonth.Supplies(each.Event)
               select new SupplyFact(
                   lot.Lot, each.Fact.Sequence, each.Fact.Custody, each.Event.From!.Value, mineral, FactKeys.MonthOf(each.Fact),
                   each.Event.NetKg!.Value, each.Fact.Interval.Start),
        ];
}

/// <summary>A mineral in a month, as it passed from hand to hand: suppliers are compared with those who supply the same.</summary>
public readonly record struct SupplyMonth(Mineral Mineral, YearMonth Month)
{
    /// <summary>How many months before tell what is usual.</summary>
    public const int History = MineralMonth.History;

    private const string Kind = "supply-month:";

    /// <summary>Those in which this lot was taken in, corrected or not.</summary>
    public static IEnumerable<SupplyMonth> Of(LotFacts lot)
    {
        List<Fact> all = [.. lot.Facts, .. lot.Corrected];
        List<Mineral> minerals = [.. MineralsIn(all).OfType<Mineral>().Distinct()];
        return all.Where(fact => fact.Event is LotReceived { From: not null } received && Supplies(received)).Select(FactKeys.MonthOf)
            .Distinct().SelectMany(month => minerals.Select(mineral => new SupplyMonth(mineral, month)));
    }

    /// <summary>Reads <see cref="Subject"/>; null where it is none.</summary>
    public static SupplyMonth? TryParse(string subject) =>
        subject.StartsWith(Kind, StringComparison.Ordinal) && subject[Kind.Length..].Split('/') is [var mineral, var month]
        && Code<Mineral>.Find(mineral) is { } found && YearMonthPattern.Iso.Parse(month) is { Success: true } parsed
            ? new SupplyMonth(found, parsed.Value) : null;

    /// <summary><c>supply-month:coltan/2026-03</c></summary>
    public string Subject => $"{Kind}{Code<Mineral>.Name(Mineral)}/{YearMonthPattern.Iso.Format(Month)}";

    // Carriers, stores, returns, samples and seizures are no supply.
    internal static bool Supplies(LotReceived received) =>
        received.Basis is ReceiptBasis.Sale or ReceiptBasis.Deposit or ReceiptBasis.Toll;

    // As it began.
    internal static IEnumerable<Mineral?> MineralsIn(IEnumerable<Fact> facts) => facts.Select(fact => fact.Event switch
    {
        LotBagged bagged => bagged.Mineral,
        LotProduced produced => produced.Mineral,
        ExportLotComposed composed => composed.Mineral,
        _ => (Mineral?)null,
    }).Where(mineral => mineral is not null);
}

/// <summary>What a party supplied of a mineral in a month, to all who took it in.</summary>
/// <param name="LastBegun">When the last receipt began.</param>
public sealed record Supply(PartyId Supplier, YearMonth Month, Mass Kg, int Deliveries, Instant LastBegun);

/// <summary>What parties supplied of a mineral, in a month and the 24 before it.</summary>
public sealed record SupplyMonthFacts(SupplyMonth SupplyMonth, IReadOnlyList<Supply> Supplies)
{
    /// <summary>The receipts of the month, of the suppliers of which more must be known.</summary>
    public IReadOnlyDictionary<PartyId, IReadOnlyList<Fact>> Receipts { get; init; } = new Dictionary<PartyId, IReadOnlyList<Fact>>();

    /// <summary>Those of the month itself, in order of supplier.</summary>
    public IEnumerable<Supply> OfTheMonth => Supplies
        .Where(each => each.Month == SupplyMonth.Month).OrderBy(each => each.Supplier.Value, StringComparer.Ordinal);

    /// <summary>What one delivery of a supplier had on average in the months before; 0 where there was none. Unit: kg.</summary>
    public decimal UsualDeliveryKg(PartyId supplier)
    {
        List<Supply> before = [.. Supplies.Where(each => each.Supplier == supplier && each.Month < SupplyMonth.Month)];
        return before.Count == 0 ? 0 : before.Sum(each => each.Kg.Kg) / before.Sum(each => each.Deliveries);
    }

    /// <summary>Receipts added up by supplier and month.</summary>
    public static IEnumerable<Supply> Sum(IEnumerable<SupplyFact> receipts) => receipts
        .GroupBy(each => (each.Supplier, each.Month)).Select(each => new Supply(
            each.Key.Supplier, each.Key.Month, new(each.Sum(receipt => receipt.Kg.Grams)),
            each.Select(receipt => receipt.Delivery).Distinct().Count(), each.Max(receipt => receipt.Begun)));
}
