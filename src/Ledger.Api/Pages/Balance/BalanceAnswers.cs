using NodaTime;

namespace Ledger.Api.Pages.Balance;

/// <summary>A holder's months, as GET /v1/parties/{id}/balance answers.</summary>
/// <param name="Until">The last closed day.</param>
/// <param name="Thresholds">Null where nothing is tested.</param>
public sealed record BalanceAnswer(
    string PartyId, int Year, LocalDate Until, LimitsAnswer? Thresholds, IReadOnlyList<MonthAnswer> Months);

/// <summary>Beyond which a statistic is a finding, in sigma.</summary>
public sealed record LimitsAnswer(decimal Protracted, decimal Abrupt, decimal Cumulative);

/// <summary>A month's closed runs of one mineral, in one matter.</summary>
/// <param name="From">Its first day.</param>
/// <param name="Gained">Page's statistics upward: protracted, abrupt.</param>
/// <param name="Beyond">Statistics beyond their thresholds, by code.</param>
public sealed record MonthAnswer(
    string Mineral, string Matter, LocalDate From, int RunCount, decimal InputKg, decimal OutputKg, decimal GainKg, decimal CountedKg,
    decimal SigmaKg, decimal Residual, IReadOnlyList<decimal> Gained, decimal Cumulative, decimal CumulativeKg,
    decimal CumulativeSigmaKg, IReadOnlyList<string> Beyond, IReadOnlyList<string> RunIds);
