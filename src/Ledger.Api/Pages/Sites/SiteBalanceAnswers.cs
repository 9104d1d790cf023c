using NodaTime;

namespace Ledger.Api.Pages.Sites;

/// <summary>Tagged mineral of a site in a year, as GET /v1/sites/{id}/balance answers.</summary>
/// <param name="Until">The last closed day.</param>
public sealed record SiteBalanceAnswer(string SiteId, int Year, LocalDate Until, IReadOnlyList<SiteBalanceMonthAnswer> Months);

/// <summary>A month: opening, bagged, first weighed and difference are taken, used, lost and closing.</summary>
/// <param name="From">Its first day.</param>
/// <param name="DifferenceZ">Null where nothing was weighed again.</param>
/// <param name="Expected">Null where nothing was weighed, or no register knows the site.</param>
public sealed record SiteBalanceMonthAnswer(
    string Mineral, LocalDate From, decimal OpeningKg, decimal BaggedKg, decimal FirstWeighedKg, decimal DifferenceKg, decimal TakenKg,
    decimal UsedKg, decimal LostKg, decimal ClosingKg, decimal BaggedSigmaKg, decimal DifferenceSigmaKg, decimal TakenSigmaKg,
    decimal ClosingSigmaKg, decimal? DifferenceZ, decimal Cumulative, long BaggedBags, long TakenBags, long ClosingBags,
    ExpectedAnswer? Expected);

/// <summary>What was to be expected of what was bagged, as R10 sees it; null where that is not known.</summary>
/// <param name="Beyond">By code: capacity, baseline, peers, month, protracted.</param>
public sealed record ExpectedAnswer(
    LocalDate ToldOn, decimal? BaselineKg, decimal? CapacityKg, decimal? PeersKg, decimal? UsualKg, decimal? UsualSigmaKg, decimal? Z,
    decimal? Page, decimal ZThreshold, decimal PageThreshold, IReadOnlyList<string> Beyond);
