using NodaTime;

namespace Ledger.Api.Pages.Balance;

/// <summary>A holder's months, as GET /v1/parties/{id}/balance answers.</summary>
/// <param name="Until">The last closed day.</param>
/// <param name="Thresholds">Null where nothing is tested.</param>
/// <param name="LossThresholds">Null where nothing tells what is usually lost.</param>
/// <param name="Stock">All it had, as weighed.</param>
/// <param name="Reconciliation">The same for the whole year, by mineral.</param>
public sealed record BalanceAnswer(
    string PartyId, int Year, LocalDate Until, LimitsAnswer? Thresholds, LimitsAnswer? LossThresholds, IReadOnlyList<MonthAnswer> Months,
    IReadOnlyList<StockAnswer> Stock, IReadOnlyList<ReconciliationAnswer> Reconciliation);

/// <summary>A year of a mineral: opening, receipts, unrecorded, processing and difference are sales, smelted, losses and closing.</summary>
/// <param name="Mineral">Null where nobody said.</param>
/// <param name="UnaccountedPct">Null where nothing was there.</param>
/// <param name="Parties">Suppliers, then buyers.</param>
public sealed record ReconciliationAnswer(
    string? Mineral, decimal OpeningKg, decimal ReceiptsKg, decimal UnrecordedKg, decimal SalesKg, decimal SmeltedKg, decimal LossesKg,
    decimal ProcessingKg, decimal DifferenceKg, decimal ClosingKg, decimal? UnaccountedPct, IReadOnlyList<StockPartAnswer> Parties);

/// <summary>What was there of a mineral in a month: opening and in and processing and difference are out and closing.</summary>
/// <param name="Mineral">Null where nobody said.</param>
/// <param name="From">Its first day.</param>
public sealed record StockAnswer(
    string? Mineral, LocalDate From, decimal OpeningKg, decimal InKg, decimal OutKg, decimal ProcessingKg, decimal DifferenceKg,
    decimal ClosingKg, IReadOnlyList<StockPartAnswer> Flows);

/// <summary>One way in which mass came or left.</summary>
/// <param name="PartyId">Null where it is nobody else's, or not known.</param>
/// <param name="Kg">Negative where it left.</param>
public sealed record StockPartAnswer(string Move, string? PartyId, decimal Kg);

/// <summary>What was lost beyond what is usual.</summary>
public sealed record LossAnswer(
    decimal Kg, decimal SigmaKg, IReadOnlyList<decimal> Adding, decimal Cumulative, IReadOnlyList<string> Beyond);

/// <summary>Beyond which a statistic is a finding, in sigma.</summary>
public sealed record LimitsAnswer(decimal Protracted, decimal Abrupt, decimal Cumulative);

/// <summary>A month's closed runs of one mineral, in one matter.</summary>
/// <param name="From">Its first day.</param>
/// <param name="To">Its last; of a later month where one count closes several.</param>
/// <param name="Loss">Null where nothing tells what is usual.</param>
/// <param name="Gained">Page's statistics upward: protracted, abrupt.</param>
/// <param name="Beyond">Statistics beyond their thresholds, by code.</param>
public sealed record MonthAnswer(
    string Mineral, string Matter, LocalDate From, LocalDate To, int RunCount, decimal OpeningKg, decimal InputKg, decimal OutputKg,
    decimal ClosingKg, decimal GainKg, decimal CountedKg, decimal SigmaKg, decimal Residual, IReadOnlyList<decimal> Gained,
    decimal Cumulative, decimal CumulativeKg,
    decimal CumulativeSigmaKg, IReadOnlyList<string> Beyond, LossAnswer? Loss, IReadOnlyList<string> RunIds);
