using System.Globalization;
using System.Text;
using System.Text.Json;
using Ledger.Api.Http;
using Ledger.Domain.Json;
using Ledger.Domain.Values;
using Ledger.Projections.Evaluation;
using Ledger.Projections.Facts;
using Ledger.Projections.Hosting;
using Ledger.Projections.Queries;
using Ledger.Rules.Views;
using NodaTime;

namespace Ledger.Api.Reading;

/// <summary>
/// GET /v1/sites/{id}/balance, as JSON or as a sheet: tagged mineral that was bagged at a site, left it and lies there, month by month,
/// beside what was to be expected. For the programme and auditors: bags of several holders lie at a site.
/// </summary>
internal sealed class SiteBalanceEndpoints(
    SiteBalanceReader balances, SubjectLoader subjects, EvaluationState state, Progress progress)
{
    private const string Columns =
        "mineral,month,opening_kg,bagged_kg,first_weighed_kg,difference_kg,taken_kg,used_kg,lost_kg,closing_kg,bagged_sigma_kg,"
        + "difference_sigma_kg,taken_sigma_kg,closing_sigma_kg,difference_z,gained_protracted_sigma,gained_abrupt_sigma,"
        + "lost_protracted_sigma,lost_abrupt_sigma,cumulative_sigma,opening_bags,bagged_bags,taken_bags,gone_bags,closing_bags,told_on,"
        + "miners,baseline_kg,capacity_kg,peers_kg,usual_kg,usual_sigma_kg,usual_z,usual_page_sigma,beyond";

    public static Task Get(HttpContext context, string id, SiteBalanceEndpoints balance) => balance.GetAsync(context, id);

    public static Task GetSheet(HttpContext context, string id, SiteBalanceEndpoints balance) => balance.SheetAsync(context, id);

    private async Task GetAsync(HttpContext context, string id)
    {
        var view = await ViewAsync(context, id);
        await Answers.JsonAsync(
            context, JsonSerializer.SerializeToUtf8Bytes(view, ViewJson.Plain.SiteBalanceView),
            await progress.ViewsAsync(context.RequestAborted));
    }

    private async Task SheetAsync(HttpContext context, string id)
    {
        var view = await ViewAsync(context, id);
        await Outcomes.SheetAsync(
            context, $"balance-{view.SiteId}-{view.Year}.csv", Encoding.UTF8.GetBytes(Sheet(view)),
            await progress.ViewsAsync(context.RequestAborted));
    }

    // Of a site that no register knows there may be bags too.
    private async Task<SiteBalanceView> ViewAsync(HttpContext context, string id)
    {
        var (site, cancellation) = (
            SiteId.TryParse(id) ?? throw new RefusedException(new(Problem.NotFound, "This is no id of a site.")), context.RequestAborted);
        var until = await state.LastClosedDayAsync(long.MaxValue, cancellation);
        var (year, last) = BalanceYear.Of(context, until);
        var settings = await subjects.SettingsAsync(Horizon.Now, cancellation);
        var stock = await balances.StockAsync([site], settings.At(until), last, cancellation);
        var minerals = stock.Select(month => month.Mineral).Distinct().ToList();
        return SiteBalanceView.Of(
            site, year, until, stock, await balances.ExpectedAsync(minerals, last, cancellation), settings);
    }

    // Numbers and codes only: nothing in it needs a quote, and no spreadsheet takes any of it for a formula.
    private static string Sheet(SiteBalanceView view) => string.Join("\r\n", view.Months.Select(Row).Prepend(Columns)) + "\r\n";

    private static string Row(SiteBalanceMonth month)
    {
        var told = month.Expected;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Code<Mineral>.Name(month.Mineral)},{month.From:uuuu-MM},{month.OpeningKg},{month.BaggedKg},{month.FirstWeighedKg}"
            + $",{month.DifferenceKg},{month.TakenKg},{month.UsedKg},{month.LostKg},{month.ClosingKg},{month.BaggedSigmaKg}"
            + $",{month.DifferenceSigmaKg},{month.TakenSigmaKg},{month.ClosingSigmaKg},{month.DifferenceZ},{month.Gained[0]}"
            + $",{month.Gained[1]},{month.Lost[0]},{month.Lost[1]},{month.Cumulative},{month.OpeningBags},{month.BaggedBags}"
            + $",{month.TakenBags},{month.GoneBags},{month.ClosingBags},{told?.ToldOn:uuuu-MM-dd},{told?.Miners},{told?.BaselineKg?.Kg}"
            + $",{told?.CapacityKg?.Kg},{told?.PeersKg},{told?.UsualKg},{told?.UsualSigmaKg},{told?.Z},{told?.Page}"
            + $",{string.Join(' ', told?.Beyond ?? [])}");
    }
}

/// <summary>The year a balance is asked for.</summary>
internal static class BalanceYear
{
    private const int FirstYear = 2000;
    private const int LastYear = 2999;

    /// <summary>
    /// The year, by default this one; and its last month, or the current one: what was recorded since the last close is told too.
    /// </summary>
    /// <exception cref="RefusedException">It is none from 2000 to 2999.</exception>
    public static (int Year, YearMonth Last) Of(HttpContext context, LocalDate until)
    {
        var year = (int)Paging.Number(context, "year", Math.Clamp(until.Year, FirstYear, LastYear), LastYear, FirstYear);
        var (last, current) = (new YearMonth(year, 12), until.PlusDays(1).ToYearMonth());
        return (year, current < last ? current : last);
    }
}
