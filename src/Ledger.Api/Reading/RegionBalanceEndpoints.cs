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

namespace Ledger.Api.Reading;

/// <summary>
/// GET /v1/countries/{code}/balance, as JSON or as a sheet: the sites that the register has in a country, or in an area of it, as one.
/// </summary>
internal sealed class RegionBalanceEndpoints(
    SiteBalanceReader balances, SubjectLoader subjects, EvaluationState state, Progress progress)
{
    private const string Columns =
        "mineral,month,opening_kg,bagged_kg,first_weighed_kg,difference_kg,taken_kg,used_kg,lost_kg,closing_kg,bagged_sigma_kg,"
        + "difference_sigma_kg,taken_sigma_kg,closing_sigma_kg,difference_z,gained_protracted_sigma,gained_abrupt_sigma,"
        + "cumulative_sigma,bagged_bags,taken_bags,closing_bags,told_on,producing_sites,usual_kg,usual_of_kg,usual_sites,baseline_kg,"
        + "baseline_of_kg,sites_beyond,unregistered_kg";

    public static Task Get(HttpContext context, string code, RegionBalanceEndpoints balance) => balance.GetAsync(context, code);

    public static Task GetSheet(HttpContext context, string code, RegionBalanceEndpoints balance) => balance.SheetAsync(context, code);

    private async Task GetAsync(HttpContext context, string code)
    {
        var view = await ViewAsync(context, code);
        await Answers.JsonAsync(
            context, JsonSerializer.SerializeToUtf8Bytes(view, ViewJson.Plain.RegionBalanceView),
            await progress.ViewsAsync(context.RequestAborted));
    }

    private async Task SheetAsync(HttpContext context, string code)
    {
        var view = await ViewAsync(context, code);
        var region = view.Area is { } area ? $"{view.Country}-{area}" : view.Country.Value;
        await Outcomes.SheetAsync(
            context, $"balance-{region}-{view.Year}.csv", Encoding.UTF8.GetBytes(Sheet(view)),
            await progress.ViewsAsync(context.RequestAborted));
    }

    private async Task<RegionBalanceView> ViewAsync(HttpContext context, string code)
    {
        var cancellation = context.RequestAborted;
        var country = CountryCode.TryParse(code) ?? throw Wrong("country", CountryCode.Form);
        AreaId? area = Answers.Text(context, "area") is { Length: > 0 } named
            ? AreaId.TryParse(named) ?? throw Wrong("area", AreaId.Form) : null;
        var until = await state.LastClosedDayAsync(long.MaxValue, cancellation);
        var (year, last) = BalanceYear.Of(context, until);
        var settings = await subjects.SettingsAsync(Horizon.Now, cancellation);
        var sites = await balances.SitesAsync(country, area, cancellation);
        var stock = await balances.StockAsync(sites, settings.At(until), last, cancellation);
        var minerals = stock.Select(month => month.Mineral).Distinct().ToList();
        return RegionBalanceView.Of(
            (country, area), sites, (year, until), stock, await balances.ExpectedAsync(minerals, last, cancellation), settings);
    }

    private static RefusedException Wrong(string field, string form) =>
        new(new(Problem.FieldErrors, Errors: [new(field, $"must be {form}")]));

    // Numbers and codes only: nothing in it needs a quote, and no spreadsheet takes any of it for a formula.
    private static string Sheet(RegionBalanceView view) => string.Join("\r\n", view.Months.Select(Row).Prepend(Columns)) + "\r\n";

    private static string Row(RegionBalanceMonth month)
    {
        var (account, told) = (month.Account, month.Expected);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Code<Mineral>.Name(account.Mineral)},{account.From:uuuu-MM},{account.OpeningKg},{account.BaggedKg},{account.FirstWeighedKg}"
            + $",{account.DifferenceKg},{account.TakenKg},{account.UsedKg},{account.LostKg},{account.ClosingKg},{account.BaggedSigmaKg}"
            + $",{account.DifferenceSigmaKg},{account.TakenSigmaKg},{account.ClosingSigmaKg},{account.DifferenceZ},{account.Gained[0]}"
            + $",{account.Gained[1]},{account.Cumulative},{account.BaggedBags},{account.TakenBags},{account.ClosingBags}"
            + $",{told?.ToldOn:uuuu-MM-dd},{told?.ProducingSites},{told?.UsualKg},{told?.UsualOfKg},{told?.UsualSites},{told?.BaselineKg}"
            + $",{told?.BaselineOfKg},{told?.Beyond.Count},{told?.UnregisteredKg.Kg}");
    }
}
