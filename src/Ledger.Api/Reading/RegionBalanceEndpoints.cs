using System.Globalization;
using Ledger.Api.Http;
using Ledger.Domain.Values;
using Ledger.Projections.Hosting;
using Ledger.Projections.Queries;
using Ledger.Rules.Views;

namespace Ledger.Api.Reading;

/// <summary>
/// GET /v1/countries/{code}/balance, as JSON or as a sheet: the sites that the register has in a country, or in an area of it, as one.
/// </summary>
internal sealed class RegionBalanceEndpoints(SiteAccounts accounts, SiteBalanceReader balances, Progress progress)
{
    private const string Columns = SiteAccounts.Columns
        + ",cumulative_sigma,bagged_bags,taken_bags,closing_bags,told_on,producing_sites,usual_kg,usual_of_kg,usual_sites,baseline_kg,"
        + "baseline_of_kg,sites_beyond,unregistered_kg";

    public static Task Get(HttpContext context, string code, RegionBalanceEndpoints balance) => balance.GetAsync(context, code);

    public static Task GetSheet(HttpContext context, string code, RegionBalanceEndpoints balance) => balance.SheetAsync(context, code);

    private async Task GetAsync(HttpContext context, string code) =>
        await BalanceAnswers.JsonAsync(context, await ViewAsync(context, code), ViewJson.Plain.RegionBalanceView, progress);

    private async Task SheetAsync(HttpContext context, string code)
    {
        var view = await ViewAsync(context, code);
        var region = view.Area is { } area ? $"{view.Country}-{area}" : view.Country.Value;
        await BalanceAnswers.SheetAsync(context, $"balance-{region}-{view.Year}", Columns, view.Months.Select(Row), progress);
    }

    private async Task<RegionBalanceView> ViewAsync(HttpContext context, string code)
    {
        var country = CountryCode.TryParse(code) ?? throw Wrong("country", CountryCode.Form);
        AreaId? area = Answers.Text(context, "area") is { Length: > 0 } named
            ? AreaId.TryParse(named) ?? throw Wrong("area", AreaId.Form) : null;
        var sites = await balances.SitesAsync(country, area, context.RequestAborted);
        var year = await accounts.ReadAsync(context, sites);
        return RegionBalanceView.Of((country, area), sites, (year.Year, year.Until), year.Stock, year.Expected, year.Settings);
    }

    private static RefusedException Wrong(string field, string form) =>
        new(new(Problem.FieldErrors, Errors: [new(field, $"must be {form}")]));

    private static string Row(RegionBalanceMonth month)
    {
        var (account, told) = (month.Account, month.Expected);
        return SiteAccounts.Row(account) + string.Create(
            CultureInfo.InvariantCulture,
            $",{account.Cumulative},{account.BaggedBags},{account.TakenBags},{account.ClosingBags}"
            + $",{told?.ToldOn:uuuu-MM-dd},{told?.ProducingSites},{told?.UsualKg},{told?.UsualOfKg},{told?.UsualSites},{told?.BaselineKg}"
            + $",{told?.BaselineOfKg},{told?.Beyond.Count},{told?.UnregisteredKg.Kg}");
    }
}
