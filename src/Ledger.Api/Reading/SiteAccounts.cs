using System.Globalization;
using Ledger.Domain.Json;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Projections.Evaluation;
using Ledger.Projections.Facts;
using Ledger.Projections.Queries;
using Ledger.Rules.Balance;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;
using Ledger.Rules.Views;
using NodaTime;

namespace Ledger.Api.Reading;

/// <summary>A year of what was bagged at sites, left them and lies there, and what rules compare of its minerals.</summary>
internal sealed record SiteAccountYear(
    int Year, LocalDate Until, IReadOnlyList<SiteStockMonth> Stock, IReadOnlyList<MineralMonthFacts> Expected, RuleSettings Settings);

/// <summary>Reads the year that a balance of sites is asked for, and spells a month of it.</summary>
internal sealed class SiteAccounts(SiteBalanceReader balances, SubjectLoader subjects, EvaluationState state)
{
    /// <summary>The columns that every sheet of sites begins with.</summary>
    public const string Columns =
        "mineral,month,opening_kg,bagged_kg,first_weighed_kg,difference_kg,taken_kg,used_kg,lost_kg,closing_kg,bagged_sigma_kg,"
        + "difference_sigma_kg,taken_sigma_kg,closing_sigma_kg,difference_z,gained_protracted_sigma,gained_abrupt_sigma";

    /// <param name="context">Who asks for which year.</param>
    /// <param name="sites">As one.</param>
    public async Task<SiteAccountYear> ReadAsync(HttpContext context, IReadOnlyCollection<SiteId> sites)
    {
        var cancellation = context.RequestAborted;
        var until = await state.LastClosedDayAsync(long.MaxValue, cancellation);
        var (year, last) = BalanceYear.Of(context, until);
        var settings = await subjects.SettingsAsync(Horizon.Now, cancellation);
        var stock = await balances.StockAsync(sites, settings.At(until), last, cancellation);
        List<Mineral> minerals = [.. stock.Select(month => month.Mineral).Distinct()];
        return new(year, until, stock, await balances.ExpectedAsync(minerals, last, cancellation), settings);
    }

    /// <summary>A month in those columns.</summary>
    public static string Row(SiteBalanceMonth month) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Code<Mineral>.Name(month.Mineral)},{month.From:uuuu-MM},{month.OpeningKg},{month.BaggedKg},{month.FirstWeighedKg}"
        + $",{month.DifferenceKg},{month.TakenKg},{month.UsedKg},{month.LostKg},{month.ClosingKg},{month.BaggedSigmaKg}"
        + $",{month.DifferenceSigmaKg},{month.TakenSigmaKg},{month.ClosingSigmaKg},{month.DifferenceZ},{month.Gained[0]}"
        + $",{month.Gained[1]}");
}
