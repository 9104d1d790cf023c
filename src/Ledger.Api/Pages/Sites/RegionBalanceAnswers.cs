using NodaTime;

namespace Ledger.Api.Pages.Sites;

/// <summary>All registered sites of a country as one, as GET /v1/countries/{code}/balance answers.</summary>
public sealed record RegionBalanceAnswer(
    string Country, int Year, LocalDate Until, int SiteCount, IReadOnlyList<RegionBalanceMonthAnswer> Months);

/// <param name="Expected">Null where nothing was weighed.</param>
public sealed record RegionBalanceMonthAnswer(SiteBalanceMonthAnswer Account, RegionOutputAnswer? Expected);

/// <summary>What was to be expected of its sites together.</summary>
/// <param name="UsualOfKg">What the sites bagged of which it is known.</param>
/// <param name="Beyond">Sites of which R10 speaks.</param>
/// <param name="UnregisteredKg">Of sites in no register: in no country's sum.</param>
public sealed record RegionOutputAnswer(
    LocalDate ToldOn, int ProducingSites, decimal? UsualKg, decimal UsualOfKg, int UsualSites, IReadOnlyList<string> Beyond,
    decimal UnregisteredKg);
