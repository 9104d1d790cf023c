using Ledger.Domain.Values;
using NodaTime;

namespace Ledger.Rules.Views;

/// <summary>What was bagged at a site, by month and mineral, newest month first.</summary>
public sealed record SiteProductionView(SiteId SiteId, IReadOnlyList<SiteMonthOutput> Months);

/// <summary>Bags of one mineral that were filled in a month.</summary>
/// <param name="Month">Its first day.</param>
/// <param name="Kg">As weighed when they were filled.</param>
/// <param name="Unweighed">Bags that nobody weighed then.</param>
public sealed record SiteMonthOutput(LocalDate Month, Mineral Mineral, int Bags, Mass Kg, int Unweighed);
